using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

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
        var closing = deletedAt is null && !session.ReadOnly;
        if (closing) await FormRows.Close(session, form.Table, [id]);
        for (var at = 0; at < all.Count; at++)
        {
            var parent = all[at];
            foreach (var child in form.App.Forms)
                foreach (var link in child.Live.Where(f => Hangs(f) && f.Type.LinkedForm(f) == parent.Form.Key))
                {
                    var found = await Children(session, link, parent.Id, deletedAt);
                    if (closing && found.Count > 0)
                    {
                        await FormRows.Close(session, child.Table, found);
                        found = await Children(session, link, parent.Id, deletedAt);
                    }
                    all.AddRange(found.Where(f => known.Add((child.Key, f))).Select(f => new Dependent(child, f)));
                }
            if (all.Count > Most) throw Problem.Invalid("record.too_many_dependents", ($"有超过 {Most} 条记录依赖它，请先分批处理。", $"More than {Most:N0} records depend on it; deal with them in parts first.")).Exception();
        }
        return all;
    }

    /// <summary>Whether a record cannot be without what this field of it names.</summary>
    public static bool Hangs(Field link) => link.Definition.Required && !link.Form.IsLine && link.Type.LinkedForm(link) is not null;

    /// <summary>A link without which one of these could not be and whose record lies in the recycle bin, or null.</summary>
    public static async ValueTask<Field?> Missing(Session session, IReadOnlyList<Dependent> all)
    {
        var coming = all.Select(d => (d.Form.Key, d.Id)).ToHashSet();
        foreach (var same in all.GroupBy(d => d.Form))
        {
            var records = await RecordRows.Read(session, same.Key, [.. same.Select(d => d.Id)], lines: false, locked: true);
            foreach (var link in same.Key.Live.Where(Hangs))
            {
                var target = link.Form.App[link.Type.LinkedForm(link)!];
                var needed = records.Values.Select(r => r[link]).OfType<long>().Where(id => !coming.Contains((target.Key, id))).Distinct().ToList();
                var there = await RecordRows.Read(session, target, [.. await FormRows.Hold(session, target.Table, needed, SystemFields.DeletedAt)], lines: false);
                if (needed.Any(id => !there.TryGetValue(id, out var found) || found.Deleted)) return link;
            }
        }
        return null;
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
