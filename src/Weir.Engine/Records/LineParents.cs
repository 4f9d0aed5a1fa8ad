using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Rules;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>Sums up records by the records that their line items name: the deals in which somebody competes. Each record counts once for each that it names.</summary>
internal static class LineParents
{
    public static async ValueTask<Dictionary<long, object>> Sum(Session session, Actor actor, DateTime now, CompiledRollup rollup, IReadOnlyList<long> parents)
    {
        var joins = new JoinPlan();
        var by = joins.Operand(rollup.By);
        var holder = new Operand(JoinPlan.Root, "record_id", Sql.Schema.ColumnType.Id);
        var named = new HashSet<(long Parent, long Child)>();
        foreach (var some in parents.Chunk(500))
        {
            var keys = some.ToDictionary(rollup.Key, id => id);
            var select = new Select(rollup.By.Form.Table, JoinPlan.Root, [by, holder], [], new Predicate.OneOf(by, [.. keys.Keys]), RowScope.Everything, []);
            foreach (var (key, child) in await session.Query(QueryWriter.Select(session.Dialect, select), r => (r.Value(0, by.Type, 0)!, r.Long(1)))) named.Add((keys[key], child));
        }
        var children = await RecordRows.Read(session, rollup.Child, [.. named.Select(n => n.Child).Distinct()], lines: false);
        var linked = new LinkedRecords(session);
        await linked.Load(children.Values, rollup.Where.Paths.Select(p => p.Via));
        var system = Actor.System("rollup", actor.Directory);
        var counted = children.Values.Where(c => !c.Deleted && RuleBook.Holds(rollup.Where, c, linked, system, now)).ToDictionary(c => c.Id, c => rollup.Of is null ? 1m : c[rollup.Of] as decimal? ?? 0m);
        return named.Where(n => counted.ContainsKey(n.Child)).GroupBy(n => n.Parent).ToDictionary(g => g.Key, g => (object)g.Sum(n => counted[n.Child]));
    }
}
