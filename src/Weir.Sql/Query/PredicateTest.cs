using System.Globalization;
using System.Text;

namespace Weir.Sql.Query;

/// <summary>Decides a <see cref="Predicate"/> in memory, with the same answer as the databases give. Values are as stored.</summary>
public static class PredicateTest
{
    /// <param name="value">The stored value of an operand of the row in question; null is null.</param>
    /// <exception cref="NotSupportedException">The predicate asks about other rows (shares, sub-selects).</exception>
    public static bool Holds(Predicate predicate, Func<Operand, object?> value) => predicate switch
    {
        Predicate.Constant c => c.Value,
        Predicate.All all => all.Of.All(p => Holds(p, value)),
        Predicate.Any any => any.Of.Any(p => Holds(p, value)),
        Predicate.Compare c => Compares(value(c.Left), c.How, c.Right),
        Predicate.OneOf o => value(o.Left) is { } v ? o.Values.Any(w => Same(v, w)) != o.Not : o.Not,
        Predicate.Empty e => value(e.Left) is null or "" != e.Not,
        Predicate.Match m => value(m.Left) is string s ? Matches(s, m.How, m.Text) != m.Not : m.Not,
        Predicate.Holds h => h.Not != (value(h.Left) is string s && h.Token.Length > 0 && !h.Token.Contains('|') && s.Contains($"|{h.Token}|", StringComparison.Ordinal)),
        _ => throw new NotSupportedException($"{predicate.GetType().Name} asks about other rows."),
    };

    /// <summary>Orders two stored values of one type; text by code point, as the databases do.</summary>
    public static int Order(object a, object b) => (a, b) switch
    {
        (string x, string y) => OrderText(x, y),
        (decimal x, decimal y) => x.CompareTo(y),
        (long x, long y) => x.CompareTo(y),
        (long or int or decimal, long or int or decimal) =>
            Convert.ToDecimal(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(b, CultureInfo.InvariantCulture)),
        (bool x, bool y) => x.CompareTo(y),
        (DateOnly x, DateOnly y) => x.CompareTo(y),
        (DateTime x, DateTime y) => x.CompareTo(y),
        _ => throw new ArgumentException($"{a.GetType().Name} and {b.GetType().Name} cannot be compared."),
    };

    private static bool Compares(object? left, Comparison how, object right)
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

    private static bool Same(object a, object b) => Order(a, b) == 0;

    private static bool Matches(string text, TextMatch how, string part)
    {
        text = Fold(text);
        part = Fold(part);
        return how switch
        {
            TextMatch.Contains => text.Contains(part, StringComparison.Ordinal),
            TextMatch.StartsWith => text.StartsWith(part, StringComparison.Ordinal),
            _ => text.EndsWith(part, StringComparison.Ordinal),
        };
    }

    private static string Fold(string text) => text.Any(char.IsAsciiLetterUpper) ? string.Create(text.Length, text, (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    }) : text;

    private static int OrderText(string a, string b)
    {
        if (!a.AsSpan().ContainsAnyInRange('\ud800', '\uffff') || !b.AsSpan().ContainsAnyInRange('\ud800', '\uffff')) return string.CompareOrdinal(a, b);
        return Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
    }
}
