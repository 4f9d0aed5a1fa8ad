using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.Insight.Widgets;

/// <summary>One number: a figure, or a formula over several figures by their names; <c>days</c> is the length of the period.</summary>
public sealed class CardKind : WidgetKind
{
    private const string Days = "days";

    public override string Key => "card";

    public override Words Label => ("指标卡", "Figure");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Json("figures", "数字", "Figures"), Setting.Text("formula", "公式", "Formula", required: true), Setting.Text("format", "格式", "Format"),
        Setting.Json("second", "第二个数字", "Second figure"), Setting.Text("goal", "目标公式", "Formula of the goal"), Setting.Text("leads", "点击打开", "Opens"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        foreach (var (key, figure) in given.Figures) FigureCheck.Of(app, $"{place}.{key}", figure);
        if (given.Leads is not null && !given.Figures.ContainsKey(given.Leads)) throw new DefinitionError(place, "widget.no_figure", ($"没有数字“{given.Leads}”。", $"There is no figure '{given.Leads}'."));
        var names = new FigureNames([.. given.Figures.Keys, Days]);
        return new Made
        {
            Definition = definition, Given = given, Formula = Compiled(given.Formula)!, Second = given.Second is { } second ? Compiled(second.Formula) : null, Goal = Compiled(given.Goal),
        };

        Formula? Compiled(string? text)
        {
            try
            {
                return text is null ? null : Formula.Compile(text, names);
            }
            catch (FormulaError wrong)
            {
                throw new DefinitionError(place, wrong.Code, (wrong.Message(true), wrong.Message(false)));
            }
        }
    }

    private sealed record Given(IReadOnlyDictionary<string, FigureDefinition> Figures, string Formula, string Format = "number", GivenSecond? Second = null, string? Goal = null, string? Leads = null);

    private sealed record GivenSecond(Words Label, string Formula, string Format = "number");

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required Formula Formula { get; init; }

        public required Formula? Second { get; init; }

        public required Formula? Goal { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!Given.Figures.Values.All(f => run.Reads(f.Form, f.Field, f.Date, run.Scope.Member is null ? null : f.People))) return null;
            var figures = new Dictionary<string, decimal?> { [Days] = run.Scope.Period.To.DayNumber - run.Scope.Period.From.DayNumber + 1 };
            foreach (var (key, figure) in Given.Figures) figures[key] = await run.Figure(figure, cancel);
            WidgetData.Behind? leads = null;
            if (Given.Leads is { } one && Given.Figures[one] is var to) leads = new(run.App[to.Form], run.Behind(run.App[to.Form], to.Where, to.Date, to.People));
            return new WidgetData.Card(run.Reckon(Formula, figures), Given.Format, Second is null ? null : (Given.Second!.Label, run.Reckon(Second, figures), Given.Second.Format), Goal is null ? null : run.Reckon(Goal, figures), leads);
        }
    }
}

/// <summary>Whether a figure of a definition can be reckoned at all.</summary>
internal static class FigureCheck
{
    private static readonly InsightScope Sample = new("this_month", new(new(2026, 1, 1), new(2026, 1, 31)), 1, 1);

    public static void Of(App app, string place, FigureDefinition figure)
    {
        var form = Form(app, place, figure.Form);
        if (figure.How is not ("count" or "sum" or "avg" or "min" or "max")) throw new DefinitionError(place, "widget.no_way", ($"没有统计方式“{figure.How}”。", $"There is no way '{figure.How}' to sum up."));
        if (figure.How != "count") Paths(form, place, figure.Field ?? "");
        Where(form, figure.Where, figure.Date, figure.People);
    }

    public static Form Form(App app, string place, string key) =>
        app.Find(key) ?? throw new DefinitionError(place, "widget.no_form", ($"没有表单“{key}”。", $"There is no form '{key}'."));

    public static void Paths(Form form, string place, params IEnumerable<string> paths)
    {
        foreach (var path in paths)
            if (form.Path(path) is not { InLines: false, Field.Column: not null }) throw new DefinitionError(place, "widget.unknown_field", ($"没有字段“{form.Key}.{path}”。", $"There is no field '{form.Key}.{path}'."));
    }

    public static void Where(Form form, ConditionDefinition? where, string? date, string people) => Conditions.Condition.Compile(form, Sample.Where(form, where, date, people));
}
