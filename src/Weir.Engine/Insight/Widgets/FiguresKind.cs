using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Several numbers below each other that belong together, each a formula over figures.</summary>
public sealed class FiguresKind : WidgetKind
{
    public override string Key => "figures";

    public override Words Label => ("指标组", "Figures");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Json("figures", "数字", "Figures"), Setting.Json("rows", "行", "Rows"), Setting.Text("whole", "合计公式", "Formula of the whole")];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var figures = new FigureSet(app, place, given.Figures);
        var rows = given.Rows.Select(r => (r, figures.Compile(r.Formula))).ToList();
        foreach (var row in given.Rows) if (row.Leads is not null) figures.Know(row.Leads);
        return new Made { Definition = definition, Figures = figures, Rows = rows, Whole = given.Whole is { } whole ? figures.Compile(whole) : null };
    }

    /// <param name="Whole">What the rows are drawn as shares of.</param>
    private sealed record Given(IReadOnlyList<GivenRow> Rows, IReadOnlyDictionary<string, FigureDefinition>? Figures = null, string? Whole = null);

    private sealed record GivenRow(Words Label, string Formula, string Format = "number", string? Leads = null, string Tone = "accent");

    private sealed class Made : Widget
    {
        public required FigureSet Figures { get; init; }

        public required IReadOnlyList<(GivenRow Given, Formula Formula)> Rows { get; init; }

        public required Formula? Whole { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!Figures.Readable(run)) return null;
            var figures = await Figures.Load(run, cancel);
            return new WidgetData.Figures([.. Rows.Select(r => new WidgetData.Figure(r.Given.Label, run.Reckon(r.Formula, figures), r.Given.Format, r.Given.Tone, r.Given.Leads is { } leads ? Figures.Behind(run, leads) : null))],
                Whole is null ? null : run.Reckon(Whole, figures)) { Spread = await Figures.Note(run, cancel) };
        }
    }
}
