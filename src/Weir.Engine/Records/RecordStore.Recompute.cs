using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>Computes the formulas and the roll-ups that depend on time again, for records after an id, and carries the changes on. Makes no version and no history:
    /// nobody has done anything.</summary>
    /// <returns>The last record of this part, or null when there was none.</returns>
    internal Task<long?> Recompute(Actor actor, Form form, long after, int limit, CancellationToken cancel = default) => Unit<long?>(form, async session =>
    {
        var joins = new JoinPlan();
        var id = JoinPlan.Id(JoinPlan.Root);
        var where = Predicate.And(new Predicate.Compare(id, Comparison.Greater, after), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])));
        var select = new Select(form.Table, JoinPlan.Root, [id], [], where, RowScope.Everything, [new Sort(id, Descending: false, Nullable: false)], Limit: limit);
        var ids = await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0));
        if (ids.Count == 0) return null;
        var rollups = form.Rollups.Where(r => r.Where.DependsOnTime).ToHashSet();
        var changed = await Ripples.Recompute(session, actor, Now, form, ids.ToDictionary(one => one, _ => rollups));
        await RunAutomatic(session, actor, Now, await Ripples.Run(session, actor, Now, changed));
        return ids[^1];
    }, cancel);
}
