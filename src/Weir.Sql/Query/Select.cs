using Weir.Sql.Schema;

namespace Weir.Sql.Query;

/// <summary>A left join that follows a reference: <c>left join Table as Alias on Alias.id = Via and On</c>.</summary>
/// <param name="On">A condition on the joined table alone; rows that fail it count as absent.</param>
public sealed record Join(SqlName Alias, TableName Table, Operand Via, Predicate? On = null);

/// <summary>One part of an ordering. Nulls sort last in both directions on both databases.</summary>
/// <param name="Filled">The column may be null, but the condition takes no row in which it is: so nothing is said of nulls but where an index has them, and the index is walked.</param>
public readonly record struct Sort(Operand By, bool Descending = false, bool Nullable = true, bool Filled = false);

/// <summary>Who may see which rows, as branches that are united; null branches mean everything.</summary>
/// <param name="Narrow">True: few rows are visible, so each branch is walked first; false: many, so the ordering is walked and filtered.</param>
public sealed record RowScope(IReadOnlyList<ScopeBranch>? Branches, bool Narrow = false)
{
    public static readonly RowScope Everything = new(Branches: null);
    public static readonly RowScope Nothing = new([]);

    /// <summary>What is still to be asked of rows that meet a condition: nothing, when the condition alone puts every row into one branch. Asked twice, the
    /// same thing makes PostgreSQL expect too few rows and read them all instead of walking to the fiftieth.</summary>
    public RowScope Given(Predicate where) => Branches is { } branches && branches.Any(b => b.Holds(where)) ? Everything : this;
}

/// <summary>Rows whose column is one of the values, or that were shared with a principal, or (neither given) any row; and the extra condition.</summary>
public sealed record ScopeBranch(Operand? Column = null, IReadOnlyList<long>? Values = null, Predicate.SharedWith? Shared = null, Predicate? And = null)
{
    /// <summary>Whether every row that meets the condition is surely in this branch.</summary>
    internal bool Holds(Predicate where) => Shared is null && (Column is null || Within(where)) && (And is null || Says(where, And));

    private bool Within(Predicate where) => where switch
    {
        Predicate.All all => all.Of.Any(Within),
        Predicate.Compare { How: Comparison.Equal, Right: long value } one => one.Left == Column && Values!.Contains(value),
        Predicate.OneOf { Not: false } some => some.Left == Column && some.Values.All(v => v is long value && Values!.Contains(value)),
        _ => false,
    };

    private static bool Says(Predicate where, Predicate what) => where.Equals(what) || (where is Predicate.All all && all.Of.Any(w => Says(w, what)));
}

/// <summary>A page of rows of one table: what to read, which rows, in which order, after which row. Rendered by the dialect's writers.</summary>
/// <param name="After">Sort values of the last row of the page before (keyset), in sort order, including the final id; null for the first page.</param>
public sealed record Select(
    TableName From, SqlName Alias, IReadOnlyList<Operand> Columns, IReadOnlyList<Join> Joins, Predicate Where, RowScope Scope,
    IReadOnlyList<Sort> Order, IReadOnlyList<object?>? After = null, int? Limit = null)
{
    /// <summary>Read behind the columns as 1 or 0: whether the row meets each of these conditions. They choose no rows.</summary>
    public IReadOnlyList<Predicate> Marks { get; init; } = [];
}

public enum Aggregation { Count, CountDistinct, Sum, Average, Median, Min, Max }

public enum DateBucket { None, Day, Week, Month, Quarter, Year }

/// <summary>A column to group by; moments are bucketed in UTC shifted by <paramref name="OffsetMinutes"/>.</summary>
/// <param name="Prefix">So many characters of a text stand for it, as the first two of a division's code for its province; 0 is all of them.</param>
public sealed record GroupKey(Operand By, DateBucket Bucket = DateBucket.None, int OffsetMinutes = 0, int Prefix = 0)
{
    /// <summary>How to read the key: a bucket is the date of its first day.</summary>
    public ColumnType Type => Bucket == DateBucket.None ? By.Type : ColumnType.Date;

    public int Scale => By.Scale;
}

/// <summary>What to compute of each group. Sums, averages and medians are of whole numbers and decimals only; without rows (or values) they are null.</summary>
public sealed record Measure(Aggregation How, Operand? Of = null)
{
    /// <summary>An average and a median, which is the average of the two in the middle, have two more decimals than their column, rounded half away from zero.</summary>
    public const int AverageDecimals = 2;

    public ColumnType Type => How switch
    {
        Aggregation.Count or Aggregation.CountDistinct => ColumnType.Integer,
        Aggregation.Average or Aggregation.Median => ColumnType.Decimal,
        _ => Of?.Type ?? ColumnType.Integer,
    };

    public int Scale => (How is Aggregation.Average or Aggregation.Median ? AverageDecimals : 0) + (Of is { Type: ColumnType.Decimal } of ? of.Scale : 0);
}

/// <summary>A grouping of rows: keys, then measures, per row of the answer.</summary>
public sealed record Summary(
    TableName From, SqlName Alias, IReadOnlyList<Join> Joins, Predicate Where, RowScope Scope, IReadOnlyList<GroupKey> By, IReadOnlyList<Measure> Measures, int Limit = 1000);
