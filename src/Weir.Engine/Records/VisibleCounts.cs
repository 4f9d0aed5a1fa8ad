using System.Collections.Concurrent;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>Remembers for five minutes whether an actor sees few or many records of a form, which decides the shape of their lists.</summary>
internal sealed class VisibleCounts(TimeProvider clock)
{
    /// <summary>Up to here a viewer is narrow: measured as the point where walking the visible rows beats walking the order.</summary>
    private const int Few = 20_000;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(long Member, string App, string Form, Operation Operation, Directory Directory, int Version), (bool Narrow, DateTimeOffset Until)> known = new();

    public async ValueTask<bool> IsNarrow(Session session, FormAccess access, Operation operation, ConditionContext context)
    {
        if (access.Everything) return false;
        var key = (access.Actor.MemberId, access.Form.App.Key, access.Form.Key, operation, access.Actor.Directory, access.Form.App.Version);
        var now = clock.GetUtcNow();
        if (known.TryGetValue(key, out var found) && found.Until > now) return found.Narrow;
        var joins = new JoinPlan();
        var scope = RowAccess.Scope(access, operation, context with { Joins = joins }, JoinPlan.Root);
        if (scope.Branches is null) return false;
        var probe = new Select(access.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, Predicate.True, scope, []);
        var narrow = await session.Count(QueryWriter.CappedCount(session.Dialect, probe, Few + 1)) <= Few;
        if (known.Count > 50_000) known.Clear();
        known[key] = (narrow, now + Memory);
        return narrow;
    }
}
