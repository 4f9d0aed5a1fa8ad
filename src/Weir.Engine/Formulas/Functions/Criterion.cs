using System.Globalization;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>The condition of COUNTIF and its kin: a value, or a text such as "&gt;=10", "&lt;&gt;VIP", "华*"; not a formula.</summary>
internal sealed class Criterion
{
    private static readonly string[] Signs = ["<>", "<=", ">=", "<", ">", "="];
    private readonly Evaluation evaluation;
    private readonly string sign = "=";
    private readonly object? wanted;
    private readonly string? pattern;

    public Criterion(object? written, Evaluation evaluation)
    {
        this.evaluation = evaluation;
        wanted = written;
        if (written is not string text)
            return;
        sign = Array.Find(Signs, one => text.StartsWith(one, StringComparison.Ordinal)) ?? "=";
        var rest = text.StartsWith(sign, StringComparison.Ordinal) ? text[sign.Length..] : text;
        wanted = decimal.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : rest;
        if (wanted is string && (sign is "=" or "<>") && rest.AsSpan().IndexOfAny('*', '?', '~') >= 0)
            pattern = rest;
    }

    public bool Matches(object? value)
    {
        if (pattern is not null)
            return (value is string text && Fits(text, pattern)) == (sign == "=");
        var order = Order(value);
        return sign switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    /// <summary>A text in the list is compared as a number with a number if it spells one.</summary>
    private int? Order(object? value)
    {
        if (value is null or "" || wanted is null or "")
            return (value ?? "") is "" && (wanted ?? "") is "" ? 0 : null;
        return Comparison.Order(value, wanted, evaluation);
    }

    /// <summary>* stands for any text, ? for one character, ~ takes the next one as it is. Every step back is counted, so no pattern runs away.</summary>
    private bool Fits(string text, string pattern)
    {
        var (t, p, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            var escaped = p + 1 < pattern.Length && pattern[p] == '~';
            if (p < pattern.Length && !escaped && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (escaped ? pattern[p + 1] == text[t] : pattern[p] == '?' || pattern[p] == text[t]))
            {
                p += escaped ? 2 : 1;
                t++;
            }
            else if (star >= 0)
            {
                evaluation.Step();
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
