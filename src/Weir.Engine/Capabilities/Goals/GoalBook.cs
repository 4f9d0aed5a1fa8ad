using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Goals;

/// <summary>The compiled settings of one form of goals: its fields, and what each metric counts. Reckons nothing.</summary>
internal sealed class GoalBook
{
    private readonly Dictionary<string, Tally> actual = [], forecast = [];

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public GoalBook(Form form, GoalSettings settings)
    {
        Form = form;
        (From, To) = (Day(settings.From), Day(settings.To));
        (Metric, Scope) = (Named(settings.Metric), Named(settings.Scope));
        Actual = Number(settings.Actual);
        Forecast = settings.Forecast is { } key ? Number(key) : null;
        foreach (var (option, figure) in settings.Figures) actual[Option(Metric, option)] = Of(figure);
        foreach (var (option, figure) in settings.Forecasts) forecast[Option(Metric, option)] = Of(figure);
        Subjects = settings.Subjects.ToDictionary(s => Option(Scope, s.Key), s => s.Value is null ? null : Named(s.Value) is var field && (IsMember(field) || field.Type.Kind(field) == ValueKind.Department) ? field : throw Wrong("goal.bad_subject", ($"“{s.Value}”不是成员或部门字段。", $"'{s.Value}' is no field for a member or a department.")));
        (Reached, Missing) = (settings.Reached is { } reached ? Named(reached) : null, settings.Missing is { } missing ? Number(missing) : null);
        if (Reached is null && (settings.Tiers.Count > 0 || Missing is not null)) throw Wrong("goal.no_tiers", ("有档位时要写明记录已达档位的字段。", "Tiers need a field that takes which of them is reached."));
        Tiers = [.. settings.Tiers.Select(t => (Named(t.Field) is var field && field.Type.Kind(field) == ValueKind.Number ? field : throw Wrong("goal.bad_number", ($"“{t.Field}”不是数字字段。", $"'{t.Field}' is no number.")), Option(Reached!, t.Option)))];
        Below = Reached is null || settings.Below is null ? null : Option(Reached, settings.Below);
        Own = new[] { From, To, Metric, Scope }.Concat(Tiers.Select(t => t.Field)).Concat(Subjects.Values.OfType<Field>()).Select(f => f.Key).Append(SystemFields.DeletedAt).ToHashSet();

        Field Named(string name) => form.Find(name) is { Column: not null } field ? field : throw Wrong("goal.no_such_field", ($"没有字段“{name}”。", $"There is no field '{name}'."));
        Field Day(string name) => Named(name) is var field && field.Type.Kind(field) == ValueKind.Date ? field : throw Wrong("goal.bad_day", ($"“{name}”不是日期字段。", $"'{name}' is no date."));
        Field Number(string name) => Named(name) is { Type.Computed: false } field && field.Type.Kind(field) == ValueKind.Number ? field : throw Wrong("goal.bad_number", ($"“{name}”应是可写入的数字字段。", $"'{name}' must be a number that is not computed."));
        Tally Of(string name) => form.App.Definition.Figures.TryGetValue(name, out var figure) ? Tally.Compile(form.App, $"{form.Key}.capabilities.goals.{name}", figure) : throw Wrong("goal.no_figure", ($"没有数字“{name}”。", $"There is no figure '{name}'."));
        string Option(Field field, string option) => field.Type.Options(field).Any(o => o.Key == option) ? option : throw Wrong("goal.no_option", ($"“{field.Label.Zh}”没有选项“{option}”。", $"'{field.Label.En}' has no option '{option}'."));
        DefinitionError Wrong(string code, Words words) => new($"{form.Key}.capabilities.goals", code, words);
    }

    public Form Form { get; }

    public Field From { get; }

    public Field To { get; }

    public Field Metric { get; }

    public Field Scope { get; }

    public Field Actual { get; }

    public Field? Forecast { get; }

    public IReadOnlyDictionary<string, Field?> Subjects { get; }

    /// <summary>From the first to be reached to the last.</summary>
    public IReadOnlyList<(Field Field, string Option)> Tiers { get; }

    public Field? Reached { get; }

    public string? Below { get; }

    public Field? Missing { get; }

    /// <summary>Fields which decide what a goal counts.</summary>
    public IReadOnlySet<string> Own { get; }

    /// <summary>The tallies over one form, with the metrics that want them.</summary>
    public IEnumerable<(string Metric, Tally Tally)> Over(Form form) => actual.Concat(forecast).Where(t => t.Value.Form == form).Select(t => (t.Key, t.Value));

    public IEnumerable<string> Forms => actual.Values.Concat(forecast.Values).Select(t => t.Form.Key).Append(Form.Key).Distinct();

    /// <summary>The fields that a goal keeps, each with what it counts; null when its metric counts nothing there.</summary>
    public IEnumerable<(Field Field, Tally? Tally)> Of(Record goal)
    {
        var metric = goal[Metric] as string ?? "";
        yield return (Actual, actual.GetValueOrDefault(metric));
        if (Forecast is not null) yield return (Forecast, forecast.GetValueOrDefault(metric));
    }

    /// <summary>Fills in which tier is reached and what is missing to the next.</summary>
    public void Stand(Record goal)
    {
        if (Reached is null) return;
        var tiers = Tiers.Where(t => goal[t.Field] is decimal).Select(t => (Wanted: (decimal)goal[t.Field]!, t.Option)).ToList();
        var actual = goal[Actual] as decimal?;
        goal[Reached] = actual is null ? null : tiers.Where(t => actual >= t.Wanted).Select(t => t.Option).LastOrDefault() ?? Below;
        if (Missing is not null) goal[Missing] = actual is null || tiers.All(t => actual >= t.Wanted) ? null : Missing.Type.FromFormula(Missing, tiers.First(t => actual < t.Wanted).Wanted - actual.Value);
    }

    public static bool IsMember(Field field) => field.Type.LookUp(field) == "members";

    /// <summary>For whom a goal counts; null while it does not say.</summary>
    public InsightScope? ScopeOf(Record goal)
    {
        if (goal[From] is not DateOnly from || goal[To] is not DateOnly to || goal[Scope] is not string kind || !Subjects.TryGetValue(kind, out var field)) return null;
        var whole = InsightScope.Of(from, to);
        if (field is null) return whole;
        return goal[field] is not long subject ? null : IsMember(field) ? whole with { Member = subject } : whole with { Department = subject };
    }
}
