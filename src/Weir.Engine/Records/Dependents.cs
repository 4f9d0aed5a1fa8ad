using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>Finds the records that cannot be without another: a required link of theirs leads to it, over any number of steps.</summary>
internal static class Dependents
{
    public const int Most = 5000;

    /// <param name="deletedAt">Null finds live records; a moment finds those deleted at exactly that moment.</param>
    public static async ValueTask<IReadOnlyList<Dependent>> Of(Session session, Form form, long id, DateTime? deletedAt = null)
    {
        var all = new List<Dependent> { new(form, id) };
        var known = new HashSet<(string, long)> { (form.Key, id) };
        for (var at = 0; at < all.Count; at++)
        {
            var parent = all[at];
            foreach (var child in form.App.Forms)
                foreach (var link in child.Live.Where(f => f.Definition.Required && f.Type.LinkedForm(f) == parent.Form.Key))
                    foreach (var found in await Children(session, link, parent.Id, deletedAt))
                        if (known.Add((child.Key, found))) all.Add(new(child, found));
            if (all.Count > Most) throw Problem.Invalid("record.too_many_dependents", ($"有超过 {Most} 条记录依赖它，请先分批处理。", $"More than {Most:N0} records depend on it; deal with them in parts first.")).Exception();
        }
        return all;
    }

    public static ValueTask<List<long>> DeletedBefore(Session session, Form form, DateTime moment, int limit)
    {
        var joins = new JoinPlan();
        return Ids(session, form, new Predicate.Compare(joins.Operand(form[SystemFields.DeletedAt]), Comparison.Less, moment), limit);
    }

    private static ValueTask<List<long>> Children(Session session, Field link, long parent, DateTime? deletedAt)
    {
        var joins = new JoinPlan();
        var deleted = joins.Operand(link.Form[SystemFields.DeletedAt]);
        return Ids(session, link.Form, Predicate.And(
            new Predicate.Compare(joins.Operand(link), Comparison.Equal, parent),
            deletedAt is { } at ? new Predicate.Compare(deleted, Comparison.Equal, at) : new Predicate.Empty(deleted)), Most + 1);
    }

    private static ValueTask<List<long>> Ids(Session session, Form form, Predicate where, int limit) => session.Query(QueryWriter.Select(session.Dialect,
        new Select(form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], [], where, RowScope.Everything, [], Limit: limit)), r => r.Long(0));
}
