using System.Runtime.CompilerServices;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Problems;
using Weir.Engine.Rules;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>Actions that set each other off go no deeper than this.</summary>
    private const int DeepestAuto = 8;

    private static readonly ConditionalWeakTable<Session, StrongBox<int>> AutoDepth = [];

    /// <summary>Runs the actions which records bring about by themselves: those whose condition has become true by what was just written, directly or through roll-ups and formulas.</summary>
    private async ValueTask RunAutomatic(Session session, Actor actor, DateTime now, IReadOnlyList<Ripple> ripples)
    {
        if (!ripples.Any(r => r.After.Form.AutoActions.Count > 0)) return;
        var depth = AutoDepth.GetOrCreateValue(session);
        if (depth.Value >= DeepestAuto) throw Problem.Conflict("action.circle", ("自动动作之间形成了循环，请联系管理员。", "Automatic actions set each other off in a circle; ask an administrator.")).Exception();
        depth.Value++;
        try
        {
            var system = Actor.System("auto", actor.Directory, actor.Quiet);
            foreach (var same in ripples.GroupBy(r => (r.After.Form, r.After.Id)))
                foreach (var action in same.Key.Form.AutoActions)
                    if (await Became(session, system, now, action, same.First().Before, same.Last().After)) await RunAutomatic(session, system, now, action, same.Key.Id);
        }
        finally
        {
            depth.Value--;
        }
    }

    private static async ValueTask<bool> Became(Session session, Actor actor, DateTime now, RecordAction action, Record? before, Record after)
    {
        if (after.Deleted) return false;
        var linked = new LinkedRecords(session);
        await linked.Load(before is null ? [after] : [after, before], action.When.Paths.Select(p => p.Via));
        return RuleBook.Holds(action.When, after, linked, actor, now) && (before is null || !RuleBook.Holds(action.When, before, linked, actor, now));
    }

    private async ValueTask RunAutomatic(Session session, Actor actor, DateTime now, RecordAction action, long id)
    {
        // Another automatic action may have changed the record meanwhile.
        if (await RecordRows.Read(session, action.Form, id, lines: true, locked: true) is not { Deleted: false } record) return;
        var run = Begun(session, actor, action, record, now);
        run.Linked.Hold(record);
        if (await Hindrance(run) is not null) return;
        run.Asked = await Answer(run, null);
        await action.Run(run);
    }
}
