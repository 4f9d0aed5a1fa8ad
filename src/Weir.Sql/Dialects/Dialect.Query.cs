using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Sql.Dialects;

/// <summary>What the query writers ask of a database.</summary>
public abstract partial class Dialect
{
    /// <summary>Put before a column so that no index on it is chosen; empty where the planner knows better.</summary>
    internal abstract string Shield { get; }

    /// <summary>True when a list of values on an index is walked value by value, each stopping early.</summary>
    internal abstract bool WalksLists { get; }

    /// <summary>A join whose left side is read first.</summary>
    internal abstract string OrderedJoin { get; }

    /// <summary>True also when exactly one side is null.</summary>
    internal abstract SqlText Differs(SqlText left, SqlText right);

    /// <summary>Lower case of the ASCII letters, nothing else.</summary>
    internal abstract SqlText Lower(SqlText text);

    /// <summary>The place of a text in another, 0 when it is not there.</summary>
    internal abstract SqlText Position(SqlText text, SqlText sought);

    /// <summary>A value is in a list that travels as one parameter.</summary>
    internal abstract SqlText Among(SqlText left, SqlList values);

    /// <summary>A value is among the rows of a short sub-query, read once.</summary>
    internal abstract SqlText AmongRows(SqlText left, SqlText rows);

    /// <summary>Where nulls stand in an ordering: always last.</summary>
    internal abstract string SortOrder(bool descending, bool nullable);

    /// <summary>The ordering by a column that may be null where no row is met in which it is: as an index on it stands.</summary>
    internal abstract string FilledOrder(bool descending);

    /// <summary>The first day of the bucket a date or moment falls into.</summary>
    internal abstract SqlText Bucket(SqlText value, Schema.ColumnType type, DateBucket bucket, int offsetMinutes);

    internal abstract SqlText Sum(SqlText column, Schema.ColumnType type);

    /// <summary>The exact average, rounded half away from zero to <see cref="Measure.AverageDecimals"/> more decimals than the column has.</summary>
    internal abstract SqlText Average(SqlText column, int scale);
}
