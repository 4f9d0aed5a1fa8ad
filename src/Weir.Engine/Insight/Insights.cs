using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Insight;

/// <summary>A compiled dashboard: its cards in order.</summary>
public sealed record Dashboard(DashboardDefinition Definition, IReadOnlyList<Widget> Widgets)
{
    internal static Dashboard Compile(App app, DashboardDefinition d)
    {
        var widgets = d.Widgets.Select((w, i) =>
            (WidgetCatalogue.Find(w.Kind) ?? throw new DefinitionError($"{d.Key}[{i}]", "widget.unknown", ($"没有组件“{w.Kind}”。", $"There is no widget '{w.Kind}'."))).Compile(app, $"{d.Key}[{i}]", w)).ToList();
        foreach (var (i, widget) in widgets.Index()) widget.Place = i;
        return new(d, widgets);
    }

    public bool For(Actor actor) => Definition.Roles.Count == 0 || actor.Administrator || actor.Roles(App).Any(r => Definition.Roles.Contains(r));

    internal string App { get; init; } = "";
}

/// <summary>A report that was reckoned: a row for each group.</summary>
public sealed record ReportTable(ReportDefinition Definition, Form Form, FieldPath By, FieldPath? Then, IReadOnlyList<ReportRow> Rows, ConditionDefinition? Where, IReadOnlyList<decimal?> Totals)
{
    /// <summary>The records with the line items that the report lists, newest first; empty when it sums up.</summary>
    public IReadOnlyList<Record> Listed { get; init; } = [];

    /// <summary>There are more records than are listed.</summary>
    public bool More { get; init; }

    /// <summary>The best and the worst value of a column that marks them; null when there is nothing to choose between.</summary>
    public (decimal Best, decimal Worst)? Ends(int column)
    {
        var values = Definition.Measures[column].Marked ? Rows.Select(r => r.Values[column]).OfType<decimal>().ToList() : [];
        return values.Count > 1 && values.Max() is var best && values.Min() is var worst && best > worst ? (best, worst) : null;
    }
}

/// <param name="Keys">As read from their fields, or the first day of a bucket.</param>
/// <param name="Behind">For each value the records it counts, where they are others than those of the row.</param>
public sealed record ReportRow(IReadOnlyList<object?> Keys, IReadOnlyList<decimal?> Values, ConditionDefinition? Where, IReadOnlyList<WidgetData.Behind?> Behind);

/// <summary>Reckons dashboards and reports for whoever asks, over what they may see.</summary>
public sealed class Insights(RecordQuery query, TimeProvider clock)
{
    /// <summary>So many cards of one dashboard are reckoned beside each other; more would only keep others from the database.</summary>
    private const int AtOnce = 3;

    private const int MostListed = 200;

    /// <exception cref="ProblemException">Invalid: days told outright that make no period.</exception>
    public InsightScope Scope(Actor actor, string? word, long? member, long? department) => InsightScope.Of(actor, clock.GetUtcNow().UtcDateTime, word, member, department);

    /// <summary>The word for two days as somebody writes them.</summary>
    /// <exception cref="ProblemException">Invalid: they cannot be read, or make no period.</exception>
    public string Span(Actor actor, string? from, string? to) => InsightScope.Span(actor, clock.GetUtcNow().UtcDateTime, from, to);

    /// <summary>The panels of a record, each with what it shows; those that the actor may not see are left out.</summary>
    public async Task<IReadOnlyList<(Panels.Panel Panel, Panels.PanelData Data)>> Panels(Actor actor, SeenRecord seen, CancellationToken cancel = default)
    {
        var look = new Panels.PanelLook(query, actor, seen);
        var shown = new List<(Panels.Panel, Panels.PanelData)>();
        foreach (var panel in seen.Record.Form.Panels)
            if (await panel.Load(look, cancel) is { } data) shown.Add((panel, data));
        return shown;
    }

    /// <summary>Each card with what it shows; those that the actor may not see are left out.</summary>
    public async Task<IReadOnlyList<(Widget Widget, WidgetData Data)>> Load(Actor actor, App app, Dashboard dashboard, InsightScope scope, CancellationToken cancel = default)
    {
        var run = new InsightRun(query, actor, app, scope, clock.GetUtcNow().UtcDateTime);
        var loaded = new WidgetData?[dashboard.Widgets.Count];
        await Parallel.ForAsync(0, loaded.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (i, stop) => loaded[i] = dashboard.Widgets[i].Definition.Off ? null : await dashboard.Widgets[i].Load(run, stop));
        return [.. dashboard.Widgets.Zip(loaded).Where(w => w.Second is not null).Select(w => (w.First, w.Second!))];
    }

    /// <summary>One card of a dashboard; null when there is none there that the actor may see.</summary>
    public async Task<WidgetData?> Load(Actor actor, App app, Dashboard dashboard, int place, InsightScope scope, CancellationToken cancel = default) =>
        place < 0 || place >= dashboard.Widgets.Count || dashboard.Widgets[place].Definition.Off ? null : await dashboard.Widgets[place].Load(new InsightRun(query, actor, app, scope, clock.GetUtcNow().UtcDateTime), cancel);

    /// <exception cref="ProblemException">NotFound when the actor may not see what it is made of.</exception>
    public async Task<ReportTable> Load(Actor actor, App app, ReportDefinition report, InsightScope scope, CancellationToken cancel = default)
    {
        var run = new InsightRun(query, actor, app, scope, clock.GetUtcNow().UtcDateTime);
        if (!run.Reads(report.Form, [report.By, report.Then, report.Date])) throw Problem.NotFound("report.not_found").Exception();
        report = ReportFigures.Seen(run, report);
        var form = app[report.Form];
        var bucket = BarsKind.Bucket(report.Key, report.Bucket);
        var (by, then) = (form.Path(report.By)!, report.Then is null ? null : form.Path(report.Then));
        var where = run.Behind(form, report.Where, report.Date, SystemFields.Owner);
        if (report.Lines is { } lines)
        {
            if (!run.Reads(report.Form, lines)) throw Problem.NotFound("report.not_found").Exception();
            var page = await run.Rows(form, report.Where, report.Date, SystemFields.Owner, [report.By], [], MostListed, cancel);
            var records = await query.Whole(actor, form, [.. page.Rows.Select(r => r.Id)], cancel);
            return new(report, form, by, null, [], where, []) { Listed = [.. records.Where(r => r.Lines(form[lines]).Count > 0)], More = page.Next is not null };
        }
        var groups = await ReportFigures.Load(run, form, report, bucket, cancel);
        var keys = then is null ? 1 : 2;
        var shown = report.Measures.Index().Where(m => !m.Item.Hidden).Select(m => m.Index).ToList();
        ConditionDefinition? At(ConditionDefinition? all, FieldPath first, FieldPath? second, IReadOnlyList<object?> group) =>
            Group.Of(all, first, bucket, group[0]) is var one && second is null ? one : Group.Of(one, second, Sql.Query.DateBucket.None, group[1]);
        WidgetData.Behind? Behind(ReportMeasure measure, IReadOnlyList<object?> group) => !measure.Apart || measure.Of(report) is not { } source || app[source.Form] is not { } of ? null
            : new(of, At(run.Behind(of, source.Where, source.Date, source.People), of.Path(source.By)!, source.Then is null ? null : of.Path(source.Then), group));
        var rows = groups.Select(g =>
        {
            IReadOnlyList<object?> read = [bucket == Sql.Query.DateBucket.None ? by.Field.Type.Read(by.Field, g[0]) : g[0], .. then is null ? Enumerable.Empty<object?>() : [then.Field.Type.Read(then.Field, g[1])]];
            return new ReportRow(read, [.. shown.Select(i => g[keys + i] as decimal?)], At(where, by, then, g), [.. shown.Select(i => Behind(report.Measures[i], g))]);
        });
        var totals = ReportFigures.Totals(run, report, groups, keys);
        var inner = then is null ? rows : Group.Ordered(rows, then.Field, Sql.Query.DateBucket.None, r => r.Keys[1], r => r.Values[^1] ?? 0m, 1000);
        return new(report with { Measures = [.. shown.Select(i => report.Measures[i])] }, form, by, then, Group.Ordered(inner, by.Field, bucket, r => r.Keys[0], r => r.Values[^1] ?? 0m, 1000), where, [.. shown.Select(i => totals[i])]);
    }
}
