using System.Globalization;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>Numbers between the file, which holds binary fractions with 15 safe digits, and decimals, which are exact.</summary>
internal static class SheetNumber
{
    public const int SafeDigits = 15;

    /// <summary>
    /// Programs write 1.1 as 1.1000000000000001; what has more digits than are safe is rounded to those that are.
    /// False for what is no number or lies beyond the reach of a decimal.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> raw, out decimal number)
    {
        if (Digits(raw) <= SafeDigits && decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        number = 0;
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var binary) || !(Math.Abs(binary) < 7.9e28))
            return false;
        number = (decimal)binary;
        return true;
    }

    /// <summary>Whether a spreadsheet program keeps every digit; a number it would round is better written as text.</summary>
    public static bool IsSafe(ReadOnlySpan<char> plain) => Digits(plain) <= SafeDigits;

    /// <summary>Significant digits, zeros at either end not counted.</summary>
    private static int Digits(ReadOnlySpan<char> number)
    {
        var (count, zeros) = (0, 0);
        foreach (var c in number)
        {
            if (c is 'E' or 'e')
                break;
            if (c == '0')
                zeros += count > 0 ? 1 : 0;
            else if (c is >= '1' and <= '9')
            {
                count += zeros + 1;
                zeros = 0;
            }
        }
        return count;
    }
}
