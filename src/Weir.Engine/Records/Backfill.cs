using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Search;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Gives the records that are there what a newly published version of their app expects of them: formulas, sums, numbers, keys, search words.</summary>
/// <remarks>Batches are short transactions beside those who work, and doing them twice changes nothing; only keys belong to the publication itself,
/// because a unique value decides whether it may stand. Whoever still saves by the former version is refused, so nothing slips in behind a batch.</remarks>
internal sealed class Backfill(Database database, TimeProvider clock)
{
    private const int AtOnce = 500;
    private const int Tries = 8;

    /// <summary>Fills everything but keys, form by form.</summary>
    public async Task Run(IReadOnlyList<FormGap> gaps, Directory directory, CancellationToken cancel = default)
    {
        var actor = Actor.System("publish", directory);
        foreach (var gap in gaps.Where(g => g.IsOpen))
            for (long? last = 0; last is { } after;)
                last = await Patiently(session => Batch(session, actor, gap, after), cancel);
    }

    /// <summary>Writes the second column of fields that have got one, inside the publication.</summary>
    public static async ValueTask Keys(Session session, FormGap gap)
    {
        foreach (var field in gap.Keys)
        {
            var (table, key) = (field.Form.Table, field.KeyColumn!);
            for (var after = 0L; ;)
            {
                var rows = await session.Query(FormRows.Page(table, [field.Column!, key], after, AtOnce), r => (Id: r.Long(0), Value: r.Value(1, field.Column!.Type, field.Column.Scale), Key: r.TextOrNull(2)));
                foreach (var row in rows)
                {
                    var wanted = RecordRows.KeyOf(field, row.Value is null ? null : field.Type.Read(field, row.Value));
                    if (wanted != row.Key) await session.Execute(FormRows.Update(table, row.Id, [new(key, wanted)]));
                }
                if (rows.Count < AtOnce) break;
                after = rows[^1].Id;
            }
        }
    }

    private async ValueTask<long?> Batch(Session session, Actor actor, FormGap gap, long after)
    {
        var (form, now) = (gap.Form, clock.GetUtcNow().UtcDateTime);
        // Whoever has published since fills the rest as well.
        if (await AppRows.HoldVersion(session, form.App.Id) != form.App.Version) return null;
        var ids = await session.Query(FormRows.Page(form.Table, [], after, AtOnce), r => r.Long(0));
        if (ids.Count == 0) return null;
        foreach (var field in gap.Numbers) await Number(session, actor, field, ids);
        if (gap.Formulas || gap.Rollups.Count > 0)
            await Ripples.Run(session, actor, now, await Ripples.Recompute(session, actor, now, form, ids.ToDictionary(id => id, _ => gap.Rollups.ToHashSet())));
        if (gap.Words || gap.Numbers.Count > 0)
        {
            var records = await RecordRows.Read(session, form, ids, lines: false, locked: true);
            await SearchIndex.PutMany(session, form.App.Schema, [.. records.Values.Where(r => !r.Deleted).Select(r => new SearchRow(form.No, r.Id, RecordTokens.Of(r, actor.Directory)))]);
        }
        return ids.Count < AtOnce ? null : ids[^1];
    }

    private static async ValueTask Number(Session session, Actor actor, Field field, IReadOnlyList<long> ids)
    {
        var records = await RecordRows.Read(session, field.Form, [.. ids], lines: false, locked: true);
        foreach (var record in records.Values.Where(r => r[field] is null).OrderBy(r => r.Id))
        {
            record[field] = await Numbers.Next(session, field, record[SystemFields.CreatedAt] as DateTime? ?? DateTime.UnixEpoch, actor.Zone);
            await session.Execute(FormRows.Update(field.Form.Table, record.Id, [.. RecordRows.Cells(record, [field])]));
        }
    }

    private async Task<T> Patiently<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await database.Write(work, cancel);
            }
            catch (DatabaseBusy) when (tried < Tries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * tried), cancel);
            }
        }
    }
}
