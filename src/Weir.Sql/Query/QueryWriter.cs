using System.Globalization;
using Weir.Sql.Dialects;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

/// <summary>Turns queries into SQL of one database. Reads nothing and knows no rows.</summary>
public static class QueryWriter
{
    /// <summary>A page of rows; the columns stand in the order asked for.</summary>
    public static SqlText Select(Dialect dialect, Select select)
    {
        if (select.After is { } after && after.Count != select.Order.Count)
            throw new ArgumentException($"The row before has {after.Count} sort values for {select.Order.Count} sorts.", nameof(select));
        return select.Scope is { Narrow: true, Branches.Count: > 0 } ? NarrowWriter.Page(dialect, select) : Plain(dialect, select, select.Columns, ordered: true);
    }

    /// <summary>How many rows there are, counted no further than <paramref name="cap"/>. Ordering, place and limit of the page do not matter.</summary>
    public static SqlText CappedCount(Dialect dialect, Select select, int cap)
    {
        var whole = select with { Order = [], After = null, Limit = cap };
        SqlText rows = whole.Scope is { Narrow: true, Branches.Count: > 0 }
            ? NarrowWriter.Keys(dialect, whole)
            : Plain(dialect, whole, [], ordered: false);
        return $"select count(*) from ({rows}) counted";
    }

    /// <summary>One row per group: the keys, then the measures; in the order of the keys.</summary>
    public static SqlText Summarise(Dialect dialect, Summary summary) => SummaryWriter.Write(dialect, summary);

    /// <summary>A condition alone, as it stands behind <c>where</c>.</summary>
    public static SqlText Where(Dialect dialect, Predicate predicate) => PredicateWriter.Write(dialect, predicate);

    /// <summary>The order first, permission as a filter: good when most rows are visible.</summary>
    internal static SqlText Plain(Dialect dialect, Select select, IReadOnlyList<Operand> columns, bool ordered)
    {
        var scope = WideScope.Of(dialect, select.Scope);
        var where = new List<SqlText> { PredicateWriter.Write(dialect, select.Where) };
        if (scope is not null) where.Add(scope);
        if (ordered && select.After is { } after) where.Add(Keyset.After(dialect, select.Alias, select.Order, after));
        var marks = ordered ? select.Marks : [];
        var used = JoinUse.Of(select.Joins, [.. columns, .. ordered ? select.Order.Select(s => s.By) : []], marks.Count == 0 ? select.Where : Predicate.And([select.Where, .. marks]), select.Scope);
        SqlText list = columns.Count == 0 ? $"1" : Columns(dialect, columns, marks);
        SqlText text = $"select {list} from {select.From} {select.Alias}{JoinUse.Write(dialect, used)} where {SqlText.Join(" and ", where)}";
        if (ordered) text.Add(Keyset.OrderBy(dialect, select.Alias, select.Order));
        return text.Add(Limit(select.Limit));
    }

    internal static SqlText Columns(Dialect dialect, IReadOnlyList<Operand> columns, IReadOnlyList<Predicate> marks) => SqlText.Join(", ",
        columns.Select(Column).Concat(marks.Select(m => (SqlText)$"case when {PredicateWriter.Write(dialect, m)} then 1 else 0 end")));

    internal static SqlText Column(Operand operand) => $"{operand.Alias}.{operand.Column}";

    /// <summary>Written out: as a parameter it would keep PostgreSQL from ever trusting one plan for all values, and each page would be planned anew.</summary>
    internal static SqlText Limit(int? limit) => limit is { } rows ? SqlText.Raw(" limit " + rows.ToString(CultureInfo.InvariantCulture)) : new SqlText();
}
