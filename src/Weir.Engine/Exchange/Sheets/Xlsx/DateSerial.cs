namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>
/// Days and moments as Excel counts them, in days since 1900 or 1904, in both directions; the 1900 system has a 29 February 1900
/// that never was, so numbers before it lie one day off.
/// </summary>
internal static class DateSerial
{
    /// <summary>The first day on which every spreadsheet program agrees; earlier days are written as text.</summary>
    public static DateTime FirstSafe { get; } = new(1900, 3, 1);

    private const decimal LastDay = 2_958_466;

    private static readonly DateTime Epoch1900 = new(1899, 12, 30);
    private static readonly DateTime Epoch1904 = new(1904, 1, 1);

    /// <summary>Null for a number that is no day of the calendar. Rounded to milliseconds, since the file holds binary fractions.</summary>
    public static DateTime? Read(decimal serial, bool since1904)
    {
        if (serial < 0 || serial >= LastDay)
            return null;
        var span = TimeSpan.FromMilliseconds((double)decimal.Round(serial * 86_400_000m));
        if (since1904)
            return DateTime.MaxValue - Epoch1904 < span ? null : Epoch1904 + span;
        if (serial < 60)
            span += TimeSpan.FromDays(1);
        return DateTime.MaxValue - Epoch1900 < span ? null : Epoch1900 + span;
    }

    /// <summary>A time of day without a day: the part behind the point, on 0001-01-01.</summary>
    public static DateTime ReadTime(decimal serial)
    {
        var milliseconds = decimal.Round((serial - decimal.Floor(serial)) * 86_400_000m) % 86_400_000m;
        return DateTime.MinValue.AddMilliseconds((double)milliseconds);
    }

    /// <summary>In the 1900 system, for a day not before <see cref="FirstSafe"/>.</summary>
    public static decimal Write(DateTime moment) => decimal.Round((decimal)(moment - Epoch1900).Ticks / TimeSpan.TicksPerDay, 10);
}
