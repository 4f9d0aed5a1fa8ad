using Weir.Engine.Access;
using Weir.Engine.Capabilities.Reminders;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Tests.Records;
using Weir.Engine.Apps;
using Xunit;

namespace Weir.Tests.Capabilities.Reminders;

/// <summary>Looking minute by minute, each time of a rule comes exactly once, also on the days on which the clocks change.</summary>
public sealed class OccasionTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DayHours Hours = new(new(22, 0), new(8, 0), new(9, 0), new(18, 0));
    private static readonly DayHours Loud = Hours with { QuietFrom = default, QuietTo = default };

    [Theory]
    [InlineData("2026-03-29", "2026-03-29T01:00")] // 02:30 is skipped; the clock goes on at 03:00.
    [InlineData("2026-10-25", "2026-10-25T00:30")] // 02:30 comes twice; the first counts.
    [InlineData("2026-06-10", "2026-06-10T00:30")]
    public void A_time_of_day_comes_once_on_each_day(string day, string utc)
    {
        var rule = Calendar(new(2, 30), Loud);
        var start = DateTime.SpecifyKind(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc).AddHours(-3);
        var found = Enumerable.Range(0, 24 * 60).SelectMany(m => Occasion.Of(rule, start.AddMinutes(m), start.AddMinutes(m + 1), Berlin, WorkCalendar.Usual)).ToList();
        Assert.Equal(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(found).At);
    }

    [Fact]
    public void Every_value_of_a_field_has_its_turn_once_and_outside_the_quiet_hours()
    {
        var start = new DateTime(2026, 10, 24, 0, 0, 0, DateTimeKind.Utc);
        foreach (var (step, hours) in new (ReminderStep, DayHours)[] { (new() { Hours = -1 }, Hours), (new() { Minutes = 0 }, Hours), (new() { WorkHours = 4 }, Hours), (new() { Hours = -1 }, Loud) })
        {
            var rule = Stepped(step, hours);
            var windows = Enumerable.Range(0, 4 * 24 * 12).Select(m => (At: start.AddMinutes(5 * m + 5), Occasion: Assert.Single(Occasion.Of(rule, start.AddMinutes(5 * m), start.AddMinutes(5 * m + 5), Berlin, WorkCalendar.Usual)))).ToList();
            for (var value = start.AddHours(3); value < start.AddDays(1.5); value = value.AddMinutes(17))
            {
                var (at, _) = Assert.Single(windows, w => (DateTime)w.Occasion.From! <= value && value < (DateTime)w.Occasion.Before!);
                if (hours != Loud) Assert.False(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at.AddMinutes(-1), Berlin)) is var local && (local >= new TimeOnly(22, 5) || local < new TimeOnly(7, 59)), $"{value:u} was told at {at:u}.");
            }
        }
    }

    [Fact]
    public void Working_hours_pass_over_nights_and_weekends()
    {
        var shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        Assert.Equal(At("2026-11-09 11:00"), Hours.AddWork(shanghai, WorkCalendar.Usual, At("2026-11-06 16:00"), TimeSpan.FromHours(4)));
        Assert.Equal(At("2026-11-09 13:00"), Hours.AddWork(shanghai, WorkCalendar.Usual, At("2026-11-07 12:00"), TimeSpan.FromHours(4)));
        Assert.Equal(At("2026-10-10 11:00"), Hours.AddWork(shanghai, October, At("2026-09-30 16:00"), TimeSpan.FromHours(22)));

        DateTime At(string local) => Memo.Local(local).UtcDateTime;
    }

    [Theory]
    [InlineData(1, "2026-10-08", "2026-09-30")] // The week off lies between.
    [InlineData(2, "2026-10-10", "2026-10-08")] // A Saturday that is worked.
    [InlineData(-1, "2026-09-30", "2026-10-08")]
    public void Steps_in_working_days_pass_over_a_week_off_and_count_a_weekend_that_is_worked(int step, string told, string value)
    {
        var day = DateOnly.ParseExact(told, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var from = DateTime.SpecifyKind(day.ToDateTime(new(0, 30)), DateTimeKind.Utc);
        var noon = Memo.Local(value + " 12:00").UtcDateTime;

        var occasion = Assert.Single(Occasion.Of(Stepped(new() { WorkDays = step }, Hours), from, from.AddHours(8), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), October));

        Assert.True((DateTime)occasion.From! <= noon && noon < (DateTime)occasion.Before!, $"{occasion.From} to {occasion.Before} leaves out {noon}.");
    }

    private static readonly WorkCalendar October = new(CalendarText.Read(2026, "国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。"));

    private static Reminder Calendar(TimeOnly at, DayHours hours) => new(
        new ReminderDefinition { Key = "r", Label = ("提醒", "Reminder"), On = new ReminderDays { MonthDays = [.. Enumerable.Range(1, 31)] } }, Condition.Always, null, at, hours, [], [], []);

    private static Reminder Stepped(ReminderStep step, DayHours hours)
    {
        var form = AppBuilder.Build(Template.Load("l2c"))["task"];
        return new(new ReminderDefinition { Key = "r", Label = ("提醒", "Reminder"), Field = "due_at", Steps = [step] }, Condition.Always, form["due_at"], new(9, 0), hours, [], [(step, [])], []);
    }
}
