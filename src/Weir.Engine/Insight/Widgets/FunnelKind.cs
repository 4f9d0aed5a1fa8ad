using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>A funnel over the choices of a field: count, amount and what of it is likely, each step with its records behind it.</summary>
public sealed class FunnelKind : WidgetKind
{
    public override string Key => "funnel";

    public override Words Label => ("漏斗", "Funnel");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Text("by", "阶段字段", "Field of the steps", required: true), Setting.Text("amount", "金额字段", "Amount", required: true),
        Setting.Text("weighted", "加权字段", "Weighted amount", required: true), Setting.Json("where", "条件", "Condition"), Setting.Text("date", "期间字段", "Date of the period"), Setting.Text("people", "人员字段", "Whose"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var form = FigureCheck.Form(app, place, given.Form);
        FigureCheck.Paths(form, place, given.By, given.Amount, given.Weighted);
        FigureCheck.Where(form, given.Where, given.Date, given.People);
        return new Made { Definition = definition, Given = given };
    }

    private sealed record Given(string Form, string By, string Amount, string Weighted, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner);

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!run.Reads(Given.Form, Given.By, Given.Amount, Given.Weighted, Given.Date)) return null;
            var form = run.App[Given.Form];
            var by = form.Path(Given.By)!;
            var groups = await run.Groups(form, Given.Where, Given.Date, Given.People, [(Given.By, DateBucket.None)], [(null, "count"), (Given.Amount, "sum"), (Given.Weighted, "sum")], cancel);
            var steps = groups.Select(g => new WidgetData.Step(
                by.Field.Type.Read(by.Field, g[0]), (long)(g[1] as decimal? ?? 0m), g[2] as decimal? ?? 0m, g[3] as decimal? ?? 0m,
                new(form, Group.Of(run.Behind(form, Given.Where, Given.Date, Given.People), by, DateBucket.None, g[0]))));
            return new WidgetData.Funnel(by.Field, Group.Ordered(steps, by.Field, DateBucket.None, s => s.Key, s => s.Amount, int.MaxValue));
        }
    }
}
