using System.Collections.Frozen;
using System.Text.Json;
using Weir.Engine.Apps;

namespace Weir.Engine.Access;

/// <summary>A day on which an organisation works or not, other than the weekday says.</summary>
public sealed record CalendarDay(DateOnly Day, bool Works, string Name);

/// <summary>On which days an organisation works: Monday to Friday, but for its holidays, and the weekends worked in their place (调休). Knows no hours.</summary>
public sealed class WorkCalendar
{
    private readonly FrozenDictionary<DateOnly, CalendarDay> days;

    public WorkCalendar(IEnumerable<CalendarDay> days) => this.days = days.ToFrozenDictionary(d => d.Day);

    /// <summary>Every week is like the other.</summary>
    public static WorkCalendar Usual { get; } = new([]);

    /// <summary>What was entered, by day.</summary>
    public IEnumerable<CalendarDay> Days => days.Values.OrderBy(d => d.Day);

    public IEnumerable<CalendarDay> Of(int year) => Days.Where(d => d.Day.Year == year);

    /// <summary>What was entered about a day; null when its weekday decides.</summary>
    public CalendarDay? Find(DateOnly day) => days.GetValueOrDefault(day);

    public bool IsWorking(DateOnly day) => Find(day)?.Works ?? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>So many working days after a day, or before it when the count is negative.</summary>
    public DateOnly Add(DateOnly day, int count)
    {
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(Math.Sign(count));
            if (IsWorking(day)) left--;
        }
        return day;
    }

    /// <summary>The moment at which so many full working days have passed since another. On a day off nothing passes: it begins to count with the next working day.</summary>
    public DateTime Add(DateTime utc, int count, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (!IsWorking(day)) (day, time) = (Add(day, 1), TimeOnly.MinValue);
        var end = Add(day, count).ToDateTime(time);
        while (zone.IsInvalidTime(end)) end = end.AddMinutes(15);
        return TimeZoneInfo.ConvertTimeToUtc(end, zone);
    }

    public bool IsLastOfMonth(DateOnly day) => IsWorking(day) && Add(day, 1).Month != day.Month;

    /// <summary>The same with other days for one year.</summary>
    public WorkCalendar With(int year, IEnumerable<CalendarDay> of) => new(Days.Where(d => d.Day.Year != year).Concat(of));

    internal static WorkCalendar Read(string? body) => string.IsNullOrEmpty(body) ? Usual : new(JsonSerializer.Deserialize<List<CalendarDay>>(body, DefinitionJson.Options) ?? []);

    internal string Write() => JsonSerializer.Serialize(Days.ToList(), DefinitionJson.Options);
}
