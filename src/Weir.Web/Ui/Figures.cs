using System.Globalization;

namespace Weir.Web.Ui;

/// <summary>Numbers in the house's forms: short on cards, exact in documents; not a parser.</summary>
public static class Figures
{
    /// <summary>900,000.00: the form of documents, tables and sums.</summary>
    public static string Exact(decimal value, int decimals = 2) =>
        decimal.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("N" + decimals, CultureInfo.InvariantCulture);

    /// <summary>90.00万 and 1.20亿 in Chinese, 900K and 1.2M in English: the form of cards.</summary>
    public static string Short(decimal value, bool chinese) => chinese
        ? In(value, [(100_000_000m, "亿"), (10_000m, "万")], "0.00")
        : In(value, [(1_000_000_000m, "B"), (1_000_000m, "M"), (1_000m, "K")], "0.#");

    /// <summary>A share as a result (66.67%) or, with no decimals, as a setting (70%).</summary>
    public static string Percent(decimal share, int decimals = 2) =>
        decimal.Round(share * 100, decimals, MidpointRounding.AwayFromZero).ToString("F" + decimals, CultureInfo.InvariantCulture) + "%";

    /// <summary>3, 12, 1,204.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string In(decimal value, ReadOnlySpan<(decimal Unit, string Sign)> units, string format)
    {
        var decimals = format.Length - 2;
        for (var i = 0; i < units.Length; i++)
        {
            if (decimal.Abs(value) < units[i].Unit) continue;
            var part = decimal.Round(value / units[i].Unit, decimals, MidpointRounding.AwayFromZero);
            // 9999.999万 rounds to a whole 亿 and must then be written as one.
            if (i > 0 && decimal.Abs(part) * units[i].Unit >= units[i - 1].Unit) part = decimal.Round(value / units[--i].Unit, decimals, MidpointRounding.AwayFromZero);
            return part.ToString(decimals == 2 ? "#,0.00" : "#,0.#", CultureInfo.InvariantCulture) + units[i].Sign;
        }
        return value.ToString("#,0.##", CultureInfo.InvariantCulture);
    }
}
