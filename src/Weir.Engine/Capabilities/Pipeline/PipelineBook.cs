using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>The compiled pipelines of one form, and the fields that they keep.</summary>
internal sealed class PipelineBook
{
    public required Form Form { get; init; }

    public required PipelineSettings Settings { get; init; }

    public required Field Stage { get; init; }

    public required Field Status { get; init; }

    public Field? Pipeline { get; private init; }

    public Field? Rate { get; private init; }

    public Field? Amount { get; private init; }

    public Field? EnteredAt { get; private init; }

    public Field? ClosedAt { get; private init; }

    public Field? Forecast { get; private init; }

    public Field? Reason { get; private init; }

    public Field? LostTo { get; private init; }

    public Field? Note { get; private init; }

    public Field? Credit { get; private init; }

    public Field? LastActivity { get; private init; }

    public StateWords States => Settings.States;

    public IReadOnlyList<StagePlan> Plans { get; private set; } = [];

    /// <summary>Those that records may still come into; never empty.</summary>
    public IEnumerable<StagePlan> Live => Plans.Where(p => !p.Retired);

    public StagePlan PlanOf(Record record) => Pipeline is not null && record[Pipeline] is string key && Plans.FirstOrDefault(p => p.Key == key) is { } plan ? plan : Plans[0];

    /// <summary>Where the record stands; the first stage when it stands nowhere.</summary>
    public Stage At(Record record) => PlanOf(record) is var plan && plan.Find(record[Stage] as string) is { } stage ? stage : plan.First;

    public bool IsOpen(Record record) => record[Status] as string == States.Open;

    /// <summary>A condition on the status field.</summary>
    public Condition In(params string[] states) => Condition.Compile(Form, new ConditionDefinition { Field = Status.Key, Op = "any_of", Value = System.Text.Json.JsonSerializer.SerializeToElement(states) });

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static PipelineBook Compile(Form form, PipelineSettings settings)
    {
        var keys = settings.Fields;
        var book = new PipelineBook
        {
            Form = form, Settings = settings,
            Stage = Named(keys.Stage), Status = Named(keys.Status), Pipeline = Perhaps(keys.Pipeline), Rate = Perhaps(keys.Rate), Amount = Perhaps(keys.Amount),
            EnteredAt = Perhaps(keys.EnteredAt), ClosedAt = Perhaps(keys.ClosedAt), Forecast = Perhaps(keys.Forecast), Reason = Perhaps(keys.Reason), LostTo = Perhaps(keys.LostTo),
            Note = Perhaps(keys.Note), Credit = Perhaps(keys.Credit), LastActivity = Perhaps(keys.LastActivity),
        };
        foreach (var state in new[] { settings.States.Open, settings.States.Won, settings.States.Lost, settings.States.Held }) Option(book.Status, state);
        book.Plans = [.. settings.Pipelines.Select(p => Plan(book, p))];
        if (book.Plans.All(p => p.Retired)) throw Wrong(form, "pipeline.none", ("至少要有一个流程。", "There must be a pipeline."));
        if (book.Plans.Count > 1 && book.Pipeline is null) throw Wrong(form, "pipeline.no_field", ("有多个流程时必须指定流程字段。", "With several pipelines there must be a field for the pipeline."));
        foreach (var role in settings.Reopen)
            if (form.App.Definition.Roles.All(r => r.Key != role)) throw Wrong(form, "pipeline.no_role", ($"没有角色“{role}”。", $"There is no role '{role}'."));
        return book;

        Field Named(string key) => form.Find(key) is { Column: not null } field ? field : throw Wrong(form, "pipeline.no_such_field", ($"没有字段“{key}”。", $"There is no field '{key}'."));
        Field? Perhaps(string? key) => key is null ? null : Named(key);
    }

    private static StagePlan Plan(PipelineBook book, PlanSettings given)
    {
        var stages = given.Stages.Select((s, i) =>
        {
            var option = Option(book.Stage, s.Key);
            if (s.Forecast is not null && book.Forecast is not null) Option(book.Forecast, s.Forecast);
            return new Stage(s.Key, option.Label, option.Colour, s.Kind, i, s.Rate, s.Forecast, s.Stay, [.. s.Gates.Select(g => GateCatalogue.Compile(book.Form, g)).OfType<Gate>()]) { Retired = s.Retired };
        }).ToList();
        if (stages.GroupBy(s => s.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw Wrong(book.Form, "pipeline.twin_stage", ($"流程“{given.Key}”中有两个“{twin.First().Label.Zh}”阶段。", $"The pipeline '{given.Key}' has two stages '{twin.First().Label.En}'."));
        if (stages.All(s => s is not { Kind: StageKind.Open, Retired: false })) throw Wrong(book.Form, "pipeline.no_stage", ($"流程“{given.Key}”没有进行中的阶段。", $"The pipeline '{given.Key}' has no open stage."));
        var label = book.Pipeline is { } field ? Option(field, given.Key).Label : book.Form.Label;
        return new StagePlan(given.Key, label, Condition.Compile(book.Form, given.When), given.Cap, [.. given.Floors.Select(Lift).OfType<RateLift>()], [.. given.Bonuses.Select(Lift).OfType<RateLift>()], stages) { Retired = given.Retired };

        RateLift? Lift(LiftSettings lift) => GateCatalogue.Compile(book.Form, lift.If) is { } gate ? new(lift.Rate, gate) : null;
    }

    private static Option Option(Field field, string key) => field.Type.Options(field).FirstOrDefault(o => o.Key == key)
        ?? throw Wrong(field.Form, "pipeline.no_option", ($"“{field.Label.Zh}”没有选项“{key}”。", $"'{field.Label.En}' has no option '{key}'."));

    private static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.capabilities.pipeline", code, words);
}
