using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Capabilities;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Insight;

/// <summary>What somebody chose to look at: a period, and whose records. Puts both into conditions; what one may see is decided elsewhere.</summary>
/// <param name="Word">A word of <see cref="Period"/>, days told outright among them, or <see cref="Any"/>.</param>
/// <param name="Member">Only this member's records.</param>
/// <param name="Department">Only records of this department and those below.</param>
public sealed record InsightScope(string Word, Period Period, long? Member = null, long? Department = null)
{
    /// <summary>The periods that are offered.</summary>
    public static IReadOnlyList<string> Words { get; } = ["this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year"];

    /// <summary>Whenever: asks for no day. For lists of what is, which may be narrowed to a period and need not.</summary>
    public const string Any = "any";

    /// <summary>The longest span that can be told outright, in days.</summary>
    public const int Longest = 3660;

    /// <summary>The members of the department and of those below it, for records which say whom they are for.</summary>
    public IReadOnlyList<long> Members { get; init; } = [];

    /// <summary>The days were told outright.</summary>
    public bool IsTold => Word.Contains("..", StringComparison.Ordinal);

    /// <summary>What somebody moved to see what would be; nothing but a widget of that kind looks at it.</summary>
    public IReadOnlyDictionary<string, decimal> Levers { get; init; } = new Dictionary<string, decimal>();

    /// <summary>As targets name it: 2026-11, 2026Q4, 2026.</summary>
    public string Name => Word == Any ? "" : IsTold && !IsNamed ? Word : (Period.To.DayNumber - Period.From.DayNumber) switch
    {
        < 31 => Period.From.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        < 95 => $"{Period.From.Year}Q{(Period.From.Month + 2) / 3}",
        _ => Period.From.Year.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>It is a whole month, quarter or year, for which somebody may have set a target.</summary>
    private bool IsNamed => Period.From.Day == 1 && Period.To.AddDays(1) is { Day: 1 } next && ((next.Year - Period.From.Year) * 12 + next.Month - Period.From.Month) switch { 1 => true, 3 => Period.From.Month % 3 == 1, 12 => Period.From.Month == 1, _ => false };

    /// <summary>Days told outright.</summary>
    public static InsightScope Of(DateOnly from, DateOnly to) => new(Period.Word(from, to), new(from, to));

    /// <exception cref="ProblemException">Invalid: days told outright that cannot be read, are reversed or too far apart.</exception>
    public static InsightScope Of(Actor actor, DateTime now, string? word, long? member, long? department)
    {
        var today = Today(actor, now);
        if (word is not null && word.IndexOf("..", StringComparison.Ordinal) is >= 0 and var dots) word = Span(actor, now, word[..dots], word[(dots + 2)..]);
        else word = word is not null && (word == Any || Words.Contains(word)) ? word : Words[0];
        var period = word == Any ? new Period(DateOnly.MinValue, DateOnly.MaxValue) : Period.Find(word, today)!.Value;
        return new(word, period, member, department) { Members = department is { } of ? Within(actor.Directory, of) : [] };
    }

    /// <summary>The word for two days as somebody writes them.</summary>
    /// <exception cref="ProblemException">Invalid, naming <c>from</c> or <c>to</c>.</exception>
    public static string Span(Actor actor, DateTime now, string? from, string? to)
    {
        var today = Today(actor, now);
        var (first, last) = (Read("from", from), Read("to", to));
        if (first > last) throw Wrong("to", "period.reversed", ($"结束日期 {last:yyyy-MM-dd} 早于开始日期 {first:yyyy-MM-dd}，请对调。", $"The last day, {last:yyyy-MM-dd}, is before the first, {first:yyyy-MM-dd}; exchange them."));
        if (last.DayNumber - first.DayNumber >= Longest) throw Wrong("to", "period.too_long", ("期间最长 10 年，请缩短。", "A period has at most 10 years; choose a shorter one."));
        return Period.Word(first, last);

        DateOnly Read(string field, string? text) => DateText.TryRead(text?.Trim() ?? "", today, out var day) ? day : throw Wrong(field, "period.no_day", string.IsNullOrWhiteSpace(text)
            ? field == "from" ? ("请填写开始日期。", "Enter the first day.") : ("请填写结束日期。", "Enter the last day.")
            : ($"“{text}”不是日期，请写成 2026-11-30。", $"'{text}' is no day; write it as 2026-11-30."));
        ProblemException Wrong(string field, string code, Words words) => Problem.Invalid(code, words, new FieldError(field, code, words)).Exception();
    }

    /// <summary>The condition with the period and the people in it; null asks nothing.</summary>
    public ConditionDefinition? Where(Form form, ConditionDefinition? where, string? date, string people)
    {
        var all = new List<ConditionDefinition>();
        if (where is not null) all.Add(Told(where));
        if (date is not null && Word != Any) all.Add(new() { Field = date, Op = "within", Value = Json(Word) });
        if (Member is { } member) all.Add(new() { Field = people, Op = "is", Value = Json(member) });
        if (Department is { } department) all.Add(Under(form, department));
        return all.Count switch { 0 => null, 1 => all[0], _ => new() { All = all } };
    }

    /// <summary>Records of the department: those that are for it or for one of its members where they say so, else those whose owner is in it.</summary>
    private ConditionDefinition Under(Form form, long department)
    {
        var whom = CapabilityCatalogue.Of(form).SelectMany(c => c.Whom(form)).Where(f => f.Type.Kind(f) == ValueKind.Department || Members.Count > 0).Select(f => f.Type.Kind(f) == ValueKind.Department
            ? new ConditionDefinition { Field = f.Key, Op = "under", Value = Json(new[] { department }) } : new() { Field = f.Key, Op = "any_of", Value = Json(Members) }).ToList();
        return whom.Count == 0 ? new() { Field = SystemFields.OwnerDepartment, Op = "under", Value = Json(new[] { department }) } : new() { Any = whom };
    }

    private static IReadOnlyList<long> Within(Access.Directory directory, long department)
    {
        var departments = directory.Subtree([department]).ToHashSet();
        return [.. directory.Members.Values.Where(m => m.Departments.Count > 0 && departments.Contains(m.Departments[0])).Select(m => m.Id).Order()];
    }

    private static DateOnly Today(Actor actor, DateTime now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, actor.Zone));

    private ConditionDefinition Told(ConditionDefinition d) => d with
    {
        All = d.All?.Select(Told).ToList(), Any = d.Any?.Select(Told).ToList(),
        Value = d.Value is { ValueKind: JsonValueKind.String } value ? value.GetString() switch { "@period" => Json(Word), "@period_name" => Json(Name), "@period_start" => Json(Period.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), _ => value } : d.Value,
    };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
