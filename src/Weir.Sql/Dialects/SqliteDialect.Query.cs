using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Kind = Weir.Sql.Schema.ColumnType;

namespace Weir.Sql.Dialects;

public sealed partial class SqliteDialect
{
    private const long DaysToEpoch = 719162;
    private const long MillisecondsToEpoch = 62135596800000;

    internal override string Shield => "+";

    internal override bool WalksLists => true;

    internal override string OrderedJoin => " cross join ";

    internal override SqlText Differs(SqlText left, SqlText right) => $"{left} is not {right}";

    internal override SqlText Lower(SqlText text) => $"lower({text})";

    internal override SqlText Position(SqlText text, SqlText sought) => $"instr({text}, {sought})";

    internal override SqlText Among(SqlText left, SqlList values) => $"{left} in {SqlText.Packed(values)}";

    internal override SqlText AmongRows(SqlText left, SqlText rows) => $"{left} in ({rows})";

    internal override string FilledOrder(bool descending) => descending ? " desc" : "";

    internal override string SortOrder(bool descending, bool nullable) => descending ? " desc" : nullable ? " nulls last" : "";

    internal override SqlText Bucket(SqlText value, Kind type, DateBucket bucket, int offsetMinutes)
    {
        SqlText day = type == Kind.Date ? value : $"({value} + {MillisecondsToEpoch + offsetMinutes * 60000L}) / 86400000";
        SqlText second = $"(({day}) - {DaysToEpoch}) * 86400, 'unixepoch'";
        return bucket switch
        {
            DateBucket.Day => day,
            // Day 0 was a Monday.
            DateBucket.Week => $"({day}) - ({day}) % 7",
            DateBucket.Month => $"unixepoch({second}, 'start of month') / 86400 + {DaysToEpoch}",
            DateBucket.Quarter =>
                $"unixepoch({second}, 'start of month', '-' || ((cast(strftime('%m', {second}) as integer) - 1) % 3) || ' months') / 86400 + {DaysToEpoch}",
            DateBucket.Year => $"unixepoch({second}, 'start of year') / 86400 + {DaysToEpoch}",
            _ => value,
        };
    }

    internal override SqlText Sum(SqlText column, Kind type) => $"sum({column})";

    internal override SqlText Average(SqlText column, int scale) =>
        $"""
        sum({column}) / count({column}) * 100 + (case when sum({column}) < 0 then -1 else 1 end)
        * ((abs(sum({column}) % count({column})) * 200 + count({column})) / (2 * count({column})))
        """;
}
