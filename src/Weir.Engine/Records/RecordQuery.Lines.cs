using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

public sealed partial class RecordQuery
{
    /// <summary>The line items of the records of a query by group, as <see cref="Groups"/>: only of records which the actor may see.</summary>
    /// <param name="by">From the form on: <c>lines.product</c>, <c>lines.product.category</c>; all of the same line items, as the measures.</param>
    /// <exception cref="ProblemException">NotFound when the form may not be seen; Invalid when a field may not be read.</exception>
    public Task<IReadOnlyList<IReadOnlyList<object?>>> LineGroups(
        Actor actor, ListQuery query, IReadOnlyList<FieldPath> by, IReadOnlyList<(FieldPath? Path, Aggregation How)> measures, CancellationToken cancel = default) =>
        database.Read(async session =>
        {
            var access = FormAccess.Of(actor, query.Form);
            var lines = by[0].Via[0];
            IReadOnlyList<FieldPath> paths = [.. by, .. measures.Select(m => m.Path).OfType<FieldPath>()];
            foreach (var path in paths) Readable(access, path);
            if (await Plan(session, actor, query, [new FieldPath([], lines)]) is not { } plan) return (IReadOnlyList<IReadOnlyList<object?>>)[];
            var joins = plan.Joins.Apart();
            Operand Of(FieldPath path) => joins.Operand(new FieldPath([.. path.Via.Skip(1)], path.Field));
            var keys = by.Select(b => new GroupKey(Of(b))).ToList();
            var of = measures.Select(m => new Measure(m.How, m.Path is null ? null : Of(m.Path.Together))).ToList();
            var mixed = await IsMixed(session, actor, query, plan, measures);
            var seen = new Select(query.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], plan.Joins.Joins, plan.Where, plan.Scope, []);
            var summary = new Summary(lines.Lines!.Table, JoinPlan.Root, joins.Joins, new Predicate.InSelect(JoinPlan.Holder, seen), RowScope.Everything, keys, of);
            return await session.Recall(QueryWriter.Summarise(session.Dialect, summary), r => (IReadOnlyList<object?>)
                [.. keys.Select((k, i) => r.Value(i, k.Type, k.Scale)), .. of.Select((m, i) => mixed && measures[i].Path?.Field.AddsUp == false ? null : ReadMeasure(r, keys.Count + i, m))]);
        }, cancel);

    /// <summary>Lines whose worth at home nobody keeps come together only where all their records stand in the house's currency.</summary>
    private static async ValueTask<bool> IsMixed(Session session, Actor actor, ListQuery query, ListPlan plan, IReadOnlyList<(FieldPath? Path, Aggregation How)> measures)
    {
        var lone = measures.Where(m => m is { Path.Field: { AddsUp: false, StandsIn: { Column: not null } currency } } && currency.Form == query.Form).Select(m => (new FieldPath([], m.Path!.Field), m.How)).ToList();
        if (lone.Count == 0) return false;
        var mixture = new Mixture(plan.Joins, [.. lone.Select(m => ((FieldPath?)m.Item1, m.How))]);
        var summary = new Summary(query.Form.Table, JoinPlan.Root, plan.Joins.Joins, plan.Where, plan.Scope, [], [.. mixture.Ends]);
        return (await session.Recall(QueryWriter.Summarise(session.Dialect, summary), r => lone.Select((_, i) => mixture.Says(r, 0, i, actor)).All(says => says))).Contains(false);
    }
}
