using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>Asks the database whether an actor may do something with one record, by the same predicate that makes the lists.</summary>
internal static class RowCheck
{
    /// <exception cref="ProblemException">NotFound when the record may not even be seen, Forbidden when it may.</exception>
    public static async ValueTask Demand(Session session, FormAccess access, Operation operation, long id, DateTime now)
    {
        if (access.Everything && !access.Refuses(operation)) return;
        if (await MayBoth(session, access, operation, id, now)) return;
        if (!await May(session, access, Operation.View, id, now)) throw Problem.NotFound().Exception();
        if (operation != Operation.View && !await May(session, access, operation, id, now))
            throw NotAllowed(operation).Exception();
    }

    /// <summary>As <see cref="Demand"/>, and the record is not in the recycle bin.</summary>
    public static async ValueTask DemandLive(Session session, FormAccess access, Operation operation, long id, DateTime now)
    {
        if (await RecordRows.Read(session, access.Form, id, lines: false) is not { Deleted: false }) throw Problem.NotFound().Exception();
        await Demand(session, access, operation, id, now);
    }

    public static Problem NotAllowed(Operation operation) => Problem.Forbidden("record.not_allowed", operation switch
    {
        Operation.Edit => ("你可以查看这条记录，但不能修改它。", "You may see this record but not change it."),
        Operation.Delete => ("你可以查看这条记录，但不能删除它。", "You may see this record but not delete it."),
        Operation.Assign => ("你不能更换这条记录的负责人。", "You may not change the owner of this record."),
        _ => ("你没有这项权限。", "You may not do this."),
    });

    /// <summary>Those of the records with which the actor may do it.</summary>
    public static async ValueTask<IReadOnlySet<long>> Allowed(Session session, FormAccess access, Operation operation, IReadOnlyCollection<long> ids, DateTime now)
    {
        if (access.Everything) return ids.ToHashSet();
        var joins = new JoinPlan();
        var allowed = RowAccess.Predicate(access, operation, new ConditionContext(access.Actor, now, joins), JoinPlan.Root);
        return await Among(session, access, ids, joins, allowed);
    }

    private static async ValueTask<IReadOnlySet<long>> Among(Session session, FormAccess access, IReadOnlyCollection<long> ids, JoinPlan joins, Predicate allowed)
    {
        if (allowed is Predicate.Constant constant) return constant.Value ? ids.ToHashSet() : new HashSet<long>();
        var found = new HashSet<long>();
        foreach (var some in ids.Chunk(500))
        {
            var own = new Predicate.OneOf(JoinPlan.Id(JoinPlan.Root), [.. some.Cast<object>()]);
            var select = new Select(access.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, Predicate.And(own, allowed), RowScope.Everything, []);
            found.UnionWith(await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0)));
        }
        return found;
    }

    /// <summary>Those of the records of which the actor may read every field that is not closed to them everywhere.</summary>
    public static async ValueTask<IReadOnlySet<long>> Open(Session session, FormAccess access, IReadOnlyCollection<long> ids, DateTime now)
    {
        if (access.RowMasked.Count == 0) return ids.ToHashSet();
        var joins = new JoinPlan();
        return await Among(session, access, ids, joins, RowAccess.Open(access, new ConditionContext(access.Actor, now, joins), JoinPlan.Root));
    }

    public static async ValueTask<bool> IsOpen(Session session, FormAccess access, long id, DateTime now) => access.RowMasked.Count == 0 || (await Open(session, access, [id], now)).Count > 0;

    /// <summary>In one question what most often holds: the record may be seen, and the actor may do it.</summary>
    private static async ValueTask<bool> MayBoth(Session session, FormAccess access, Operation operation, long id, DateTime now) =>
        operation != Operation.View && !access.Refuses(operation) && !access.Refuses(Operation.View) && await Holds(session, access, id, now, Operation.View, operation);

    public static async ValueTask<bool> May(Session session, FormAccess access, Operation operation, long id, DateTime now)
    {
        if (access.Refuses(operation)) return false;
        if (access.Everything) return true;
        return await Holds(session, access, id, now, operation);
    }

    private static async ValueTask<bool> Holds(Session session, FormAccess access, long id, DateTime now, params IEnumerable<Operation> operations)
    {
        var joins = new JoinPlan();
        var context = new ConditionContext(access.Actor, now, joins);
        var allowed = Predicate.And([.. operations.Select(o => RowAccess.Predicate(access, o, context, JoinPlan.Root))]);
        if (allowed is Predicate.Constant constant) return constant.Value;
        var own = new Predicate.Compare(JoinPlan.Id(JoinPlan.Root), Comparison.Equal, id);
        var select = new Select(access.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, Predicate.And(own, allowed), RowScope.Everything, [], Limit: 1);
        return (await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0))).Count > 0;
    }
}
