using Weir.Engine.Actions;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Tests.Capabilities;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash.Story;

/// <summary>One lead to cash: the thirty steps of the acceptance scenario on one company, each step going on where the one before has ended. Days are set by the clock.</summary>
internal sealed partial class Story(Desk desk) : IAsyncDisposable
{
    private const decimal Million = 1_000_000m;

    public static async Task<Story> Open(Weir.Sql.Sessions.DatabaseKind kind)
    {
        var story = new Story(await Desk.Open(kind));
        await PoolTests.Pools(story.Desk, pool => pool["dailyClaims"] = 5);
        await PoolTests.Settings(story.Desk, "lead", "assignment", s => s["rules"]!.AsArray()[0]!["weights"] = System.Text.Json.Nodes.JsonNode.Parse($$"""[{ "who": { "members": [{{Desk.Rep}}] }, "weight": 2 }]"""));
        return story;
    }

    public Desk Desk => desk;

    /// <summary>Ten in the morning in Shanghai.</summary>
    private void Today(int month, int day) => desk.Clock.Now = new(2026, month, day, 2, 0, 0, TimeSpan.Zero);

    private static DateOnly On(int month, int day) => new(2026, month, day);

    private async Task<Acted> Act(long member, string form, long id, string action, params (string Key, object? Value)[] answers) => await Act(member, form, id, action, _ => { }, answers);

    /// <summary>As the dialog does: it begins with what the action prepares, and the person changes some of it.</summary>
    private async Task<Acted> Act(long member, string form, long id, string action, Action<Draft> more, params (string Key, object? Value)[] answers)
    {
        var of = desk.Form(form);
        if ((of.Action(action) ?? throw new InvalidOperationException($"'{form}' has no action '{action}'.")).Ask is null) return await desk.Records.Act(desk.Actor(member), of, id, action);
        var draft = await desk.Records.Ask(desk.Actor(member), of, id, action);
        foreach (var (key, value) in answers) draft.Set(key, value);
        more(draft);
        return await desk.Records.Act(desk.Actor(member), of, id, action, draft);
    }

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    private async Task<Record> Lines(long member, string form, long id, string lines, params Dictionary<string, object?>[] rows)
    {
        var draft = new Draft(desk.Form(form)) { Id = id };
        draft.Lines[lines] = [.. rows.Select(r => new DraftLine(null, r))];
        return (await desk.Records.Save(desk.Actor(member), draft)).Record;
    }

    private static Dictionary<string, object?> Row(params (string Key, object? Value)[] cells) => cells.ToDictionary(c => c.Key, c => c.Value);

    private Task<int> Count(string form, ConditionDefinition? where = null, long member = Desk.Admin) =>
        desk.Query.Count(desk.Actor(member), new ListQuery(desk.Form(form)) { Where = where is null ? Condition.Always : Condition.Compile(desk.Form(form), where) }, 1000);

    private async Task<List<Record>> All(string form, ConditionDefinition? where = null)
    {
        var page = await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(desk.Form(form)) { Where = where is null ? Condition.Always : Condition.Compile(desk.Form(form), where), Limit = 200 });
        var records = new List<Record>();
        foreach (var row in page.Rows) records.Add(await desk.Read(form, row.Id));
        return records;
    }

    private static ConditionDefinition Is(string field, object value) => new() { Field = field, Op = value is Array ? "any_of" : "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(value) };

    private static ConditionDefinition Is(string field, string op, object? value) => new() { Field = field, Op = op, Value = value is null ? null : System.Text.Json.JsonSerializer.SerializeToElement(value) };

    private async Task<decimal> Sum(string form, string field, ConditionDefinition where)
    {
        var sums = await desk.Query.Groups(desk.Actor(Desk.Executive), new ListQuery(desk.Form(form)) { Where = Condition.Compile(desk.Form(form), where) }, [], [(desk.Form(form).Path(field)!, Aggregation.Sum)]);
        return System.Convert.ToDecimal(sums.Single()[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What is open, and what was won, by their rates.</summary>
    private Task<decimal> Forecast() => Sum("opportunity", "weighted_amount", Is("status", new[] { "open", "won" }));

    private async Task<List<WidgetData>> Dashboard(long member, string key, string period = "this_month")
    {
        var insights = new Insights(desk.Query, desk.Clock);
        var actor = desk.Actor(member);
        return [.. (await insights.Load(actor, desk.App, desk.App.Dashboards.Single(d => d.Definition.Key == key), insights.Scope(actor, period, null, null))).Select(w => w.Data)];
    }

    private async Task<WidgetData> Widget(long member, string dashboard, string label, string period = "this_month")
    {
        var definition = desk.App.Dashboards.Single(d => d.Definition.Key == dashboard).Definition;
        return (await Dashboard(member, dashboard, period))[definition.Widgets.Index().Single(w => w.Item.Label.Zh == label).Index];
    }

    private async Task<(decimal? Value, decimal? Second)> Card(long member, string dashboard, string label, string period = "this_month") =>
        Assert.IsType<WidgetData.Card>(await Widget(member, dashboard, label, period)) is var card ? (card.Value, card.Second?.Value) : default;

    /// <summary>The figures of the manager as they are and as they would be.</summary>
    private async Task<IEnumerable<(decimal, decimal)>> WhatIf(params (string Key, decimal Value)[] moved)
    {
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(Desk.Manager));
        var dashboard = desk.App.Dashboards.Single(d => d.Definition.Key == "manager");
        var place = dashboard.Definition.Widgets.Index().Single(w => w.Item.Kind == "what_if").Index;
        var scope = insights.Scope(actor, "this_month", null, null) with { Levers = moved.ToDictionary(m => m.Key, m => m.Value) };
        return Assert.IsType<WidgetData.WhatIf>(await insights.Load(actor, desk.App, dashboard, place, scope)).Rows.Select(r => (decimal.Round(r.Now!.Value, 2), decimal.Round(r.Then!.Value, 2)));
    }

    /// <summary>The rows of a group of figures by their words.</summary>
    private async Task<Dictionary<string, decimal?>> Lines(long member, string label, string period) =>
        Assert.IsType<WidgetData.Figures>(await Widget(member, "manager", label, period)).Rows.ToDictionary(r => r.Label.Zh, r => r.Value);

    private async Task<Batch> Import(long member, string form, IReadOnlyDictionary<string, string> given, params object?[][] rows)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("weir-story-").FullName;
        var context = new ExchangeContext(desk.Database, desk.Apps, desk.Records, desk.Query, desk.Ids, desk.Clock, () => desk.Directory, new ExchangeFiles(folder));
        var imports = new Importer(context);
        var stream = new MemoryStream();
        using (var writer = SheetWriter.Xlsx(stream))
        {
            writer.Begin("Sheet1", [.. rows[0].Select(t => new SheetColumn((string)t!) { Format = SheetFormat.Number() })]);
            foreach (var row in rows.Skip(1)) writer.Write(row);
            writer.Finish();
        }
        stream.Position = 0;
        var batch = await imports.Upload(desk.Actor(member), desk.Form(form), stream, "story.xlsx");
        var columns = batch.Import.Columns.Where(c => c.Target is not null).ToDictionary(c => c.Index, c => c.Target!);
        Assert.Equal(rows[0].Length, columns.Count);
        await imports.Start(desk.Actor(member), desk.App, batch.Id, new ImportChoice(columns, ImportMode.Create) { Fixed = given });
        await using (var runner = new BatchRunner(context, [new ImportWork(context)]))
            while (await runner.RunNext()) { }
        System.IO.Directory.Delete(folder, true);
        return await imports.Progress(desk.Actor(member), desk.App, batch.Id);
    }

    public ValueTask DisposeAsync() => desk.DisposeAsync();
}
