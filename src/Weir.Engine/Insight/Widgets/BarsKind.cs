using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>A bar for each value of a field, the longest first; choices and dates in their own order.</summary>
public sealed class BarsKind : WidgetKind
{
    private const int Most = 12;

    /// <summary>In the place of a unit of dates: divisions are put together by their province, which the first two digits of their codes name.</summary>
    private const string Province = "province";
    private const int ProvinceDigits = 2;

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
        if (given.Bucket == Province && form.Path(given.By)!.Field is var by && by.Type.Kind(by) != ValueKind.Region)
            throw new DefinitionError(place, "widget.no_bucket", ($"“{form.Key}.{given.By}”不是地区字段，不能按省份统计。", $"'{form.Key}.{given.By}' is no region and has no province."));
        return new Made { Definition = definition, Given = given, Bucket = given.Bucket == Province ? DateBucket.None : Bucket(place, given.Bucket) };
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
            var provinces = Given.Bucket == Province;
            var groups = await run.Groups(form, Given.Where, Given.Date, Given.People, [(Given.By, Bucket)], [(Given.Field, Given.How)], cancel, provinces ? ProvinceDigits : 0);
            if (provinces) return Provinces(run, form, by, groups);
            var bars = groups.Select(g => new WidgetData.Bar(
                Bucket == DateBucket.None ? by.Field.Type.Read(by.Field, g[0]) : g[0], g[1] as decimal? ?? 0m, new(form, Group.Of(run.Behind(form, Given.Where, Given.Date, Given.People), by, Bucket, g[0]))));
            return new WidgetData.Bars(by.Field, Group.Ordered(bars, by.Field, Bucket, b => b.Key, b => b.Value, Most), Given.Format, Given.Tone);
        }

        private WidgetData.Bars Provinces(InsightRun run, Form form, FieldPath by, IReadOnlyList<IReadOnlyList<object?>> groups)
        {
            var where = run.Behind(form, Given.Where, Given.Date, Given.People);
            var bars = groups.Select(g => g[0] is string { Length: ProvinceDigits } digits ? (Code: digits + "0000", Value: g[1] as decimal? ?? 0m) : (Code: null, Value: g[1] as decimal? ?? 0m)).Where(g => g.Code is not null || g.Value != 0)
                .Select(g => new WidgetData.Bar(g.Code, g.Value, new(form, In(where, by, g.Code))));
            return new(by.Field, Group.Ordered(bars, by.Field, DateBucket.None, b => b.Key, b => b.Value, Most), Given.Format, Given.Tone);
        }

        private static ConditionDefinition In(ConditionDefinition? where, FieldPath by, string? province)
        {
            ConditionDefinition one = province is null ? new() { Field = by.Text, Op = "empty" } : new() { Field = by.Text, Op = "under", Value = JsonSerializer.SerializeToElement(new[] { province }) };
            return where is null ? one : new() { All = [where, one] };
        }
    }
}
