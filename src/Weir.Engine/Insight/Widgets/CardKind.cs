using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.Insight.Widgets;

/// <summary>One number: a figure, or a formula over several figures by their names; <c>days</c> is the length of the period. What the widget does not tell itself is a figure of the app.</summary>
public sealed class CardKind : WidgetKind
{
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
        var figures = new FigureSet(app, place, given.Figures);
        var made = new Made
        {
            Definition = definition, Given = given, Figures = figures, Formula = figures.Compile(given.Formula), Second = given.Second is { } second ? figures.Compile(second.Formula) : null,
            Goal = given.Goal is { } goal ? figures.Compile(goal) : null,
        };
        if (given.Leads is not null) figures.Know(given.Leads);
        return made;
    }

    private sealed record Given(string Formula, IReadOnlyDictionary<string, FigureDefinition>? Figures = null, string Format = "number", GivenSecond? Second = null, string? Goal = null, string? Leads = null);

    private sealed record GivenSecond(Words Label, string Formula, string Format = "number");

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required FigureSet Figures { get; init; }

        public required Formula Formula { get; init; }

        public required Formula? Second { get; init; }

        public required Formula? Goal { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!Figures.Readable(run)) return null;
            var figures = await Figures.Load(run, cancel);
            var leads = Given.Leads is { } one ? Figures.Behind(run, one) : null;
            return new WidgetData.Card(run.Reckon(Formula, figures), Given.Format, Second is null ? null : (Given.Second!.Label, run.Reckon(Second, figures), Given.Second.Format), Goal is null ? null : run.Reckon(Goal, figures), leads) { Spread = await Figures.Note(run, cancel) };
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
        if (figure.How is not ("count" or "sum" or "avg" or "median" or "min" or "max")) throw new DefinitionError(place, "widget.no_way", ($"没有统计方式“{figure.How}”。", $"There is no way '{figure.How}' to sum up."));
        if (figure.How != "count") Paths(form, place, figure.Field ?? "");
        Where(form, figure.Where, figure.Date, figure.People);
        if (figure.Spread is not { } spread) return;
        Paths(form, place, [spread.From, spread.To, .. spread.By]);
        if (figure.How is not ("sum" or "max") || spread.By.Count == 0 || new[] { spread.From, spread.To }.Any(p => form.Path(p)!.Field is var field && field.Type.Kind(field) != ValueKind.Date))
            throw new DefinitionError(place, "widget.no_spread", ($"“{form.Key}”的数字要按天分摊，需要两个日期字段和对象字段，并按合计或最大值统计。", $"A figure of '{form.Key}' that is shared out by days needs two dates, fields that say for whom, and is a sum or the largest."));
    }

    /// <summary>Only what is reckoned figure by figure can be shared out by days.</summary>
    public static void Whole(string place, FigureDefinition figure)
    {
        if (figure.Spread is not null) throw new DefinitionError(place, "widget.no_spread", ("按天分摊的数字不能用在这里。", "A figure that is shared out by days cannot be used here."));
    }

    public static Form Form(App app, string place, string key) =>
        app.Find(key) ?? throw new DefinitionError(place, "widget.no_form", ($"没有表单“{key}”。", $"There is no form '{key}'."));

    public static void Paths(Form form, string place, params IEnumerable<string> paths)
    {
        foreach (var path in paths)
            if (form.Path(path) is not { InLines: false, Field.Column: not null }) throw new DefinitionError(place, "widget.unknown_field", ($"没有字段“{form.Key}.{path}”。", $"There is no field '{form.Key}.{path}'."));
    }

    public static void Where(Form form, ConditionDefinition? where, string? date, string people) => Conditions.Condition.OfQuery(form, Sample.Where(form, where, date, people));
}
