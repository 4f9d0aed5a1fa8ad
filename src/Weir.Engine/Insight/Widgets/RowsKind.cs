using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Insight.Widgets;

/// <summary>The first rows of a list: what is waiting, stuck, due.</summary>
public sealed class RowsKind : WidgetKind
{
    public override string Key => "rows";

    public override Words Label => ("清单", "List");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Tags("columns", "列", "Columns", required: true), Setting.Json("where", "条件", "Condition"), Setting.Text("date", "期间字段", "Date of the period"),
        Setting.Text("people", "人员字段", "Whose"), Setting.Json("sort", "排序", "Order"), Setting.Number("limit", "行数", "Rows"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var form = FigureCheck.Form(app, place, given.Form);
        FigureCheck.Paths(form, place, given.Columns.Concat((given.Sort ?? []).Select(s => s.Field)));
        FigureCheck.Where(form, given.Where, given.Date, given.People);
        return new Made { Definition = definition, Given = given };
    }

    private sealed record Given(
        string Form, IReadOnlyList<string> Columns, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner, IReadOnlyList<ViewSort>? Sort = null, int Limit = 8);

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!run.Reads(Given.Form, Given.Columns)) return null;
            var form = run.App[Given.Form];
            var page = await run.Rows(form, Given.Where, Given.Date, Given.People, Given.Columns, Given.Sort ?? [], Math.Clamp(Given.Limit, 1, 20), cancel);
            return new WidgetData.Table(form, [.. Given.Columns.Select(c => form.Path(c)!)], page.Rows, new(form, run.Behind(form, Given.Where, Given.Date, Given.People)));
        }
    }
}
