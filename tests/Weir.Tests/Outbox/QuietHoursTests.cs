using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Outbox;
using Xunit;

namespace Weir.Tests.Outbox;

/// <summary>Quiet hours end when they say, round midnight, on days off and where the clocks are put forward.</summary>
public sealed class QuietHoursTests
{
    private static readonly WorkCalendar Calendar = new([new(new(2026, 10, 1), false, "国庆节"), new(new(2026, 10, 2), false, "国庆节"), new(new(2026, 9, 27), true, "国庆节")]);

    [Theory]
    [InlineData("2026-09-30 12:00", "22:00-08:00", "2026-09-30 12:00")]
    [InlineData("2026-09-30 22:00", "22:00-08:00", "2026-10-01 08:00")]
    [InlineData("2026-10-01 03:00", "22:00-08:00", "2026-10-01 08:00")]
    [InlineData("2026-10-01 08:00", "22:00-08:00", "2026-10-01 08:00")]
    [InlineData("2026-09-30 12:30", "12:00-13:30", "2026-09-30 13:30")]
    [InlineData("2026-09-30 22:00", "22:00-08:00 off", "2026-10-05 08:00")]
    [InlineData("2026-10-01 12:00", "off", "2026-10-05 00:00")]
    [InlineData("2026-09-26 12:00", "off", "2026-09-27 00:00")]
    [InlineData("2026-09-30 23:59", "off", "2026-09-30 23:59")]
    [InlineData("2026-10-01 12:00", "", "2026-10-01 12:00")]
    public void They_end(string at, string quiet, string until) => Ends(at, quiet, until, "Asia/Shanghai");

    [Theory]
    [InlineData("2026-03-28 23:00", "22:00-02:30", "2026-03-29 03:00")]
    [InlineData("2026-10-25 00:00", "22:00-02:30", "2026-10-25 02:30")]
    public void They_end_where_the_clocks_change(string at, string quiet, string until) => Ends(at, quiet, until, "Europe/Berlin");

    [Fact]
    public void A_calendar_without_a_working_day_ends_too()
    {
        var never = new WorkCalendar(Enumerable.Range(0, 500).Select(i => new CalendarDay(new DateOnly(2026, 1, 1).AddDays(i), false, "")));
        Assert.True(new QuietHours(default, default, true).After(new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), TimeZoneInfo.Utc, never) > new DateTime(2026, 6, 1));
    }

    private static void Ends(string at, string quiet, string until, string zone)
    {
        var here = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var times = quiet.Split(' ')[0].Split('-') is [var from, var to] ? (TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture)) : default;
        var hours = new QuietHours(times.Item1, times.Item2, quiet.EndsWith("off", StringComparison.Ordinal));
        var end = hours.After(TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(at, CultureInfo.InvariantCulture), here), here, Calendar);
        Assert.Equal(until, TimeZoneInfo.ConvertTimeFromUtc(end, here).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        Assert.Equal(at != until, hours.Holds(TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(at, CultureInfo.InvariantCulture), here), here, Calendar));
    }
}
