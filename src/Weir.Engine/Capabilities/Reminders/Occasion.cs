using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Reminders;

/// <summary>A time at which a rule falls due: for which values of its field, who is told, and to which day it belongs. Looks at no records itself.</summary>
/// <param name="From">The first value of the field; null when there is no first.</param>
/// <param name="Before">The value that does not count any more; null with <paramref name="From"/> when the field does not matter.</param>
/// <param name="DayOf">The day of a record, or null when it is not its turn.</param>
internal sealed record Occasion(DateTime At, object? From, object? Before, IReadOnlyList<Receiver> To, Func<Record, DateOnly?> DayOf)
{
    private const int LongestRepeat = 366;

    /// <summary>So many days in a row without work, with the weekends around them.</summary>
    private const int LongestBreak = 40;

    private static readonly TimeSpan Search = TimeSpan.FromDays(90);

    /// <summary>What falls due after one moment and up to another, the latest first.</summary>
    public static IReadOnlyList<Occasion> Of(Reminder rule, DateTime after, DateTime until, TimeZoneInfo zone, WorkCalendar calendar)
    {
        var found = new List<Occasion>();
        for (var day = DayHours.Day(zone, after).AddDays(-2); day <= DayHours.Day(zone, until); day = day.AddDays(1))
        {
            var at = rule.Hours.AfterQuiet(zone, DayHours.Utc(zone, day, rule.At));
            if (at > after && at <= until) found.AddRange(OfDay(rule, day, at, zone, calendar));
        }
        foreach (var (step, to) in rule.Steps)
            if (Exact(rule, step, zone, calendar) is { } effect) found.Add(Between(effect, step, to, after, until, zone, rule.Field!));
        return [.. found.OrderByDescending(o => o.At)];
    }

    public Predicate? Where(Operand? field)
    {
        if (field is not { } operand || From is null && Before is null) return null;
        var before = new Predicate.Compare(operand, Comparison.Less, Before!);
        return From is null ? before : Predicate.And(new Predicate.Compare(operand, Comparison.GreaterOrEqual, From), before);
    }

    private static IEnumerable<Occasion> OfDay(Reminder rule, DateOnly day, DateTime at, TimeZoneInfo zone, WorkCalendar calendar)
    {
        var key = DayHours.Day(zone, at);
        if (rule.Definition.On is { } on)
        {
            if (on.Weekdays.Contains(day.DayOfWeek) || on.MonthDays.Contains(day.Day) || on.LastWorkday && calendar.IsLastOfMonth(day)) yield return new(at, null, null, rule.To, _ => key);
            yield break;
        }
        foreach (var (step, to) in rule.Steps)
        {
            var (first, last) = step switch
            {
                { Days: { } days, Every: not null } => (day.AddDays(-days - LongestRepeat), day.AddDays(-days)),
                { Days: { } days } => (day.AddDays(-days), day.AddDays(-days)),
                { WorkDays: { } days } => Counted(day, days, calendar),
                _ => (day, day.AddDays(-1)),
            };
            if (last < first) continue;
            yield return new(at, Stored(rule.Field!, first, zone), Stored(rule.Field!, last.AddDays(1), zone), to, record =>
                step.Every is { } every && (day.DayNumber - Value(rule.Field!, record, zone).DayNumber - step.Days!.Value) % every != 0 ? null : key);
        }
    }

    /// <summary>The days from which so many working days lead to this one; the last is before the first when there is none.</summary>
    private static (DateOnly, DateOnly) Counted(DateOnly day, int count, WorkCalendar calendar)
    {
        var near = Enumerable.Range(-Math.Abs(count) * 2 - LongestBreak, Math.Abs(count) * 4 + 2 * LongestBreak + 1).Select(d => day.AddDays(d)).Where(d => calendar.Add(d, count) == day).ToList();
        return near.Count == 0 ? (day, day.AddDays(-1)) : (near[0], near[^1]);
    }

    /// <summary>When a value of the field is told of; null for steps that count days.</summary>
    private static Func<DateTime, DateTime>? Exact(Reminder rule, ReminderStep step, TimeZoneInfo zone, WorkCalendar calendar) => step switch
    {
        { Hours: { } hours } => at => rule.Hours.AfterQuiet(zone, at.AddHours(hours)),
        { Minutes: { } minutes } => at => rule.Hours.AfterQuiet(zone, at.AddMinutes(minutes)),
        { WorkHours: { } hours } => at => rule.Hours.AfterQuiet(zone, rule.Hours.AddWork(zone, calendar, at, TimeSpan.FromHours(hours))),
        _ => null,
    };

    private static Occasion Between(Func<DateTime, DateTime> effect, ReminderStep step, IReadOnlyList<Receiver> to, DateTime after, DateTime until, TimeZoneInfo zone, Field field)
    {
        var around = until - TimeSpan.FromMinutes(step.Minutes ?? step.Hours * 60 ?? 0);
        return new(until, First(after), First(until), to, record => DayHours.Day(zone, effect((DateTime)record[field]!)));

        // The effect never goes back while the value goes on, so the values that count lie between two others.
        DateTime First(DateTime beyond)
        {
            var (low, high) = ((around - Search).Ticks / TimeSpan.TicksPerMillisecond, (around + Search).Ticks / TimeSpan.TicksPerMillisecond);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (effect(new DateTime(middle * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc)) > beyond) high = middle;
                else low = middle + 1;
            }
            return new DateTime(low * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        }
    }

    private static object Stored(Field field, DateOnly day, TimeZoneInfo zone) => field.Type.Kind(field) == ValueKind.Date ? day : DayHours.Utc(zone, day, TimeOnly.MinValue);

    private static DateOnly Value(Field field, Record record, TimeZoneInfo zone) => record[field] is DateTime moment ? DayHours.Day(zone, moment) : (DateOnly)record[field]!;
}
