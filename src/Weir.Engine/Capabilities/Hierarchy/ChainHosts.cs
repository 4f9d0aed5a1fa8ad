using Weir.Engine.Conditions;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>Finds the records in whose chain a node stands, for the system: asks nobody's rights.</summary>
internal static class ChainHosts
{
    private const int Most = 2000;

    public static async ValueTask<IReadOnlyList<long>> Of(Session session, ChainBook chain, long node)
    {
        var joins = new JoinPlan();
        var holder = new Operand(JoinPlan.Root, "record_id", Sql.Schema.ColumnType.Id);
        var select = new Select(chain.Node.Form.Table, JoinPlan.Root, [holder], [], new Predicate.Compare(joins.Operand(chain.Node), Comparison.Equal, node), RowScope.Everything, [], Limit: Most);
        return [.. (await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0))).Distinct().Order()];
    }
}
