using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

/// <summary>Groupings: an inner query names keys and measured columns, an outer one groups, so that no expression is written twice.</summary>
internal static class SummaryWriter
{
    public static SqlText Write(Dialect dialect, Summary summary)
    {
        var inner = summary.By.Select((k, i) => (SqlText)$"{Key(dialect, k)} as {KeyName(i)}")
            .Concat(summary.Measures.Select((m, i) => m.Of is { } of ? (SqlText)$"{QueryWriter.Column(of)} as {OfName(i)}" : null).OfType<SqlText>())
            .ToList();
        if (inner.Count == 0) inner.Add(SqlText.Raw("1 as one"));
        var outer = summary.By.Select((_, i) => (SqlText)$"{KeyName(i)}").Concat(summary.Measures.Select((m, i) => Measured(dialect, m, i)));
        SqlText text = $"select {SqlText.Join(", ", outer)} from (select {SqlText.Join(", ", inner)} {Rows(dialect, summary)}) grouped";
        if (summary.By.Count > 0)
        {
            // Shielded: a group that follows an index would fetch its rows in random order.
            var keys = SqlText.Join(", ", summary.By.Select((_, i) => (SqlText)$"{SqlText.Raw(dialect.Shield)}{KeyName(i)}"));
            var order = SqlText.Join(", ", summary.By.Select((_, i) => (SqlText)$"{KeyName(i)}{SqlText.Raw(dialect.SortOrder(descending: false, nullable: true))}"));
            text.Add($" group by {keys} order by {order}");
        }
        return text.Add(QueryWriter.Limit(summary.Limit));
    }

    private static SqlText Rows(Dialect dialect, Summary summary)
    {
        var rows = new Select(summary.From, summary.Alias, [], summary.Joins, summary.Where, summary.Scope, []);
        var columns = summary.By.Select(k => k.By).Concat(summary.Measures.Select(m => m.Of).OfType<Operand>());
        if (summary.Scope is { Narrow: true, Branches.Count: > 0 })
        {
            var shown = JoinUse.Write(dialect, JoinUse.Of(summary.Joins, columns, Predicate.True, RowScope.Everything));
            return $"from {summary.From} {summary.Alias}{shown} where {summary.Alias}.\"id\" in ({NarrowWriter.Keys(dialect, rows)})";
        }
        var joins = JoinUse.Write(dialect, JoinUse.Of(summary.Joins, columns, summary.Where, summary.Scope));
        var where = PredicateWriter.Write(dialect, summary.Where);
        if (WideScope.Of(dialect, summary.Scope) is { } scope) where = $"{where} and {scope}";
        return $"from {summary.From} {summary.Alias}{joins} where {where}";
    }

    private static SqlText Key(Dialect dialect, GroupKey key)
    {
        var column = QueryWriter.Column(key.By);
        if (key.Prefix > 0) return key.By.Type == ColumnType.Text ? (SqlText)$"substr({column}, 1, {SqlText.Raw(key.Prefix.ToString(System.Globalization.CultureInfo.InvariantCulture))})" : throw new ArgumentException($"A {key.By.Type} has no prefix.", nameof(key));
        if (key.Bucket == DateBucket.None) return column;
        if (key.By.Type is not (ColumnType.Date or ColumnType.Moment)) throw new ArgumentException($"A {key.By.Type} has no {key.Bucket}.", nameof(key));
        return dialect.Bucket(column, key.By.Type, key.Bucket, key.OffsetMinutes);
    }

    private static SqlText Measured(Dialect dialect, Measure measure, int i)
    {
        if (measure.How == Aggregation.Count && measure.Of is null) return SqlText.Raw("count(*)");
        if (measure.Of is not { } of) throw new ArgumentException($"{measure.How} needs a column.", nameof(measure));
        var isNumber = of.Type is ColumnType.Integer or ColumnType.Decimal or ColumnType.Id;
        if (measure.How is Aggregation.Sum or Aggregation.Average && !isNumber) throw new ArgumentException($"There is no {measure.How} of a {of.Type}.", nameof(measure));
        if (measure.How is Aggregation.Min or Aggregation.Max && of.Type == ColumnType.Bool) throw new ArgumentException($"There is no {measure.How} of a {of.Type}.", nameof(measure));
        SqlText column = $"{OfName(i)}";
        return measure.How switch
        {
            Aggregation.Count => $"count({column})",
            Aggregation.CountDistinct => $"count(distinct {column})",
            Aggregation.Sum => dialect.Sum(column, of.Type),
            Aggregation.Average => dialect.Average(column, of.Type == ColumnType.Decimal ? of.Scale : 0),
            Aggregation.Min => $"min({column})",
            _ => $"max({column})",
        };
    }

    private static SqlName KeyName(int i) => "g" + i;

    private static SqlName OfName(int i) => "m" + i;
}
