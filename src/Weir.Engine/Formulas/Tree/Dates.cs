using System.Globalization;

namespace Weir.Engine.Formulas.Tree;

/// <summary>Reads dates that people write as text, and shifts dates by days; knows no fields.</summary>
internal static class Dates
{
    private static readonly string[] Forms = [.. from day in new[] { "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日" }
                                                 from time in new[] { "", " H:mm", " H:mm:ss", "'T'H:mm", "'T'H:mm:ss" }
                                                 select day + time];

    /// <summary>A local clock time, or null where the text is no date.</summary>
    public static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? local : null;


    /// <summary>A date moves by whole days; a moment by parts of days too.</summary>
    public static object Shift(object dated, decimal days)
    {
        try
        {
            return dated is DateOnly date
                ? date.AddDays((int)decimal.Truncate(days))
                : ((DateTime)dated).AddTicks((long)decimal.Round(days * TimeSpan.TicksPerDay));
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            return Fault.Value;
        }
    }

    /// <summary>Days from the second to the first.</summary>
    public static decimal Between(object later, object earlier, Evaluation evaluation) =>
        later is DateOnly a && earlier is DateOnly b
            ? a.DayNumber - b.DayNumber
            : (decimal)(Utc(later, evaluation) - Utc(earlier, evaluation)).Ticks / TimeSpan.TicksPerDay;

    public static DateTime Utc(object dated, Evaluation evaluation) =>
        dated is DateOnly date ? evaluation.Utc(date.ToDateTime(TimeOnly.MinValue)) : (DateTime)dated;
}
