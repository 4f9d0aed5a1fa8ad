using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

/// <summary>Permission first: each branch finds its own page of keys, the pages are united, and only the rows that remain are read.</summary>
internal static class NarrowWriter
{
    public static SqlText Page(Dialect dialect, Select select)
    {
        var joins = JoinUse.Write(dialect, JoinUse.Of(select.Joins, select.Columns, Predicate.And([.. select.Marks]), RowScope.Everything));
        var columns = QueryWriter.Columns(dialect, select.Columns, select.Marks);
        SqlText text = $"select {columns} from ({Keys(dialect, select)}) page join {select.From} {select.Alias} on {select.Alias}.\"id\" = page.k{joins}";
        return text.Add(OrderByNames(dialect, select, "page."));
    }

    /// <summary>The keys (<c>k</c>) and sort values (<c>s0</c>, …) of the page.</summary>
    public static SqlText Keys(Dialect dialect, Select select)
    {
        var branches = select.Scope.Branches!.Where(b => b.Column is null || b.Values is { Count: > 0 }).ToList();
        if (branches.Count == 0) branches.Add(new ScopeBranch(And: Predicate.False));
        var names = Names(select, "");
        var pages = branches.Select((b, i) => (SqlText)$"select {names} from ({Branch(dialect, select, b)}) {(SqlName)("b" + i)}");
        SqlText text = $"select {names} from ({SqlText.Join(" union ", pages)}) united";
        return text.Add(OrderByNames(dialect, select, "")).Add(QueryWriter.Limit(select.Limit));
    }

    private static SqlText Branch(Dialect dialect, Select select, ScopeBranch branch)
    {
        var where = new List<SqlText>();
        var from = (SqlText)$"{select.From} {select.Alias}";
        var eachValue = branch is { Column: { } c, Values.Count: > 1 } && !dialect.WalksLists && select.Limit is not null && c.Alias == select.Alias;
        if (branch.Column is { } column)
            where.Add(eachValue ? $"{QueryWriter.Column(column)} = v.v" : WideScope.Values(dialect, QueryWriter.Column(column), branch.Values!));
        if (branch.Shared is { } shared)
        {
            if (shared.RecordId.Alias == select.Alias && shared.RecordId.Column.Value == "id")
                from = $"(select distinct {PredicateWriter.SharedRows(shared)}) shared{SqlText.Raw(dialect.OrderedJoin)}{from} on {QueryWriter.Column(shared.RecordId)} = shared.record_id";
            else where.Add(PredicateWriter.Shared(dialect, QueryWriter.Column(shared.RecordId), shared));
        }
        foreach (var filter in new[] { select.Where, branch.And })
        {
            if (filter is not null and not Predicate.Constant { Value: true })
                where.Add($"{SqlText.Raw(dialect.Shield)}({PredicateWriter.Write(dialect, filter)})");
        }
        if (select.After is { } after) where.Add(Keyset.After(dialect, select.Alias, select.Order, after));
        var joins = JoinUse.Write(dialect, JoinUse.Of(select.Joins, select.Order.Select(s => s.By), select.Where, new([branch])));
        SqlText page = $"select {Values(select)} from {from}{joins} where {(where.Count == 0 ? SqlText.Raw("1 = 1") : SqlText.Join(" and ", where))}";
        page.Add(Keyset.OrderBy(dialect, select.Alias, select.Order)).Add(QueryWriter.Limit(select.Limit));
        if (!eachValue) return page;
        SqlText each = $"select {Names(select, "z.")} from unnest({SqlText.Packed(SqlList.Of(branch.Values!), bare: true)}) v(v) cross join lateral ({page}) z";
        return each.Add(OrderByNames(dialect, select, "z.")).Add(QueryWriter.Limit(select.Limit));
    }

    private static SqlText Values(Select select)
    {
        SqlText text = $"{select.Alias}.\"id\" as k";
        for (var i = 0; i < select.Order.Count; i++) text.Add($", {QueryWriter.Column(select.Order[i].By)} as {Name(i)}");
        return text;
    }

    private static SqlText Names(Select select, string prefix)
    {
        var text = SqlText.Raw(prefix + "k");
        for (var i = 0; i < select.Order.Count; i++) text.Add($", {SqlText.Raw(prefix)}{Name(i)}");
        return text;
    }

    private static SqlText OrderByNames(Dialect dialect, Select select, string prefix) => select.Order.Count == 0
        ? new SqlText()
        : $" order by {SqlText.Join(", ", select.Order.Select((s, i) => (SqlText)$"{SqlText.Raw(prefix)}{Name(i)}{Keyset.Direction(dialect, select.Alias, s)}"))}";

    private static SqlName Name(int sort) => "s" + sort;
}
