using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>The records that hang on another by a link and have the same owner: what can be handed over with it.</summary>
internal static class OwnedBelow
{
    /// <summary>More than this is no hand-over of one record.</summary>
    private const int Most = 2000;

    /// <summary>The links of other forms that name records of this one.</summary>
    public static IEnumerable<Field> Links(Form form) =>
        form.App.Forms.Where(f => f != form).SelectMany(f => f.Live.Where(l => l is { Column: not null, Type.Computed: false } && l.Type.LinkedForm(l) == form.Key && l.Column.Type == Sql.Schema.ColumnType.Id));

    public static ValueTask<List<long>> Ids(Session session, Field link, long id, long owner)
    {
        var joins = new JoinPlan();
        var where = Predicate.And(
            new Predicate.Compare(joins.Operand(link), Comparison.Equal, id), new Predicate.Compare(joins.Operand(link.Form[SystemFields.Owner]), Comparison.Equal, owner),
            new Predicate.Empty(joins.Operand(link.Form[SystemFields.DeletedAt])));
        var key = JoinPlan.Id(JoinPlan.Root);
        return session.Query(QueryWriter.Select(session.Dialect, new Select(link.Form.Table, JoinPlan.Root, [key], [], where, RowScope.Everything, [new Sort(key, Nullable: false)], Limit: Most)), r => r.Long(0));
    }

    /// <summary>How many of each form there are; forms without any are left out.</summary>
    public static async ValueTask<IReadOnlyList<(Form Form, int Count)>> Count(Session session, Form form, long id, long owner)
    {
        var found = new List<(Form Form, int Count)>();
        foreach (var same in Links(form).GroupBy(l => l.Form))
        {
            var ids = new HashSet<long>();
            foreach (var link in same) ids.UnionWith(await Ids(session, link, id, owner));
            if (ids.Count > 0) found.Add((same.Key, ids.Count));
        }
        return found;
    }
}

public sealed partial class RecordQuery
{
    /// <summary>How many records of each form would go along if this one were transferred; forms without any are left out.</summary>
    /// <exception cref="Problems.ProblemException">NotFound, or Forbidden to who may not transfer it.</exception>
    public Task<IReadOnlyList<(Form Form, int Count)>> WouldTransfer(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Assign, id, Now);
        if ((await RecordRows.Read(session, form, id, lines: false))?[SystemFields.Owner] is not long owner) return (IReadOnlyList<(Form Form, int Count)>)[];
        return await OwnedBelow.Count(session, form, id, owner);
    }, cancel);
}
