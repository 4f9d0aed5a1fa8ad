using System.Globalization;

namespace Weir.Engine.FieldTypes;

/// <summary>Writes running numbers such as QT-20261102-0012; counts nothing itself.</summary>
public static class AutoNumber
{
    /// <summary>The number for the n-th record of its period; more digits than wanted are kept.</summary>
    public static string Format(IReadOnlyList<NumberPart> parts, DateOnly date, long n) => string.Concat(parts.Select(part =>
        part.Text ?? (part.Date is { } format ? date.ToString(format, CultureInfo.InvariantCulture) : n.ToString(new string('0', part.Digits), CultureInfo.InvariantCulture))));

    /// <summary>Numbers with one key are counted together: empty, 2026, 202611 or 20261102.</summary>
    public static string PeriodKey(string reset, DateOnly date) => reset switch
    {
        "day" => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        "month" => date.ToString("yyyyMM", CultureInfo.InvariantCulture),
        "year" => date.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => "",
    };
}
