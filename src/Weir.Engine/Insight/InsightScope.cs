using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;

namespace Weir.Engine.Insight;

/// <summary>What somebody chose to look at: a period, and whose records. Puts both into conditions; what one may see is decided elsewhere.</summary>
/// <param name="Word">A word of <see cref="Period"/>.</param>
/// <param name="Member">Only this member's records.</param>
/// <param name="Department">Only records of this department and those below.</param>
public sealed record InsightScope(string Word, Period Period, long? Member = null, long? Department = null)
{
    /// <summary>The periods that are offered.</summary>
    public static IReadOnlyList<string> Words { get; } = ["this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year"];

    /// <summary>What somebody moved to see what would be; nothing but a widget of that kind looks at it.</summary>
    public IReadOnlyDictionary<string, decimal> Levers { get; init; } = new Dictionary<string, decimal>();

    /// <summary>As targets name it: 2026-11, 2026Q4, 2026.</summary>
    public string Name => (Period.To.DayNumber - Period.From.DayNumber) switch
    {
        < 31 => Period.From.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        < 95 => $"{Period.From.Year}Q{(Period.From.Month + 2) / 3}",
        _ => Period.From.Year.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Days told outright.</summary>
    public static InsightScope Of(DateOnly from, DateOnly to) => new(Period.Word(from, to), new(from, to));

    public static InsightScope Of(Actor actor, DateTime now, string? word, long? member, long? department)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, actor.Zone));
        word = word is not null && Words.Contains(word) ? word : Words[0];
        return new(word, Period.Find(word, today)!.Value, member, department);
    }

    /// <summary>The condition with the period and the people in it; null asks nothing.</summary>
    public ConditionDefinition? Where(Form form, ConditionDefinition? where, string? date, string people)
    {
        var all = new List<ConditionDefinition>();
        if (where is not null) all.Add(Told(where));
        if (date is not null) all.Add(new() { Field = date, Op = "within", Value = Json(Word) });
        if (Member is { } member) all.Add(new() { Field = people, Op = "is", Value = Json(member) });
        if (Department is { } department && form.Find(SystemFields.OwnerDepartment) is not null) all.Add(new() { Field = SystemFields.OwnerDepartment, Op = "under", Value = Json(new[] { department }) });
        return all.Count switch { 0 => null, 1 => all[0], _ => new() { All = all } };
    }

    private ConditionDefinition Told(ConditionDefinition d) => d with
    {
        All = d.All?.Select(Told).ToList(), Any = d.Any?.Select(Told).ToList(),
        Value = d.Value is { ValueKind: JsonValueKind.String } value ? value.GetString() switch { "@period" => Json(Word), "@period_name" => Json(Name), "@period_start" => Json(Period.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), _ => value } : d.Value,
    };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
}
