using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Kind = Weir.Sql.Schema.ColumnType;

namespace Weir.Sql.Dialects;

public sealed partial class PostgresDialect
{
    internal override string Shield => "";

    internal override bool WalksLists => false;

    internal override string OrderedJoin => " join ";

    internal override SqlText Differs(SqlText left, SqlText right) => $"{left} is distinct from {right}";

    // The collation "C" knows the ASCII letters only, as the other database does.
    internal override SqlText Lower(SqlText text) => $"lower({text} collate \"C\")";

    internal override SqlText Position(SqlText text, SqlText sought) => $"strpos({text}, {sought})";

    // A list of rows would be a hash join; an array keeps the statistics of the column.
    internal override SqlText Among(SqlText left, SqlList values) => $"{left} = any({SqlText.Packed(values, bare: true)})";

    internal override SqlText AmongRows(SqlText left, SqlText rows) => $"{left} = any(array({rows}))";

    internal override string FilledOrder(bool descending) => descending ? " desc nulls last" : " nulls first";

    internal override string SortOrder(bool descending, bool nullable) => descending ? nullable ? " desc nulls last" : " desc" : "";

    internal override SqlText Bucket(SqlText value, Kind type, DateBucket bucket, int offsetMinutes)
    {
        SqlText local = type == Kind.Date ? (SqlText)$"({value})::timestamp" : $"({value} at time zone 'UTC') + {offsetMinutes} * interval '1 minute'";
        return bucket switch
        {
            DateBucket.Day => $"date_trunc('day', {local})::date",
            DateBucket.Week => $"date_trunc('week', {local})::date",
            DateBucket.Month => $"date_trunc('month', {local})::date",
            DateBucket.Quarter => $"date_trunc('quarter', {local})::date",
            DateBucket.Year => $"date_trunc('year', {local})::date",
            _ => value,
        };
    }

    internal override SqlText Sum(SqlText column, Kind type) => type == Kind.Decimal ? (SqlText)$"sum({column})" : $"sum({column})::bigint";

    // Whole-number division first: a quotient of decimals is rounded to 16 digits before we could round it.
    internal override SqlText Average(SqlText column, int scale)
    {
        var unit = SqlText.Raw("1" + new string('0', scale));
        var fraction = SqlText.Raw("0." + new string('0', scale + Measure.AverageDecimals - 1) + "1");
        return $"sign(sum({column})) * div(abs(sum({column})) * {unit} * 200 + count({column}), nullif(2 * count({column}), 0)) * {fraction}";
    }
}
