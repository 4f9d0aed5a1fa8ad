using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>Reads numbers as people and spreadsheets write them: full-width digits, thousands, 12万, (1,234). Knows no field.</summary>
internal static partial class NumberText
{
    private static readonly Dictionary<string, decimal> Multipliers = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = 1, ["百"] = 100, ["千"] = 1_000, ["k"] = 1_000, ["万"] = 10_000, ["十万"] = 100_000, ["百万"] = 1_000_000, ["m"] = 1_000_000, ["千万"] = 10_000_000,
        ["亿"] = 100_000_000, ["bn"] = 1_000_000_000, ["万亿"] = 1_000_000_000_000,
    };

    /// <param name="unit">A unit that may stand behind the number and is not a multiplier: m, K …</param>
    /// <param name="around">The signs and words around the number, for the caller to accept or refuse: ¥, %, USD …</param>
    public static bool TryRead(string text, string? unit, out decimal number, out string around)
    {
        number = 0;
        around = "";
        var clean = Typed.Plain(text).Replace('−', '-').Replace('–', '-');
        var negative = clean is ['(', .., ')'];
        if (negative) clean = clean[1..^1].Trim();
        if (unit is { Length: > 0 } && clean.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) clean = clean[..^unit.Length].TrimEnd();
        if (Pattern().Match(clean) is not { Success: true } match) return false;
        var digits = GroupMarks().Replace(match.Groups["number"].Value, "");
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)) return false;
        // Far out of every field's range already; multiplying could overflow.
        if (number < 1e16m) number *= Multipliers[match.Groups["times"].Value];
        if (negative != (match.Groups["sign"].Value == "-")) number = -number;
        around = (match.Groups["before"].Value + match.Groups["between"].Value + match.Groups["after"].Value).Trim();
        return true;
    }

    /// <summary>Without trailing zeros, so that 1.50 and 1.5 are written the same.</summary>
    public static decimal Trim(decimal number) => number / 1.0000000000000000000000000000m;

    [GeneratedRegex(@"^(?<before>[^\d.+\-]*)(?<sign>[+-]?)(?<between>[^\d.+\-]*)(?<number>(?:\d{1,3}(?:[, '’]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?)\s*(?<times>万亿|亿|千万|百万|十万|万|千|百|(?:[kKmM]|[bB][nN])(?![a-zA-Z]))?\s*(?<after>[^\d]*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("[, '’]", RegexOptions.CultureInvariant)]
    private static partial Regex GroupMarks();
}
