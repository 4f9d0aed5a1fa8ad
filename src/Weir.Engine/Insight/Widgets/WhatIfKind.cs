using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Figures as they would be, were some things otherwise: formulas over the figures of now and levers which whoever looks moves. Stores nothing.</summary>
public sealed class WhatIfKind : WidgetKind
{
    public override string Key => "what_if";

    public override Words Label => ("推演", "What if");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Json("figures", "数字", "Figures"), Setting.Json("levers", "可调项", "Levers"), Setting.Json("rows", "结果", "Results")];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        if (given.Levers.Count == 0 || given.Levers.FirstOrDefault(l => l.Min >= l.Max || l.Step <= 0 || l.Min > 0 || l.Max < 0) is not null)
            throw new DefinitionError(place, "widget.bad_lever", ("可调项需要最小值、最大值（0 在其间）和大于 0 的步长。", "A lever needs a least and a largest value with 0 between them, and a step above 0."));
        var figures = new FigureSet(app, place, given.Figures, given.Levers.Select(l => l.Key));
        return new Made { Definition = definition, Given = given, Figures = figures, Rows = [.. given.Rows.Select(r => (r, figures.Compile(r.Formula)))] };
    }

    private sealed record Given(IReadOnlyList<GivenLever> Levers, IReadOnlyList<GivenRow> Rows, IReadOnlyDictionary<string, FigureDefinition>? Figures = null);

    /// <param name="Key">Formulas name it; 0 leaves everything as it is.</param>
    private sealed record GivenLever(string Key, Words Label, decimal Min = -50, decimal Max = 200, decimal Step = 5);

    private sealed record GivenRow(Words Label, string Formula, string Format = "number");

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required FigureSet Figures { get; init; }

        public required IReadOnlyList<(GivenRow Given, Formula Formula)> Rows { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!Figures.Readable(run)) return null;
            var now = await Figures.Load(run, cancel);
            var levers = Given.Levers.Select(l => new WidgetData.Lever(l.Key, l.Label, l.Min, l.Max, l.Step, Math.Clamp(run.Scope.Levers.GetValueOrDefault(l.Key), l.Min, l.Max))).ToList();
            foreach (var lever in levers) now[lever.Key] = 0m;
            var then = new Dictionary<string, decimal?>(now);
            foreach (var lever in levers) then[lever.Key] = lever.Value;
            return new WidgetData.WhatIf(levers, [.. Rows.Select(r => new WidgetData.Would(r.Given.Label, run.Reckon(r.Formula, now), run.Reckon(r.Formula, then), r.Given.Format))]) { Spread = await Figures.Note(run, cancel) };
        }
    }
}
