using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>The stages of a pipeline: how many records ever came to each, which share of the stage before, and how many of those that passed it were won lately, beside the rate that is set.</summary>
public sealed class StagesKind : WidgetKind
{
    public override string Key => "stages";

    public override Words Label => ("阶段转化", "Stage conversion");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Json("where", "条件", "Condition"), Setting.Text("date", "期间字段", "Date of the period"), Setting.Text("people", "人员字段", "Whose"),
        Setting.Number("past", "历史天数", "Days of experience"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var form = FigureCheck.Form(app, place, given.Form);
        if (Pipeline.Book(form) is not { } book) throw new DefinitionError(place, "widget.no_pipeline", ($"“{form.Label.Zh}”没有销售流程。", $"'{form.Label.En}' has no pipeline."));
        if (book.ClosedAt is null) throw new DefinitionError(place, "widget.no_closed", ($"“{form.Label.Zh}”的流程没有关闭日期字段。", $"The pipeline of '{form.Label.En}' keeps no date of closing."));
        FigureCheck.Where(form, given.Where, given.Date, given.People);
        return new Made { Definition = definition, Given = given, Book = book, Furthest = form[Pipeline.Furthest] };
    }

    /// <param name="Past">So many days count as experience.</param>
    private sealed record Given(string Form, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner, int Past = 365);

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required PipelineBook Book { get; init; }

        public required Field Furthest { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!run.Reads(Given.Form, Book.Stage.Key, Book.Status.Key, Book.ClosedAt!.Key, Furthest.Key, Given.Date)) return null;
            var reached = await Groups(run, Given.Where, Given.Date, cancel);
            var closed = new ConditionDefinition { Field = Book.Status.Key, Op = "any_of", Value = Json(new[] { Book.States.Won, Book.States.Lost }) };
            var past = await Groups(run, new() { All = [closed, new() { Field = Book.ClosedAt.Key, Op = "within", Value = Json($"last_{Math.Clamp(Given.Past, 1, 3650)}_days") }] }, null, cancel);
            return new WidgetData.Stages([.. Book.Plans.Where(p => reached.Any(r => r.Plan == p)).Select(p => new WidgetData.Way(p.Label, [.. Rows(run, p, reached, past)]))]);
        }

        private IEnumerable<WidgetData.Reach> Rows(InsightRun run, StagePlan plan, IReadOnlyList<Came> reached, IReadOnlyList<Came> past)
        {
            var behind = run.Behind(Book.Form, Given.Where, Given.Date, Given.People);
            long? before = null;
            foreach (var (stage, i) in plan.Way.Select(s => (s, plan.Step(s))))
            {
                var count = reached.Where(r => r.Plan == plan && r.Reached >= i).Sum(r => r.Count);
                var passed = past.Where(r => r.Plan == plan && r.Reached >= i).ToList();
                var closed = passed.Sum(r => r.Count);
                yield return new(stage.Label, stage.Colour, stage.Rate, count, Share(count, before), Share(passed.Where(r => r.Status == Book.States.Won).Sum(r => r.Count), closed), closed, new(Book.Form, Behind(behind, plan, i)));
                before = count;
            }
        }

        private static decimal? Share(long part, long? whole) => whole is > 0 ? decimal.Round(part * 100m / whole.Value, 2, MidpointRounding.AwayFromZero) : null;

        private ConditionDefinition Behind(ConditionDefinition? where, StagePlan plan, int stage)
        {
            var all = new List<ConditionDefinition> { new() { Field = Furthest.Key, Op = "gte", Value = Json(stage) } };
            if (Book is { Pipeline: { } pipeline, Plans.Count: > 1 }) all.Add(new() { Field = pipeline.Key, Op = "is", Value = Json(plan.Key) });
            if (where is not null) all.Add(where);
            return new() { All = all };
        }

        /// <summary>How many records there are of each pipeline, reach and status.</summary>
        private async Task<IReadOnlyList<Came>> Groups(InsightRun run, ConditionDefinition? where, string? date, CancellationToken cancel)
        {
            List<(string, DateBucket)> keys = [(Furthest.Key, DateBucket.None), (Book.Status.Key, DateBucket.None)];
            if (Book.Pipeline is { } pipeline) keys.Add((pipeline.Key, DateBucket.None));
            var groups = await run.Groups(Book.Form, where, date, Given.People, keys, [(null, "count")], cancel);
            return [.. groups.Select(g => new Came(
                Book.Plans.FirstOrDefault(p => g.Count > 3 && p.Key == g[2] as string) ?? Book.Plans[0], Furthest.Type.Read(Furthest, g[0]) is decimal reached ? (int)reached : 0, g[1] as string, (long)(g[^1] as decimal? ?? 0m)))];
        }

        private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);
    }

    private sealed record Came(StagePlan Plan, int Reached, string? Status, long Count);
}
