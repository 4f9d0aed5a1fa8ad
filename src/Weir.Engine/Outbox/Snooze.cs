namespace Weir.Engine.Outbox;

/// <summary>For how long a member puts a notification off.</summary>
public enum Snooze { Hour, Tomorrow, Monday }

/// <summary>The moments that such words mean where the member is: nine in the morning, as people begin to work.</summary>
public static class SnoozeTimes
{
    private static readonly TimeOnly Morning = new(9, 0);

    /// <summary>UTC, in whole seconds; always later than now.</summary>
    public static DateTime Until(this Snooze snooze, DateTime now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone));
        return snooze switch
        {
            Snooze.Tomorrow => At(today.AddDays(1), zone),
            Snooze.Monday => At(today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1), zone),
            _ => new DateTime(now.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc).AddHours(1),
        };
    }

    private static DateTime At(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(Morning);
        // Where the clocks jump over it, the hour behind is as good.
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone);
    }
}
