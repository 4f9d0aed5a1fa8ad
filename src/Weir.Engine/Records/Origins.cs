using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>The records that one continues: what happened to a lead is shown on the account it became. Who may see the record may see that; fields keep their own rights.</summary>
internal static class Origins
{
    private const int Most = 20;

    /// <summary>The newest of them, of each form.</summary>
    public static async ValueTask<IReadOnlyList<(Form Form, long Id)>> Of(Session session, Form form, long id)
    {
        var all = new List<(Form, long)>((await Merged(session, form, id)).Select(m => (form, m)));
        foreach (var link in form.Origins)
        {
            var joins = new JoinPlan();
            var live = Predicate.And(new Predicate.Compare(joins.Operand(link), Comparison.Equal, id), new Predicate.Empty(joins.Operand(link.Form[SystemFields.DeletedAt])));
            var select = new Select(link.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, live, RowScope.Everything, [new Sort(JoinPlan.Id(JoinPlan.Root), Descending: true, Nullable: false)], Limit: Most);
            all.AddRange((await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0))).Select(found => (link.Form, found)));
        }
        return all;
    }

    /// <summary>The records that were merged into this one, over any number of merges.</summary>
    public static async ValueTask<IReadOnlyList<long>> Merged(Session session, Form form, long id)
    {
        var all = new List<long>();
        for (IReadOnlyList<long> at = [id]; at.Count > 0 && all.Count < Most; all.AddRange(at)) at = await MergeRows.LosersOf(session, form.App.Schema, form.No, at);
        return all;
    }

    /// <summary>The record that this one was merged into, over any number of merges; null when it was not.</summary>
    public static async ValueTask<long?> Into(Session session, Form form, long id)
    {
        long? into = null;
        for (var step = 0; step < Most && await MergeRows.Into(session, form.App.Schema, form.No, into ?? id) is { } next; step++) into = next.Into;
        return into;
    }

    /// <summary>Whether the record lives on in one that somebody may see.</summary>
    /// <param name="sees">Asked for each record that continues it.</param>
    public static async ValueTask<bool> LivesOn(Session session, Form form, long id, Func<Form, long, ValueTask<bool>> sees)
    {
        if (await Into(session, form, id) is { } survivor && await sees(form, survivor)) return true;
        var links = form.App.Forms.SelectMany(f => f.Origins.Where(o => o.Form == form).Select(o => (Target: f, Link: o))).ToList();
        if (links.Count == 0 || await RecordRows.Read(session, form, id, lines: false) is not { Deleted: false } record) return false;
        foreach (var (target, link) in links)
            if (record[link] is long on && await sees(target, on)) return true;
        return false;
    }
}
