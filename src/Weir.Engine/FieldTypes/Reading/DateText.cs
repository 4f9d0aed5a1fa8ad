using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>Reads days as people and spreadsheets write them; refuses what two people would read differently. Knows no field.</summary>
internal static partial class DateText
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>A day; a time behind it is read and left out.</summary>
    public static bool TryRead(string text, DateOnly today, out DateOnly day)
    {
        var clean = Clean(text);
        return TryDay(clean, today, out day) || Time().Match(clean) is { Success: true } time && TryDay(clean[..time.Index].TrimEnd(), today, out day);
    }

    private static string Clean(string text) => Typed.Plain(text);

    private static bool TryDay(string text, DateOnly today, out DateOnly day)
    {
        day = default;
        if (Word(text) is { } offset)
        {
            day = today.AddDays(offset);
            return true;
        }
        if (Match(YearFirst(), text, out var parts) || Match(Digits(), text, out parts)) return Make(parts[0], parts[1], parts[2], out day);
        if (Match(MonthDay(), text, out parts)) return Make(today.Year, parts[0], parts[1], out day);
        if (Match(YearLast(), text, out parts)) return Western(parts[0], parts[1], parts[2], out day);
        if (MonthName().Match(text) is { Success: true } named || (named = DayMonthName().Match(text)).Success)
            return Make(Year(named.Groups["year"].Value, today), Month(named.Groups["month"].Value), int.Parse(named.Groups["day"].Value, CultureInfo.InvariantCulture), out day);
        if (!Serial(text, out var moment)) return false;
        day = DateOnly.FromDateTime(moment);
        return true;
    }

    /// <summary>The number of a day in a spreadsheet, with the time as its fraction; only those from 1954 to 2119, which no other writing has.</summary>
    private static bool Serial(string text, out DateTime moment)
    {
        moment = default;
        if (!SerialNumber().IsMatch(text)) return false;
        var days = double.Parse(text, CultureInfo.InvariantCulture);
        if (days is < 20_000 or > 80_000) return false;
        moment = new DateTime(1899, 12, 30).AddMinutes(Math.Round(days * 1440));
        return true;
    }

    /// <summary>11/12/2026 is read by nobody: only where the day is above 12 or both are the same.</summary>
    private static bool Western(int first, int second, int year, out DateOnly day)
    {
        day = default;
        if (first <= 12 && second <= 12 && first != second) return false;
        return first > 12 ? Make(year, second, first, out day) : Make(year, first, second, out day);
    }

    private static bool Make(int year, int month, int dayOfMonth, out DateOnly day)
    {
        day = default;
        if (year is < 1800 or > 2999 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month)) return false;
        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    private static int Year(string text, DateOnly today) => text.Length switch
    {
        0 => today.Year,
        2 => int.Parse(text, CultureInfo.InvariantCulture) is var year && year < 70 ? 2000 + year : 1900 + year,
        _ => int.Parse(text, CultureInfo.InvariantCulture),
    };

    private static int Month(string name) => Array.IndexOf(Months, name[..3].ToLowerInvariant()) + 1;

    private static int? Word(string text) => text.ToLowerInvariant() switch
    {
        "今天" or "今日" or "today" => 0,
        "明天" or "明日" or "tomorrow" => 1,
        "后天" => 2,
        "昨天" or "昨日" or "yesterday" => -1,
        "前天" => -2,
        _ => null,
    };

    private static bool Match(Regex pattern, string text, out int[] parts)
    {
        var match = pattern.Match(text);
        parts = match.Success ? [.. match.Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture))] : [];
        return match.Success;
    }

    [GeneratedRegex(@"^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?$", Plain)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(\d{4})(\d{2})(\d{2})$", Plain)]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?$", Plain)]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$", Plain)]
    private static partial Regex YearLast();

    private const string Name = "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

    [GeneratedRegex("^" + Name + @"\.?[ -](?<day>\d{1,2})(?:st|nd|rd|th)?(?:,? ?[ ,-](?<year>\d{4}))?$", Plain | RegexOptions.ExplicitCapture)]
    private static partial Regex MonthName();

    [GeneratedRegex(@"^(?<day>\d{1,2})(?:st|nd|rd|th)?[ -]" + Name + @"\.?(?:,?[ -](?<year>\d{4}|\d{2}))?$", Plain | RegexOptions.ExplicitCapture)]
    private static partial Regex DayMonthName();

    [GeneratedRegex(@"^\d{5}(?:\.\d{1,12})?$", Plain)]
    private static partial Regex SerialNumber();
}
