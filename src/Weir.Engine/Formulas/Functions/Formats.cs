using System.Globalization;
using System.Text;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Writes numbers and dates in the formats that people know from spreadsheets; no culture takes part.</summary>
internal static class Formats
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>Null for a format that is none. One letter with digits would be a .NET format that can ask for a billion digits.</summary>
    public static string? Number(decimal number, string format)
    {
        if (char.IsAsciiLetter(format[0]) && format.Skip(1).All(char.IsAsciiDigit))
            return null;
        try
        {
            return number.ToString(format, Plain);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>y, M, d, H or h, m, s stand for parts; everything else, and what is quoted, for itself. A small m is a month unless an hour precedes it.</summary>
    public static string Date(DateTime local, string format)
    {
        var result = new StringBuilder();
        var afterHour = false;
        for (var i = 0; i < format.Length;)
        {
            var letter = format[i];
            var end = i + 1;
            if (letter is '"' or '\'')
            {
                var close = format.IndexOf(letter, end);
                end = close < 0 ? format.Length : close + 1;
                result.Append(format[(i + 1)..(close < 0 ? end : close)]);
                i = end;
                continue;
            }
            while (end < format.Length && format[end] == letter)
                end++;
            var width = end - i;
            result.Append(letter switch
            {
                'y' or 'Y' => width <= 2 ? Pad(local.Year % 100, 2) : Pad(local.Year, 4),
                'd' or 'D' => Pad(local.Day, width),
                'H' or 'h' => Pad(local.Hour, width),
                'M' => Pad(local.Month, width),
                'm' => Pad(afterHour || SecondsFollow(format, end) ? local.Minute : local.Month, width),
                's' or 'S' => Pad(local.Second, width),
                _ => format[i..end],
            });
            if (char.IsAsciiLetter(letter))
                afterHour = letter is 'H' or 'h';
            i = end;
        }
        return result.ToString();
    }

    private static string Pad(int part, int width) => part.ToString(Plain).PadLeft(Math.Min(width, 4), '0');

    private static bool SecondsFollow(string format, int at)
    {
        while (at < format.Length && !char.IsAsciiLetter(format[at]))
            at++;
        return at < format.Length && (format[at] is 's' or 'S');
    }
}
