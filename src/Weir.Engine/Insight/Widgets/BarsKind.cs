using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>A bar for each value of a field, the longest first; choices and dates in their own order.</summary>
public sealed class BarsKind : WidgetKind
{
    private const int Most = 12;

    public override string Key => "bars";

    public override Words Label => ("条形图", "Bars");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Text("by", "分组字段", "By", required: true), Setting.Text("bucket", "日期单位", "Unit of dates"),
        Setting.Text("how", "方式", "How"), Setting.Text("field", "字段", "Field"), Setting.Json("where", "条件", "Condition"), Setting.Text("date", "期间字段", "Date of the period"),
        Setting.Text("people", "人员字段", "Whose"), Setting.Text("format", "格式", "Format"), Setting.Text("tone", "颜色", "Colour"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var form = FigureCheck.Form(app, place, given.Form);
        FigureCheck.Paths(form, place, [given.By, .. given.Field is null ? Enumerable.Empty<string>() : [given.Field]]);
        FigureCheck.Where(form, given.Where, given.Date, given.People);
        return new Made { Definition = definition, Given = given, Bucket = Bucket(place, given.Bucket) };
    }

    internal static DateBucket Bucket(string place, string? bucket) => bucket switch
    {
        null => DateBucket.None,
        "day" => DateBucket.Day,
        "week" => DateBucket.Week,
        "month" => DateBucket.Month,
        "quarter" => DateBucket.Quarter,
        "year" => DateBucket.Year,
        _ => throw new DefinitionError(place, "widget.no_bucket", ($"没有日期单位“{bucket}”。", $"There is no unit of dates '{bucket}'.")),
    };

    private sealed record Given(
        string Form, string By, string? Bucket = null, string How = "count", string? Field = null, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner,
        string Format = "number", string Tone = "accent");

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required DateBucket Bucket { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!run.Reads(Given.Form, Given.By, Given.Field, Given.Date)) return null;
            var form = run.App[Given.Form];
            var by = form.Path(Given.By)!;
            var groups = await run.Groups(form, Given.Where, Given.Date, Given.People, [(Given.By, Bucket)], [(Given.Field, Given.How)], cancel);
            var bars = groups.Select(g => new WidgetData.Bar(
                Bucket == DateBucket.None ? by.Field.Type.Read(by.Field, g[0]) : g[0], g[1] as decimal? ?? 0m, new(form, Group.Of(run.Behind(form, Given.Where, Given.Date, Given.People), by, Bucket, g[0]))));
            return new WidgetData.Bars(by.Field, Group.Ordered(bars, by.Field, Bucket, b => b.Key, b => b.Value, Most), Given.Format, Given.Tone);
        }
    }
}
