using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Engine.FieldTypes.Reading;

internal static partial class DateText
{
    /// <summary>A moment in UTC, to the minute; without an offset the time is that of the zone, without a time it is midnight.</summary>
    public static bool TryReadMoment(string text, DateOnly today, TimeZoneInfo zone, out DateTime utc)
    {
        utc = default;
        var clean = Clean(text);
        if (Serial(clean, out var local))
        {
            utc = ToUtc(local, zone);
            return true;
        }
        if (TryDay(clean, today, out var day))
        {
            utc = ToUtc(day.ToDateTime(TimeOnly.MinValue), zone);
            return true;
        }
        if (Time().Match(clean) is not { Success: true } time) return false;
        var date = clean[..time.Index].TrimEnd();
        if (date.Length == 0) day = today;
        else if (!TryDay(date, today, out day)) return false;
        if (!Clock(time, out var clock)) return false;
        local = day.ToDateTime(clock);
        utc = time.Groups["offset"].Value is { Length: > 0 } offset ? DateTime.SpecifyKind(local - Offset(offset), DateTimeKind.Utc) : ToUtc(local, zone);
        return true;
    }

    /// <summary>A local time that a clock change skips is taken as the same distance after the change.</summary>
    public static DateTime ToUtc(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }

    private static bool Clock(Match time, out TimeOnly clock)
    {
        clock = default;
        var hour = int.Parse(time.Groups["hour"].Value, CultureInfo.InvariantCulture);
        var minute = time.Groups["minute"].Value is { Length: > 0 } m ? int.Parse(m, CultureInfo.InvariantCulture) : 0;
        var half = (time.Groups["before"].Value + time.Groups["after"].Value).ToLowerInvariant();
        if (half.Length > 0 && hour > 12 && half is "am" or "上午") return false;
        if (half is "pm" or "下午" or "晚上" && hour < 12) hour += 12;
        if (half is "am" or "上午" && hour == 12) hour = 0;
        if (hour > 23 || minute > 59) return false;
        clock = new TimeOnly(hour, minute);
        return true;
    }

    private static TimeSpan Offset(string text)
    {
        if (text is "Z" or "z") return TimeSpan.Zero;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var offset = new TimeSpan(int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture), 0);
        return text[0] == '-' ? -offset : offset;
    }

    [GeneratedRegex(@"(?:^|[\sT,]|(?<=[日号]))(?<before>上午|下午|晚上|am|pm)? ?(?<hour>\d{1,2})(?:[:时点](?<minute>\d{1,2})(?:[:分](?<second>\d{1,2})(?:\.\d+)?)?[分秒]?|[时点]) ?(?<after>am|pm)? ?(?<offset>Z|[+-]\d{2}:?\d{2})?$", Plain | RegexOptions.ExplicitCapture)]
    private static partial Regex Time();
}
