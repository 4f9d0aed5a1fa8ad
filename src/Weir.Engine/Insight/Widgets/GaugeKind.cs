using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.Insight.Widgets;

/// <summary>A formula over figures, as a hand on a scale that ends at a fixed number.</summary>
public sealed class GaugeKind : WidgetKind
{
    public override string Key => "gauge";

    public override Words Label => ("仪表", "Gauge");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Json("figures", "数字", "Figures"), Setting.Text("formula", "公式", "Formula", required: true), Setting.Number("goal", "目标", "Goal"), Setting.Number("most", "最大刻度", "End of the scale"),
        Setting.Text("better", "越大越好或越小越好", "More or less is better"), Setting.Text("format", "格式", "Format"), Setting.Text("leads", "点击打开", "Opens"),
        Setting.Json("second", "第二个数字", "Second figure"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        foreach (var (key, figure) in given.Figures)
        {
            FigureCheck.Of(app, $"{place}.{key}", figure);
            FigureCheck.Whole(place, figure);
        }
        foreach (var named in new[] { given.Leads, given.Second?.Figure }.OfType<string>().Where(n => !given.Figures.ContainsKey(n)))
            throw new DefinitionError(place, "widget.no_figure", ($"没有数字“{named}”。", $"There is no figure '{named}'."));
        if (given.Most <= 0) throw new DefinitionError(place, "widget.no_scale", ("仪表的最大刻度要大于 0。", "The scale of a gauge must end above 0."));
        try
        {
            return new Made { Definition = definition, Given = given, Formula = Formula.Compile(given.Formula, new FigureNames([.. given.Figures.Keys])) };
        }
        catch (FormulaError wrong)
        {
            throw new DefinitionError(place, wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    private sealed record Given(
        IReadOnlyDictionary<string, FigureDefinition> Figures, string Formula, decimal? Goal = null, decimal Most = 100, string Better = "more", string Format = "number", string? Leads = null, GivenSecond? Second = null);

    /// <summary>One of the figures beside the hand, such as the mean beside the median.</summary>
    private sealed record GivenSecond(Words Label, string Figure);

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required Formula Formula { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!Given.Figures.Values.All(f => run.Reads(f.Form, f.Field, f.Date, run.Scope.Member is null ? null : f.People))) return null;
            var figures = new Dictionary<string, decimal?>();
            foreach (var (key, figure) in Given.Figures) figures[key] = await run.Figure(figure, cancel);
            WidgetData.Behind? leads = null;
            if (Given.Leads is { } one) leads = run.Behind(Given.Figures[one]);
            return new GaugeData(run.Reckon(Formula, figures), Given.Goal, Given.Most, Given.Format, Given.Better == "less", leads, Given.Second is { } second ? (second.Label, figures[second.Figure]) : null);
        }
    }
}
