using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Engine.Forms;

namespace Weir.Engine.Conditions;

/// <summary>A span of whole days named relative to today; both ends included. Weeks begin on Monday.</summary>
public readonly partial record struct Period(DateOnly From, DateOnly To)
{
    /// <summary>The words a builder offers; besides, <c>last_N_days</c> and <c>next_N_days</c> with any N from 1 to 3,650, today included, and days told outright, <c>2026-11-01..2026-11-30</c>.</summary>
    public static readonly IReadOnlyList<(string Key, Words Label)> Words =
    [
        ("today", ("今天", "today")), ("yesterday", ("昨天", "yesterday")), ("tomorrow", ("明天", "tomorrow")),
        ("this_week", ("本周", "this week")), ("last_week", ("上周", "last week")), ("next_week", ("下周", "next week")),
        ("this_month", ("本月", "this month")), ("last_month", ("上月", "last month")), ("next_month", ("下月", "next month")),
        ("this_quarter", ("本季度", "this quarter")), ("last_quarter", ("上季度", "last quarter")), ("next_quarter", ("下季度", "next quarter")),
        ("this_year", ("今年", "this year")), ("last_year", ("去年", "last year")), ("next_year", ("明年", "next year")),
        ("last_7_days", ("近 7 天", "the last 7 days")), ("last_30_days", ("近 30 天", "the last 30 days")), ("last_90_days", ("近 90 天", "the last 90 days")),
        ("next_7_days", ("未来 7 天", "the next 7 days")), ("next_30_days", ("未来 30 天", "the next 30 days")), ("next_90_days", ("未来 90 天", "the next 90 days")),
    ];

    public static Period? Find(string word, DateOnly today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = new DateOnly(today.Year, (today.Month - 1) / 3 * 3 + 1, 1);
        var year = new DateOnly(today.Year, 1, 1);
        return word switch
        {
            "today" => new(today, today),
            "yesterday" => new(today.AddDays(-1), today.AddDays(-1)),
            "tomorrow" => new(today.AddDays(1), today.AddDays(1)),
            "this_week" => new(monday, monday.AddDays(6)),
            "last_week" => new(monday.AddDays(-7), monday.AddDays(-1)),
            "next_week" => new(monday.AddDays(7), monday.AddDays(13)),
            "this_month" => Months(month, 1),
            "last_month" => Months(month.AddMonths(-1), 1),
            "next_month" => Months(month.AddMonths(1), 1),
            "this_quarter" => Months(quarter, 3),
            "last_quarter" => Months(quarter.AddMonths(-3), 3),
            "next_quarter" => Months(quarter.AddMonths(3), 3),
            "this_year" => Months(year, 12),
            "last_year" => Months(year.AddYears(-1), 12),
            "next_year" => Months(year.AddYears(1), 12),
            _ => Told(word) ?? Counted(word, today),
        };
    }

    /// <summary>The word for days told outright: 2026-11-01..2026-11-30.</summary>
    public static string Word(DateOnly from, DateOnly to) => string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd}..{to:yyyy-MM-dd}");

    private static Period? Told(string word) => word is { Length: 22 } && word.AsSpan(10, 2) is ".."
        && DateOnly.TryParseExact(word.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
        && DateOnly.TryParseExact(word.AsSpan(12), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to) && from <= to ? new(from, to) : null;

    private static Period Months(DateOnly first, int count) => new(first, first.AddMonths(count).AddDays(-1));

    private static Period? Counted(string word, DateOnly today)
    {
        if (Days().Match(word) is not { Success: true } m || int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) is not (>= 1 and <= 3650 and var n)) return null;
        return m.Groups[1].Value == "last" ? new(today.AddDays(1 - n), today) : new(today, today.AddDays(n - 1));
    }

    [GeneratedRegex(@"^(last|next)_(\d{1,4})_days$", RegexOptions.CultureInvariant)]
    private static partial Regex Days();
}
