using System.Globalization;

namespace Weir.Web.Ui;

/// <summary>Days and moments in the house's forms; all arguments are already in the reader's time zone.</summary>
public static class Dates
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    /// <summary>11-29 or Nov 29; with the year when it is another one.</summary>
    public static string Day(DateOnly day, DateOnly today, bool chinese) => (chinese, day.Year == today.Year) switch
    {
        (true, true) => day.ToString("MM-dd", CultureInfo.InvariantCulture),
        (true, false) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (false, true) => day.ToString("MMM d", English),
        (false, false) => day.ToString("MMM d, yyyy", English),
    };

    /// <summary>2026-11-29 in both languages: what inputs, documents and exports write.</summary>
    public static string Full(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>2026-11-29 10:42.</summary>
    public static string Full(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>今天 10:42, 昨天 16:08, 11-20 17:30; today 10:42, Nov 20 17:30.</summary>
    public static string Moment(DateTime moment, DateTime now, bool chinese)
    {
        var day = DateOnly.FromDateTime(moment);
        var time = moment.ToString("HH:mm", CultureInfo.InvariantCulture);
        var name = Near(day.DayNumber - DateOnly.FromDateTime(now).DayNumber, chinese) ?? Day(day, DateOnly.FromDateTime(now), chinese);
        return $"{name} {time}";
    }

    /// <summary>今天, 明天, 3 天前, 5 天后 within seven days, else the day itself; for what has a day but no hour.</summary>
    public static string Relative(DateOnly day, DateOnly today, bool chinese)
    {
        var distance = day.DayNumber - today.DayNumber;
        if (Near(distance, chinese) is { } name) return name;
        if (int.Abs(distance) > 7) return Day(day, today, chinese);
        return (distance > 0, chinese) switch
        {
            (true, true) => $"{distance} 天后",
            (false, true) => $"{-distance} 天前",
            (true, false) => $"in {distance} days",
            (false, false) => $"{-distance} days ago",
        };
    }

    /// <summary>刚刚, 3 分钟前, 2 小时前, then days as <see cref="Relative(DateOnly, DateOnly, bool)"/>; for what has happened.</summary>
    public static string Ago(DateTime moment, DateTime now, bool chinese)
    {
        var passed = now - moment;
        if (moment.Date != now.Date && passed.TotalHours >= 1) return Relative(DateOnly.FromDateTime(moment), DateOnly.FromDateTime(now), chinese);
        return passed.TotalMinutes switch
        {
            < 1 => chinese ? "刚刚" : "just now",
            < 60 => chinese ? $"{(int)passed.TotalMinutes} 分钟前" : $"{(int)passed.TotalMinutes} min ago",
            _ => chinese ? $"{(int)passed.TotalHours} 小时前" : $"{(int)passed.TotalHours} h ago",
        };
    }

    private static string? Near(int distance, bool chinese) => (distance, chinese) switch
    {
        (0, true) => "今天",
        (1, true) => "明天",
        (-1, true) => "昨天",
        (0, false) => "today",
        (1, false) => "tomorrow",
        (-1, false) => "yesterday",
        _ => null,
    };
}
