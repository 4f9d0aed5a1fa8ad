using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Rules;
using Weir.Engine.Search;
using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

public sealed partial class RecordQuery
{
    private sealed record ListPlan(FormAccess Access, JoinPlan Joins, Predicate Where, RowScope Scope, IReadOnlyList<Sort> Order, IReadOnlyList<Predicate> Marks, Predicate Open);

    /// <summary>Null when the search can find nothing.</summary>
    /// <param name="summed">What is counted or grouped by: rows on which it is masked count as absent, as they do for a filter.</param>
    private async ValueTask<ListPlan?> Plan(Session session, Actor actor, ListQuery query, IEnumerable<FieldPath>? summed = null)
    {
        var access = FormAccess.Of(actor, query.Form);
        if (!access.Can(query.Bin ? Operation.Delete : Operation.View)) throw Problem.NotFound("form.not_found").Exception();
        foreach (var path in query.Where.Paths.Concat(query.Sort.Select(s => s.Path)).Concat(query.Marks.SelectMany(m => m.Paths))) Readable(access, path);
        var now = Now;
        var joins = new JoinPlan((target, alias) => Visible(actor, target, alias, now));
        var context = new ConditionContext(actor, now, joins, query.Host is { } host ? key => RuleBook.Stored(host, key) : null);
        var where = new List<Predicate> { new Predicate.Empty(joins.Operand(query.Form[SystemFields.DeletedAt]), Not: query.Bin) };
        if (!query.Where.IsAlways) where.Add(query.Where.Bind(context));
        if (query is { Filled: true, Sort: [var first, ..] } && !MasksRows(access, first.Path)) where.Add(new Predicate.Empty(joins.Operand(first.Path), Not: true));
        if (query.Ids is { } ids) where.Add(new Predicate.OneOf(JoinPlan.Id(JoinPlan.Root), [.. ids.Cast<object>()]));
        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var found = await RecordSearch.Candidates(session, access, query.Search, now);
            if (found.Count == 0) return null;
            where.Add(new Predicate.OneOf(JoinPlan.Id(JoinPlan.Root), [.. found.Cast<object>()]));
        }
        var operation = query.Bin ? Operation.Delete : query.For;
        var rights = context with { Joins = joins.Unveiled };
        if (operation != Operation.View && !query.Bin) where.Add(RowAccess.Predicate(access, Operation.View, rights, JoinPlan.Root));
        var open = RowAccess.Open(access, rights, JoinPlan.Root);
        if (query.Where.Paths.Concat(summed ?? []).Any(p => MasksRows(access, p))) where.Add(open);
        var narrow = !query.Filled && await visible.IsNarrow(session, access, operation, context);
        var chosen = Predicate.And(where);
        return new ListPlan(access, joins, chosen, RowAccess.Scope(access, operation, rights, JoinPlan.Root, narrow).Given(chosen), Order(access, query, joins),
            [.. query.Marks.Select(m => m.Paths.Any(p => MasksRows(access, p)) ? Predicate.And(m.Bind(context), open) : m.Bind(context)), .. query.May is { } may ? (Predicate[])[RowAccess.Predicate(access, may, rights, JoinPlan.Root)] : []], open);
    }

    /// <summary>The path leads to a field which the actor may read on some rows only.</summary>
    private static bool MasksRows(FormAccess access, FieldPath path) => path.Via.Count == 0 && access.RowMasked.Contains(path.Field.Key);

    /// <remarks>An order tells what it orders by, so a field that is masked on some rows orders none.</remarks>
    private static List<Sort> Order(FormAccess access, ListQuery query, JoinPlan joins)
    {
        var order = query.Sort.Where(s => s.Path.Field.Column is not null && !MasksRows(access, s.Path)).Take(4)
            .Select((s, i) => new Sort(joins.Operand(s.Path), s.Descending, Nullable: s.Path.Via.Count > 0 || !s.Path.Field.System || s.Path.Field.Key is not (SystemFields.CreatedAt or SystemFields.UpdatedAt), Filled: query.Filled && i == 0)).ToList();
        if (order.Count == 0) order.Add(new Sort(joins.Operand(query.Form[SystemFields.CreatedAt]), Descending: true, Nullable: false));
        order.Add(new Sort(JoinPlan.Id(JoinPlan.Root), order[^1].Descending, Nullable: false));
        return order;
    }

    /// <summary>What is joined shows only the rows which the actor may see; the others count as absent.</summary>
    internal static Predicate? Visible(Actor actor, Form target, SqlName alias, DateTime now)
    {
        var access = FormAccess.Of(actor, target);
        if (access.Everything) return null;
        var joins = new JoinPlan();
        var context = new ConditionContext(actor, now, joins);
        var scope = RowAccess.Scope(access, Operation.View, context, JoinPlan.Root);
        if (scope.Branches is null) return null;
        if (scope.Branches.All(b => b.And is null)) return RowAccess.Predicate(access, Operation.View, context, alias);
        var rows = new Select(target.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, RowAccess.Predicate(access, Operation.View, context, JoinPlan.Root), RowScope.Everything, []);
        return new Predicate.InSelect(JoinPlan.Id(alias), rows);
    }

    /// <exception cref="ProblemException">The path leads through or to a field which the actor may not read; the same words as for one that does not exist.</exception>
    internal static void Readable(FormAccess access, FieldPath path)
    {
        if (RightOf(access, path) >= FieldRight.Read) return;
        throw Problem.Invalid("field.unknown", ($"没有字段“{path.Text}”。", $"There is no field '{path.Text}'."), new FieldError(path.Text, "field.unknown", ("没有这个字段。", "There is no such field."))).Exception();
    }

    /// <summary>Whether the actor may read what the path leads to, a column of line items too.</summary>
    internal static bool Reads(FormAccess access, FieldPath path) => RightOf(access, path) >= FieldRight.Read;

    /// <summary>The least right on the way: each link, the form behind it, and the field itself.</summary>
    public static FieldRight RightOf(FormAccess access, FieldPath path)
    {
        var top = access;
        foreach (var link in path.Via)
        {
            if (link.Lines is not null)
            {
                if (access.Right(link) < FieldRight.Read) return FieldRight.Hidden;
                continue;
            }
            if (access.Right(link) < FieldRight.Read || link.Type.LinkedForm(link) is not { } target) return FieldRight.Hidden;
            access = FormAccess.Of(access.Actor, link.Form.App[target]);
            if (!access.Can(Operation.View)) return FieldRight.Hidden;
        }
        if (path.Field.Definition.Retired) return FieldRight.Hidden;
        var right = access.Right(path.Field);
        // Through a link nobody asks row by row, so there it is masked on all.
        if (path is { InLines: true, Via: [var lines, ..] } && top.RowMasked.Contains(lines.Key)) return FieldRight.Masked;
        return path.Via.Any(v => v.Lines is null) && right > FieldRight.Masked && access.RowMasked.Contains(path.Field.Key) ? FieldRight.Masked : right;
    }
}
