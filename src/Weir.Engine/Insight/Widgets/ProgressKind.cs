using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Records of which each has come some way to a number of its own: goals, budgets, deliveries.</summary>
public sealed class ProgressKind : WidgetKind
{
    public override string Key => "progress";

    public override Words Label => ("进度清单", "Progress");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Tags("columns", "列", "Columns", required: true), Setting.Text("value", "已达到的字段", "What is reached", required: true), Setting.Text("whole", "目标字段", "What is wanted", required: true), Setting.Json("marks", "档位", "Marks"),
        Setting.Json("where", "条件", "Condition"), Setting.Text("date", "期间字段", "Date of the period"), Setting.Text("people", "人员字段", "Whose"), Setting.Json("sort", "排序", "Order"), Setting.Number("limit", "行数", "Rows"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var form = FigureCheck.Form(app, place, given.Form);
        FigureCheck.Paths(form, place, [.. given.Columns, given.Value, given.Whole, .. given.Marks?.Select(m => m.Field) ?? [], .. (given.Sort ?? []).Select(s => s.Field)]);
        if (new[] { given.Value, given.Whole }.Concat(given.Marks?.Select(m => m.Field) ?? []).FirstOrDefault(p => form.Path(p)!.Field is var field && field.Type.Kind(field) != ValueKind.Number) is { } wrong)
            throw new DefinitionError(place, "widget.no_number", ($"“{form.Key}.{wrong}”不是数字字段。", $"'{form.Key}.{wrong}' is no number."));
        FigureCheck.Where(form, given.Where, given.Date, given.People);
        return new Made { Definition = definition, Given = given };
    }

    private sealed record Given(
        string Form, IReadOnlyList<string> Columns, string Value, string Whole, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner, IReadOnlyList<ViewSort>? Sort = null, int Limit = 8, IReadOnlyList<GivenMark>? Marks = null);

    /// <summary>A number on the way or beyond the whole: a floor, a stretch. Where the record has none there is no mark.</summary>
    private sealed record GivenMark(string Field, Words Label);

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            var marks = (Given.Marks ?? []).Where(m => run.Reads(Given.Form, m.Field)).ToList();
            IReadOnlyList<string> columns = [.. Given.Columns, Given.Value, Given.Whole, .. marks.Select(m => m.Field)];
            if (!run.Reads(Given.Form, columns)) return null;
            var form = run.App[Given.Form];
            var page = await run.Rows(form, Given.Where, Given.Date, Given.People, columns, Given.Sort ?? [], Math.Clamp(Given.Limit, 1, 20), cancel);
            return new WidgetData.Progress(form, [.. Given.Columns.Select(c => form.Path(c)!)], [.. page.Rows.Select(r => new WidgetData.Going(r.Id, [.. r.Values.Take(Given.Columns.Count)], r.Values[Given.Columns.Count] as decimal?, r.Values[Given.Columns.Count + 1] as decimal?,
                [.. marks.Select((m, i) => (m.Label, Value: r.Values[Given.Columns.Count + 2 + i] as decimal?)).Where(m => m.Value is not null).Select(m => (m.Label, m.Value!.Value))]))],
                new(form, run.Behind(form, Given.Where, Given.Date, Given.People)));
        }
    }
}
