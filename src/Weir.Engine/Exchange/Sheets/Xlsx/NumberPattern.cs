using System.Globalization;
using System.Text;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>One section of a number format, such as <c>¥#,##0.00</c> or <c>000-0000</c>; shows numbers without their sign.</summary>
internal sealed class NumberPattern
{
    private readonly List<Piece> whole = [];
    private readonly List<Piece> fraction = [];
    private bool grouped;
    private int percents;
    private int thousands;

    private NumberPattern()
    {
    }

    private readonly record struct Piece(char Digit, string Literal)
    {
        public bool IsDigit => Digit != '\0';
    }

    /// <summary>Null for what is not worth showing exactly: fractions, exponents, sections without a digit.</summary>
    public static NumberPattern? Parse(string section)
    {
        var pattern = new NumberPattern();
        var point = false;
        for (var i = 0; i < section.Length; i++)
        {
            var side = point ? pattern.fraction : pattern.whole;
            switch (section[i])
            {
                case '0' or '#' or '?':
                    pattern.grouped |= pattern.thousands > 0 && !point;
                    pattern.thousands = 0;
                    side.Add(new(section[i], ""));
                    break;
                case ',':
                    // Between digits it groups, behind the last digit it divides by a thousand.
                    if (pattern.whole.Exists(piece => piece.IsDigit))
                        pattern.thousands++;
                    else
                        side.Add(new('\0', ","));
                    break;
                case '.' when !point:
                    point = true;
                    pattern.fraction.Add(new('\0', "."));
                    break;
                case '%':
                    pattern.percents++;
                    side.Add(new('\0', "%"));
                    break;
                case '"':
                    var quote = End(section, i, '"');
                    side.Add(new('\0', section[(i + 1)..Math.Min(quote, section.Length)]));
                    i = quote;
                    break;
                case '[':
                    var bracket = End(section, i, ']');
                    side.Add(new('\0', Currency(section[(i + 1)..Math.Min(bracket, section.Length)])));
                    i = bracket;
                    break;
                case '\\' or '!' when i + 1 < section.Length:
                    side.Add(new('\0', section[++i].ToString()));
                    break;
                case '_' or '*':
                    i++;
                    break;
                case '/' or 'E' or 'e' or '@':
                    return null;
                default:
                    side.Add(new('\0', section[i].ToString()));
                    break;
            }
        }
        return pattern.whole.Concat(pattern.fraction).Any(piece => piece.IsDigit) ? pattern : null;
    }

    public string Show(decimal number)
    {
        try
        {
            for (var i = 0; i < percents; i++)
                number *= 100;
        }
        catch (OverflowException)
        {
            return NumberFormat.Plain(number);
        }
        for (var i = 0; i < thousands; i++)
            number /= 1000;
        var places = Math.Min(28, fraction.Count(piece => piece.IsDigit));
        var digits = decimal.Round(number, places, MidpointRounding.AwayFromZero).ToString("F" + places, CultureInfo.InvariantCulture);
        return ShowWhole(digits.Split('.')[0]) + ShowFraction(places == 0 ? "" : digits.Split('.')[1]);
    }

    private string ShowWhole(string digits)
    {
        var left = digits == "0" ? 0 : digits.Length;
        var first = whole.FindIndex(piece => piece.IsDigit);
        var shown = new StringBuilder();
        var count = 0;
        for (var i = whole.Count - 1; i >= 0; i--)
        {
            if (!whole[i].IsDigit)
            {
                shown.Insert(0, whole[i].Literal);
                continue;
            }
            // The leftmost place takes all digits that are left.
            do
            {
                var digit = left > 0 ? digits[--left].ToString() : whole[i].Digit switch { '0' => "0", '?' => " ", _ => "" };
                if (digit.Length > 0 && grouped && count > 0 && count % 3 == 0)
                    shown.Insert(0, ',');
                shown.Insert(0, digit);
                count++;
            }
            while (i == first && left > 0);
        }
        return shown.ToString();
    }

    private string ShowFraction(string digits)
    {
        var needed = digits.TrimEnd('0').Length;
        var place = 0;
        var shown = new StringBuilder();
        foreach (var piece in fraction)
        {
            if (!piece.IsDigit)
                shown.Append(piece.Literal);
            else if (place < digits.Length && (place < needed || piece.Digit == '0'))
                shown.Append(digits[place++]);
            else if (piece.Digit == '?')
                shown.Append(' ');
        }
        return shown.ToString();
    }

    private static string Currency(string inside) => inside.StartsWith('$') ? inside[1..].Split('-')[0] : "";

    private static int End(string section, int start, char close)
    {
        var end = section.IndexOf(close, start + 1);
        return end < 0 ? section.Length : end;
    }
}
