using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Engine.Problems;

namespace Weir.Engine.Access;

/// <summary>The days off of one year and the weekends worked for them, as people paste them: a list, or the sentences of the official notice. Stores nothing.</summary>
/// <example><code>
/// 国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。
/// 2026-10-01 至 2026-10-07 国庆节
/// 2026-10-10 上班 国庆节
/// </code></example>
public static partial class CalendarText
{
    private const int LongestRange = 62;
    private const int LongestName = 30;

    /// <exception cref="ProblemException">Invalid: each line that cannot be understood, by its number.</exception>
    public static IReadOnlyList<CalendarDay> Read(int year, string text)
    {
        var found = new Dictionary<DateOnly, CalendarDay>();
        var wrong = new List<FieldError>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
            foreach (var error in Line(year, lines[i], found)) wrong.Add(new("days", "calendar.line", ($"第 {i + 1} 行“{Short(lines[i])}”：{error.Zh}", $"Line {i + 1}, '{Short(lines[i])}': {error.En}")));
        if (wrong.Count > 0) throw Problem.Invalid("calendar.invalid", ("有几行看不懂。", "Some lines cannot be understood."), wrong).Exception();
        return [.. found.Values.OrderBy(d => d.Day)];
    }

    /// <summary>A year as a list that reads back as the same days.</summary>
    public static string Write(IEnumerable<CalendarDay> days, bool chinese)
    {
        var text = new StringBuilder();
        foreach (var run in Runs(days))
        {
            text.Append(Day(run[0].Day));
            if (run.Count > 1) text.Append(chinese ? " 至 " : " to ").Append(Day(run[^1].Day));
            text.Append(chinese ? run[0].Works ? " 上班" : " 放假" : run[0].Works ? " work" : " off");
            if (run[0].Name.Length > 0) text.Append(' ').Append(run[0].Name);
            text.Append('\n');
        }
        return text.ToString();

        static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<List<CalendarDay>> Runs(IEnumerable<CalendarDay> days)
    {
        List<CalendarDay>? run = null;
        foreach (var day in days)
        {
            if (run is not null && run[^1] is var last && last.Day.AddDays(1) == day.Day && last.Works == day.Works && last.Name == day.Name) run.Add(day);
            else
            {
                if (run is not null) yield return run;
                run = [day];
            }
        }
        if (run is not null) yield return run;
    }

    private static IEnumerable<Forms.Words> Line(int year, string line, Dictionary<DateOnly, CalendarDay> found)
    {
        var plain = Brackets().Replace(line.Normalize(NormalizationForm.FormKC), " ");
        var (any, name) = (false, "");
        foreach (var part in Sentences().Split(plain))
        {
            var dates = Date().Matches(part);
            if (dates.Count == 0) continue;
            any = true;
            if (Name(part, dates) is { Length: > 0 } own) name = own;
            var works = Works().IsMatch(part);
            foreach (var (days, error) in Days(year, part, dates))
            {
                if (error is not null) yield return error;
                foreach (var day in days)
                    if (found.TryGetValue(day, out var other) && other.Works != works) yield return ($"{day:MM-dd} 既放假又上班。", $"{day:MM-dd} is both a day off and a working day.");
                    else found[day] = new(day, works, name);
            }
        }
        if (!any && plain.Trim().Length > 0) yield return ("没有日期。请写成“10-01 至 10-07 国庆节”或“10-10 上班”。", "There is no date. Write it like '10-01 to 10-07 National Day' or '10-10 work'.");
    }

    private static IEnumerable<(IReadOnlyList<DateOnly> Days, Forms.Words? Error)> Days(int year, string part, MatchCollection dates)
    {
        DateOnly? before = null;
        var end = 0;
        foreach (Match match in dates)
        {
            var month = match.Groups["m"].Success ? match.Groups["m"].Value : before?.Month.ToString(CultureInfo.InvariantCulture);
            if (month is null) continue;
            var written = match.Groups["y"].Success ? int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture) : year;
            if (!DateOnly.TryParseExact($"{written:0000}-{month.PadLeft(2, '0')}-{match.Groups["d"].Value.PadLeft(2, '0')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                yield return ([], ($"没有“{match.Value.Trim()}”这一天。", $"There is no day '{match.Value.Trim()}'."));
            else if (day.Year != year) yield return ([], ($"{day:yyyy-MM-dd} 不在 {year} 年。", $"{day:yyyy-MM-dd} is not in {year}."));
            else if (before is { } first && Until().IsMatch(part[end..match.Index]))
            {
                yield return day <= first || day.DayNumber - first.DayNumber > LongestRange
                    ? ([], ($"“{first:MM-dd} 至 {day:MM-dd}”的起止不对。", $"'{first:MM-dd} to {day:MM-dd}' does not go from a day to a later one."))
                    : ([.. Enumerable.Range(1, day.DayNumber - first.DayNumber).Select(first.AddDays)], null);
                (before, end) = (null, match.Index + match.Length);
                continue;
            }
            else yield return ([day], null);
            (before, end) = (day.Year == year ? day : before, match.Index + match.Length);
        }
    }

    private static string Name(string part, MatchCollection dates)
    {
        var rest = Words().Replace(Date().Replace(part, " "), " ");
        if (part.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < dates[0].Index) rest = part[..colon];
        rest = Numbering().Replace(rest, "").Trim(' ', ',', '、', '-', '~', '\t', '.', ':');
        return rest.Length > LongestName ? rest[..LongestName] : rest;
    }

    private static string Short(string line) => line.Trim() is { Length: > 20 } text ? text[..20] + "…" : line.Trim();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Brackets();

    [GeneratedRegex("[。;；]")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"(?:(?:(?<y>20\d{2})\s*[-/.年]\s*)?(?<![\d])(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})(?!\d)\s*日?)|(?:(?<=[至到~、,]\s*)(?<d>\d{1,2})日)")]
    private static partial Regex Date();

    [GeneratedRegex(@"至|到|~|–|—|\bto\b|^\s*-+\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Until();

    [GeneratedRegex(@"上班|补班|\bwork", RegexOptions.IgnoreCase)]
    private static partial Regex Works();

    [GeneratedRegex(@"上班|补班|放假|休息|调休|共\d+天|与周末连休|至|到|周[一二三四五六日]|\bworking day\b|\bworks?\b|\boff\b|\bto\b", RegexOptions.IgnoreCase)]
    private static partial Regex Words();

    [GeneratedRegex("^[一二三四五六七八九十]+、")]
    private static partial Regex Numbering();
}
