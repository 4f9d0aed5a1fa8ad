using Weir.Sql.Schema;

namespace Weir.Sql.Query;

/// <summary>A column of one of the tables of a query, with its type.</summary>
public readonly record struct Operand(SqlName Alias, SqlName Column, ColumnType Type, int Scale = 0);

public enum Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

public enum TextMatch { Contains, StartsWith, EndsWith }

/// <summary>A condition on rows with two-valued logic: every leaf is true or false also for null, so that memory and SQL agree.</summary>
/// <remarks>Null: equal to nothing, smaller than nothing; "not …" leaves are true for null. Text compares by code point; <see cref="Match"/> ignores
/// the case of ASCII letters only.</remarks>
public abstract record Predicate
{
    public sealed record All(IReadOnlyList<Predicate> Of) : Predicate;
    public sealed record Any(IReadOnlyList<Predicate> Of) : Predicate;
    public sealed record Constant(bool Value) : Predicate;
    /// <summary>NotEqual is true for null.</summary>
    public sealed record Compare(Operand Left, Comparison How, object Right) : Predicate;
    public sealed record OneOf(Operand Left, IReadOnlyList<object> Values, bool Not = false) : Predicate;
    /// <summary>Null, and for text also the empty string.</summary>
    public sealed record Empty(Operand Left, bool Not = false) : Predicate;
    public sealed record Match(Operand Left, TextMatch How, string Text, bool Not = false) : Predicate;
    /// <summary>A many-valued text column written as <c>|a|b|</c> holds the token.</summary>
    public sealed record Holds(Operand Left, string Token, bool Not = false) : Predicate;
    /// <summary>The row was shared with one of the principals (rows of the app's share table) at this level or above.</summary>
    /// <param name="At">When given, shares that ended before are left out.</param>
    /// <param name="Except">When given, shares of this source are left out.</param>
    public sealed record SharedWith(
        Operand RecordId, TableName Shares, long FormNo, IReadOnlyList<long> Principals, int MinLevel, DateTime? At = null, string? Except = null) : Predicate;
    /// <summary>The value is among the values of one column of another query.</summary>
    public sealed record InSelect(Operand Left, Select Rows, bool Not = false) : Predicate;

    public static readonly Predicate True = new Constant(true);
    public static readonly Predicate False = new Constant(false);

    public static Predicate And(params IReadOnlyList<Predicate> of) => of.Count == 1 ? of[0] : new All(of);

    public static Predicate Or(params IReadOnlyList<Predicate> of) => of.Count == 1 ? of[0] : new Any(of);
}
