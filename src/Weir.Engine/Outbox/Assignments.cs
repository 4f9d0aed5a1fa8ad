using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Outbox;

/// <summary>Tells members that others made them owner or collaborator: records saved together make one letter for each member. Grants nothing.</summary>
internal static class Assignments
{
    public static async ValueTask Tell(Session session, Actor actor, IReadOnlyList<SaveUnit> units, RecordIds ids)
    {
        if (actor.Quiet) return;
        foreach (var same in units.SelectMany(u => Of(u).Select(a => (u.Form, a.Member, a.Kind, u.Record.Id))).Where(a => a.Member != actor.MemberId).GroupBy(a => (a.Form, a.Member, a.Kind)))
        {
            var records = same.Select(a => a.Id).ToList();
            var tidings = new Tidings(same.Key.Member, same.Key.Kind, actor.MemberId)
            {
                FormNo = same.Key.Form.No, Records = [.. records.Take(Tidings.MostRecords)], Count = records.Count, Thread = Thread(actor, same.Key.Form, same.Key.Kind),
            };
            await tidings.Send(session, same.Key.Form.App, ids, units[0].Now);
        }
    }

    /// <summary>An import or a bulk change of thousands comes in chunks, and a program sends one after the other; to the receiver it is one thing that happened.</summary>
    private static string? Thread(Actor actor, Form form, NotificationKind kind) =>
        actor.Road == "web" ? null : FormattableString.Invariant($"{actor.Road}/{actor.MemberId}/{form.App.Key}/{form.Key}/{kind.Word()}");

    private static IEnumerable<(long Member, NotificationKind Kind)> Of(SaveUnit unit)
    {
        var owner = unit.Form[SystemFields.Owner];
        var owned = unit.HasChanged(owner) ? unit.Record[owner] as long? : null;
        if (owned is { } id) yield return (id, NotificationKind.Owner);
        var collaborators = unit.Form[SystemFields.Collaborators];
        if (!unit.HasChanged(collaborators)) yield break;
        var before = unit.Before?[collaborators] as long[] ?? [];
        foreach (var added in (unit.Record[collaborators] as long[] ?? []).Except(before))
            if (added != owned) yield return (added, NotificationKind.Collaborator);
    }
}
