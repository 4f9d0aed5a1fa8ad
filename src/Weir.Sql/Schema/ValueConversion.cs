using System.Globalization;
using Weir.Sql.Sessions;

namespace Weir.Sql.Schema;

/// <summary>What becomes of a value when its column changes type; null when it has no place in the new type. Users' input formats are not known here.</summary>
public static class ValueConversion
{
    public static object? Convert(object? value, Column from, Column to)
    {
        if (value is null) return null;
        return to.Type switch
        {
            ColumnType.Text => Text(value, from),
            ColumnType.Id or ColumnType.Integer => Number(value) is { } n && Fits(decimal.Truncate(n), 0) ? (long)decimal.Truncate(n) : null,
            ColumnType.Decimal => Number(value) is { } n && Fits(n, to.Scale) ? decimal.Round(n, to.Scale, MidpointRounding.AwayFromZero) : null,
            ColumnType.Bool => Bool(value),
            ColumnType.Date => Moment(value) is { } m ? DateOnly.FromDateTime(m) : null,
            _ => Moment(value),
        };
    }

    private static bool Fits(decimal number, int scale) =>
        Math.Abs(number) < long.MaxValue && Storable.TryScale(decimal.Round(number, scale, MidpointRounding.AwayFromZero), scale, out _);

    private static string Text(object value, Column from) => value switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        decimal d => d.ToString("F" + from.Scale, CultureInfo.InvariantCulture),
        DateOnly d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime m => m.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => ((long)value).ToString(CultureInfo.InvariantCulture),
    };

    private static decimal? Number(object value) => value switch
    {
        long l => l,
        decimal d => d,
        bool b => b ? 1 : 0,
        string s when decimal.TryParse(s, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var n) => n,
        _ => null,
    };

    private static bool? Bool(object value) => value switch
    {
        bool b => b,
        string s => bool.TryParse(s, out var b) ? b : null,
        long or decimal => Number(value) is 0 or 1 ? Number(value) == 1 : null,
        _ => null,
    };

    private static DateTime? Moment(object value) => value switch
    {
        DateTime m => m,
        DateOnly d => d.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        string s when DateTime.TryParseExact(s, Formats, CultureInfo.InvariantCulture, Utc, out var m) => m,
        _ => null,
    };

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowTrailingWhite | DateTimeStyles.AllowLeadingWhite;

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
}
