using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

/// <summary>Orderings, and the condition "behind this row" that continues one without counting rows.</summary>
internal static class Keyset
{
    public static SqlText OrderBy(Dialect dialect, SqlName alias, IReadOnlyList<Sort> order) => order.Count == 0
        ? new SqlText()
        : $" order by {SqlText.Join(", ", order.Select(s => QueryWriter.Column(s.By).Add(Direction(dialect, alias, s))))}";

    public static SqlText Direction(Dialect dialect, SqlName alias, Sort sort) =>
        SqlText.Raw(sort is { Nullable: true, Filled: true } && sort.By.Alias == alias ? dialect.FilledOrder(sort.Descending) : dialect.SortOrder(sort.Descending, CanBeNull(alias, sort)));

    public static SqlText After(Dialect dialect, SqlName alias, IReadOnlyList<Sort> order, IReadOnlyList<object?> last)
    {
        var condition = After(alias, order, last, 0);
        if (order.Count < 2 || CanBeNull(alias, order[0]) || IsUniform(alias, order, 0)) return condition;
        // Says again what the condition implies, in a form that an index understands.
        return $"{QueryWriter.Column(order[0].By)}{Sign(order[0], orEqual: true)}{Value(order[0], last[0])} and {condition}";
    }

    private static SqlText After(SqlName alias, IReadOnlyList<Sort> order, IReadOnlyList<object?> last, int from)
    {
        if (IsUniform(alias, order, from)) return Together(order, last, from);
        var sort = order[from];
        var column = QueryWriter.Column(sort.By);
        var behind = Behind(alias, sort, last[from]);
        if (from == order.Count - 1) return behind ?? SqlText.Raw("1 = 0");
        SqlText same = last[from] is null ? (SqlText)$"{column} is null" : $"{column} = {Value(sort, last[from])}";
        SqlText tied = $"({same} and {After(alias, order, last, from + 1)})";
        return behind is null ? tied : $"({behind} or {tied})";
    }

    /// <summary>Strictly behind in this one column; null when nothing can be (nulls are last).</summary>
    private static SqlText? Behind(SqlName alias, Sort sort, object? value)
    {
        if (value is null) return null;
        var column = QueryWriter.Column(sort.By);
        SqlText beyond = $"{column}{Sign(sort, orEqual: false)}{Value(sort, value)}";
        return CanBeNull(alias, sort) ? (SqlText)$"({beyond} or {column} is null)" : beyond;
    }

    private static SqlText Together(IReadOnlyList<Sort> order, IReadOnlyList<object?> last, int from)
    {
        var sorts = order.Skip(from).ToList();
        var columns = SqlText.Join(", ", sorts.Select(s => QueryWriter.Column(s.By)));
        var values = SqlText.Join(", ", sorts.Select((s, i) => Value(s, last[from + i])));
        return sorts.Count == 1 ? columns.Add(Sign(sorts[0], orEqual: false)).Add(values) : $"({columns}){Sign(sorts[0], orEqual: false)}({values})";
    }

    private static bool IsUniform(SqlName alias, IReadOnlyList<Sort> order, int from) =>
        order.Skip(from).All(s => !CanBeNull(alias, s) && s.Descending == order[from].Descending);

    // A joined row may be missing whatever its columns promise.
    private static bool CanBeNull(SqlName alias, Sort sort) => sort is { Nullable: true, Filled: false } || sort.By.Alias != alias;

    private static SqlText Sign(Sort sort, bool orEqual) => SqlText.Raw((sort.Descending, orEqual) switch
    {
        (true, false) => " < ",
        (true, true) => " <= ",
        (false, false) => " > ",
        _ => " >= ",
    });

    private static SqlText Value(Sort sort, object? value) => $"{new SqlValue(value, sort.By.Type, sort.By.Scale)}";
}
