using System.Globalization;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>The days that a calendar shows: a month in whole weeks from Monday on, or one week. Knows no records.</summary>
/// <param name="Anchor">The first of the month, or the Monday of the week.</param>
public sealed record DaySpan(DateOnly Anchor, bool Week)
{
    public DateOnly First => Week ? Anchor : Monday(Anchor);

    /// <summary>The last day shown.</summary>
    public DateOnly Last => Week ? Anchor.AddDays(6) : Monday(Anchor.AddMonths(1).AddDays(-1)).AddDays(6);

    public IEnumerable<DateOnly> Days => Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);

    /// <summary>As the address says it.</summary>
    public string Text => Anchor.ToString(Week ? "yyyy-MM-dd" : "yyyy-MM", CultureInfo.InvariantCulture);

    public DaySpan Next => this with { Anchor = Week ? Anchor.AddDays(7) : Anchor.AddMonths(1) };

    public DaySpan Previous => this with { Anchor = Week ? Anchor.AddDays(-7) : Anchor.AddMonths(-1) };

    public bool Has(DateOnly day) => Week || day.Month == Anchor.Month;

    /// <summary>The week in which a day lies.</summary>
    public static DaySpan WeekOf(DateOnly day) => new(Monday(day), true);

    public static DaySpan MonthOf(DateOnly day) => new(new DateOnly(day.Year, day.Month, 1), false);

    /// <summary>What an address says; the present month when it says nothing that can be read.</summary>
    public static DaySpan Of(string? text, DateOnly today)
    {
        // The ends of the calendar have no week before or after them.
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is > 1900 and < 2200) return MonthOf(month);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 2200) return WeekOf(day);
        return MonthOf(today);
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
