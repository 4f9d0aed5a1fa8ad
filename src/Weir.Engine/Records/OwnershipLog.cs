using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Writes who got a record from whom, in the transaction of the change. What one makes for oneself is no change of hands.</summary>
internal static class OwnershipLog
{
    /// <summary>From this many rows on they are loaded at once.</summary>
    private const int LoadFrom = 4;

    /// <param name="together">Takes the statements of a few, which can wait until all are run at once.</param>
    public static async ValueTask Write(Session session, Actor actor, IReadOnlyList<SaveUnit> units, RecordIds ids, List<SqlText> together)
    {
        foreach (var same in units.Select(u => (u.Form.App.Schema, Row: Of(actor, u, ids))).Where(r => r.Row is not null).GroupBy(r => r.Schema, r => r.Row!))
        {
            var rows = same.ToList();
            if (rows.Count >= LoadFrom) await OwnershipRows.Add(session, same.Key, rows);
            else together.AddRange(rows.Select(row => OwnershipRows.Added(same.Key, row)));
        }
    }

    private static OwnershipRow? Of(Actor actor, SaveUnit unit, RecordIds ids)
    {
        var field = unit.Form[SystemFields.Owner];
        var (from, to) = (unit.Before?[field] as long?, unit.Record[field] as long?);
        if (unit.Creating ? to is not null && to == actor.MemberId || to is null && Pool(unit.Record) is null : from == to) return null;
        var kind = unit.Handing?.Kind ?? (unit.Creating ? to is null ? OwnershipKind.In : OwnershipKind.Assign
            : from is null ? OwnershipKind.Assign : to is null ? OwnershipKind.Return : OwnershipKind.Transfer);
        return new(ids.Next(), unit.Form.No, unit.Record.Id, At(unit), actor.MemberId, kind.ToString().ToLowerInvariant(), from, to,
            Pool(unit.Record) ?? (unit.Before is { } before ? Pool(before) : null), unit.Handing?.Reason, unit.Handing?.Note);
    }

    /// <summary>What was elsewhere before came into being then, not when it was brought in.</summary>
    private static DateTime At(SaveUnit unit) => unit.Creating && unit.Record[SystemFields.CreatedAt] is DateTime created && created < unit.Now ? created : unit.Now;

    private static string? Pool(Record record) => record.Form.Find(HandingFields.Pool) is { Column: not null } pool ? record[pool] as string : null;
}
