using System.Globalization;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>A number format of a workbook: tells days and times from numbers, and shows numbers; ignores colours and conditions.</summary>
internal sealed partial class NumberFormat
{
    // In days; nobody means a longer duration, and its seconds might not fit in a decimal.
    private const decimal LongestElapsed = 100_000_000;

    private readonly NumberPattern? positive;
    private readonly NumberPattern? negative;
    private readonly NumberPattern? zero;

    private NumberFormat(FormatMeaning meaning, NumberPattern? positive = null, NumberPattern? negative = null, NumberPattern? zero = null)
    {
        Meaning = meaning;
        this.positive = positive;
        this.negative = negative;
        this.zero = zero;
    }

    public static NumberFormat General { get; } = new(FormatMeaning.Number);

    public FormatMeaning Meaning { get; }

    /// <summary>The number without a format, in full, with a point and no exponent.</summary>
    public static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The number as its cell shows it; in full where the format asks for fractions, exponents or anything unknown.</summary>
    public string Show(decimal number)
    {
        if (positive is null)
            return Meaning == FormatMeaning.Elapsed && Math.Abs(number) < LongestElapsed ? ShowElapsed(number) : Plain(number);
        if (number < 0 && negative is not null)
            return negative.Show(-number);
        if (number == 0 && zero is not null)
            return zero.Show(0);
        var shown = positive.Show(Math.Abs(number));
        return number < 0 && shown.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "-" + shown : shown;
    }

    private static string ShowElapsed(decimal days)
    {
        var seconds = decimal.Round(Math.Abs(days) * 86_400m);
        var hours = decimal.Floor(seconds / 3600);
        var rest = (int)(seconds - hours * 3600);
        return string.Create(CultureInfo.InvariantCulture, $"{(days < 0 ? "-" : "")}{hours:0}:{rest / 60:00}:{rest % 60:00}");
    }
}
