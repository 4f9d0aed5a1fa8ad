using Weir.Engine.Access;
using Weir.Engine.Capabilities.Reminders;

namespace Weir.Engine.Outbox;

/// <summary>When a member wants to be left alone: a time of each day, round midnight too, and perhaps the days on which nobody works. What happens meanwhile stands at the bell without a sound.</summary>
/// <param name="From">In the zone of the organisation; the same as <paramref name="To"/> when no time of day is quiet.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, bool DaysOff)
{
    // A calendar without any working day would let nobody out.
    private const int MostDays = 400;

    public static QuietHours None { get; } = new(default, default, false);

    /// <summary>Of who has said nothing: nobody is mailed at night.</summary>
    public static QuietHours Usual { get; } = new(new(22, 0), new(8, 0), false);

    /// <summary>The moment itself, or the end of the quiet in which it lies. UTC.</summary>
    public DateTime After(DateTime utc, TimeZoneInfo zone, WorkCalendar calendar)
    {
        for (var days = 0; days < MostDays; days++)
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
            var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
            if (DaysOff && !calendar.IsWorking(day)) utc = DayHours.Utc(zone, day.AddDays(1), TimeOnly.MinValue);
            // IsBetween goes round midnight by itself.
            else if (From != To && time.IsBetween(From, To)) utc = DayHours.Utc(zone, time < To ? day : day.AddDays(1), To);
            else break;
        }
        return utc;
    }

    public bool Holds(DateTime utc, TimeZoneInfo zone, WorkCalendar calendar) => After(utc, zone, calendar) > utc;
}
