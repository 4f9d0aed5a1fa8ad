using Weir.Engine.Access;

namespace Weir.Engine.Capabilities.Reminders;

/// <summary>Quiet hours and working hours of a zone: moves moments out of the former and counts the latter. Knows no records.</summary>
internal sealed record DayHours(TimeOnly QuietFrom, TimeOnly QuietTo, TimeOnly WorkFrom, TimeOnly WorkTo)
{
    /// <summary>The moment at which a time of day comes; one that the clock skips comes when it goes on, one that comes twice is the first.</summary>
    public static DateTime Utc(TimeZoneInfo zone, DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return zone.IsAmbiguousTime(local) ? DateTime.SpecifyKind(local - zone.GetAmbiguousTimeOffsets(local).Max(), DateTimeKind.Utc) : TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }

    public static DateOnly Day(TimeZoneInfo zone, DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));

    /// <summary>The moment itself, or the end of the quiet hours in which it lies.</summary>
    public DateTime AfterQuiet(TimeZoneInfo zone, DateTime utc)
    {
        if (QuietFrom == QuietTo) return utc;
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        // IsBetween goes round midnight by itself.
        if (!time.IsBetween(QuietFrom, QuietTo)) return utc;
        return Utc(zone, time < QuietTo ? day : day.AddDays(1), QuietTo);
    }

    /// <summary>So much working time after a moment.</summary>
    public DateTime AddWork(TimeZoneInfo zone, WorkCalendar calendar, DateTime utc, TimeSpan span)
    {
        for (var day = Day(zone, utc); ; day = day.AddDays(1))
        {
            if (!calendar.IsWorking(day)) continue;
            var (open, close) = (Utc(zone, day, WorkFrom), Utc(zone, day, WorkTo));
            var start = utc > open ? utc : open;
            if (start >= close) continue;
            if (span <= close - start) return start + span;
            span -= close - start;
        }
    }
}
