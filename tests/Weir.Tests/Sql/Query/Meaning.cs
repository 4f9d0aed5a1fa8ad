using System.Text;
using Weir.Sql.Query;
using Weir.Sql.Schema;

namespace Weir.Tests.Sql.Query;

/// <summary>What a predicate means, said in plain C# without any SQL: the judge of both databases.</summary>
internal static class Meaning
{
    public static bool Holds(Predicate predicate, Func<Operand, object?> value) => predicate switch
    {
        Predicate.All all => all.Of.All(p => Holds(p, value)),
        Predicate.Any any => any.Of.Any(p => Holds(p, value)),
        Predicate.Constant constant => constant.Value,
        Predicate.Compare p => Compare(value(p.Left), p.How, p.Right),
        Predicate.OneOf p => p.Not != (value(p.Left) is { } v && p.Values.Any(w => w is not null && Order(v, w) == 0)),
        Predicate.Empty p => p.Not != (value(p.Left) is null or ""),
        Predicate.Match p => p.Not != (value(p.Left) is string s && Match(s, p.How, p.Text)),
        Predicate.Holds p => p.Not != (value(p.Left) is string s && p.Token.Length > 0 && !p.Token.Contains('|') && s.Contains("|" + p.Token + "|", StringComparison.Ordinal)),
        _ => throw new NotSupportedException(predicate.GetType().Name),
    };

    /// <summary>The order of two values of one column: numbers by size, text by code point.</summary>
    public static int Order(object a, object b) => (a, b) switch
    {
        (string s, string t) => Encoding.UTF8.GetBytes(s).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(t)),
        (bool s, bool t) => s.CompareTo(t),
        (DateOnly s, DateOnly t) => s.CompareTo(t),
        (DateTime s, DateTime t) => s.CompareTo(t),
        _ => Convert.ToDecimal(a).CompareTo(Convert.ToDecimal(b)),
    };

    /// <summary>The order of two rows' values in a list; nulls are last either way.</summary>
    public static int Sorted(object? a, object? b, bool descending) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => descending ? Order(b, a) : Order(a, b),
    };

    private static bool Compare(object? left, Comparison how, object right)
    {
        if (left is null) return how == Comparison.NotEqual;
        var order = Order(left, right);
        return how switch
        {
            Comparison.Equal => order == 0,
            Comparison.NotEqual => order != 0,
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool Match(string text, TextMatch how, string sought)
    {
        var (a, b) = (Lower(text), Lower(sought));
        return how switch
        {
            TextMatch.Contains => a.Contains(b, StringComparison.Ordinal),
            TextMatch.StartsWith => a.StartsWith(b, StringComparison.Ordinal),
            _ => a.EndsWith(b, StringComparison.Ordinal),
        };
    }

    private static string Lower(string text) => string.Concat(text.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));
}
