using System.Globalization;

namespace Weir.Engine.FieldTypes;

/// <summary>Days and moments as screens show them: today 10:42, 11-29, Nov 29, 2027-01-03; documents and exports use the full form.</summary>
public static class HouseDate
{
    public static string Of(DateOnly day, Display display) => Near(day, display) ?? Far(day, display);

    public static string Of(DateTime utc, Display display)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, display.Zone);
        var day = DateOnly.FromDateTime(local);
        var clock = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        if (Near(day, display) is { } near) return $"{near} {clock}";
        var ago = display.Today.DayNumber - day.DayNumber;
        if (ago is > 1 and <= 7) return display.Chinese ? $"{ago} 天前" : $"{ago} days ago";
        return day.Year == display.Today.Year ? $"{Far(day, display)} {clock}" : Far(day, display);
    }

    private static string? Near(DateOnly day, Display display) => (day.DayNumber - display.Today.DayNumber) switch
    {
        0 => display.Chinese ? "今天" : "Today",
        1 => display.Chinese ? "明天" : "Tomorrow",
        -1 => display.Chinese ? "昨天" : "Yesterday",
        _ => null,
    };

    private static string Far(DateOnly day, Display display) =>
        day.ToString((display.Chinese, day.Year == display.Today.Year) switch { (true, true) => "MM-dd", (true, false) => "yyyy-MM-dd", (false, true) => "MMM d", _ => "MMM d, yyyy" }, CultureInfo.InvariantCulture);
}
