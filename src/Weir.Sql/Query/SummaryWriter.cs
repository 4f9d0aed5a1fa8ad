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
        var outer = SqlText.Join(", ", summary.By.Select((_, i) => (SqlText)$"{KeyName(i)}").Concat(summary.Measures.Select((m, i) => Measured(dialect, m, i, summary.By.Count > 0))));
        SqlText rows = $"select {SqlText.Join(", ", inner)} {Rows(dialect, summary)}";
        var medians = summary.Measures.Index().Where(m => m.Item.How == Aggregation.Median).Select(m => m.Index).ToList();
        // Without groups the rows are read once, and the middle is walked to: five times as fast as numbering them all.
        if (medians.Count > 0 && summary.By.Count == 0) return $"select * from (with grouped as materialized ({rows}) select {outer} from grouped) summed";
        if (medians.Count > 0) rows = $"select {Named(inner.Count, summary)}, {SqlText.Join(", ", medians.Select(i => Ranked(summary, i)))} from ({rows}) ranked";
        SqlText text = $"select {outer} from ({rows}) grouped";
        if (summary.By.Count > 0)
        {
            // Shielded: a group that follows an index would fetch its rows in random order.
            var keys = SqlText.Join(", ", summary.By.Select((_, i) => (SqlText)$"{SqlText.Raw(dialect.Shield)}{KeyName(i)}"));
            var order = SqlText.Join(", ", summary.By.Select((_, i) => (SqlText)$"{KeyName(i)}{SqlText.Raw(dialect.SortOrder(descending: false, nullable: true))}"));
            text.Add($" group by {keys} order by {order}");
        }
        return text.Add(QueryWriter.Limit(summary.Limit));
    }

    /// <summary>The names of the inner query.</summary>
    private static SqlText Named(int count, Summary summary)
    {
        var names = summary.By.Select((_, i) => KeyName(i)).Concat(summary.Measures.Index().Where(m => m.Item.Of is not null).Select(m => OfName(m.Index))).Select(n => (SqlText)$"{n}").ToList();
        return names.Count == count ? SqlText.Join(", ", names) : throw new InvalidOperationException("An inner column has no name.");
    }

    /// <summary>The place of each value within its group, those without value last, and how many values there are.</summary>
    private static SqlText Ranked(Summary summary, int i)
    {
        var within = SqlText.Join(", ", summary.By.Select((_, k) => (SqlText)$"{KeyName(k)}"));
        return $"row_number() over (partition by {within} order by {OfName(i)} is null, {OfName(i)}) as {RankName(i)}, count({OfName(i)}) over (partition by {within}) as {SizeName(i)}";
    }

    /// <summary>The average of the one or the two in the middle.</summary>
    private static SqlText Median(Dialect dialect, int i, int scale, bool grouped)
    {
        if (grouped) return dialect.Average($"case when {RankName(i)} in (({SizeName(i)} + 1) / 2, {SizeName(i)} / 2 + 1) then {OfName(i)} end", scale);
        SqlText size = $"(select count({OfName(i)}) from grouped)";
        return $"(select {dialect.Average($"{OfName(i)}", scale)} from (select {OfName(i)} from grouped where {OfName(i)} is not null order by {OfName(i)} limit 2 - {size} % 2 offset ({size} - 1) / 2) middle)";
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

    private static SqlText Measured(Dialect dialect, Measure measure, int i, bool grouped)
    {
        if (measure.How == Aggregation.Count && measure.Of is null) return SqlText.Raw("count(*)");
        if (measure.Of is not { } of) throw new ArgumentException($"{measure.How} needs a column.", nameof(measure));
        var isNumber = of.Type is ColumnType.Integer or ColumnType.Decimal or ColumnType.Id;
        if (measure.How is Aggregation.Sum or Aggregation.Average or Aggregation.Median && !isNumber) throw new ArgumentException($"There is no {measure.How} of a {of.Type}.", nameof(measure));
        if (measure.How is Aggregation.Min or Aggregation.Max && of.Type == ColumnType.Bool) throw new ArgumentException($"There is no {measure.How} of a {of.Type}.", nameof(measure));
        SqlText column = $"{OfName(i)}";
        return measure.How switch
        {
            Aggregation.Count => $"count({column})",
            Aggregation.CountDistinct => $"count(distinct {column})",
            Aggregation.Sum => dialect.Sum(column, of.Type),
            Aggregation.Average => dialect.Average(column, of.Type == ColumnType.Decimal ? of.Scale : 0),
            Aggregation.Median => Median(dialect, i, of.Type == ColumnType.Decimal ? of.Scale : 0, grouped),
            Aggregation.Min => $"min({column})",
            _ => $"max({column})",
        };
    }

    private static SqlName KeyName(int i) => "g" + i;

    private static SqlName OfName(int i) => "m" + i;

    private static SqlName RankName(int i) => "r" + i;

    private static SqlName SizeName(int i) => "n" + i;
}
