using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Shares of a whole: a slice for each value of a field, seven at most and then the others.</summary>
public sealed class PieKind : WidgetKind
{
    private const int Most = 7;

    public override string Key => "pie";

    public override Words Label => ("饼图", "Pie");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("form", "表单", "Form", required: true), Setting.Text("by", "分组字段", "By", required: true), Setting.Text("how", "方式", "How"), Setting.Text("field", "字段", "Field"),
        Setting.Json("where", "条件", "Condition"), Setting.Text("date", "期间字段", "Date of the period"), Setting.Text("people", "人员字段", "Whose"), Setting.Text("format", "格式", "Format"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        FigureCheck.Of(app, place, new() { Form = given.Form, How = given.How, Field = given.Field, Where = given.Where, Date = given.Date, People = given.People });
        if (given.How is not ("count" or "sum")) throw new DefinitionError(place, "widget.no_share", ("饼图只能按数量或合计来分。", "A pie divides a count or a sum."));
        FigureCheck.Paths(app[given.Form], place, given.By);
        return new Made { Definition = definition, Given = given };
    }

    private sealed record Given(
        string Form, string By, string How = "count", string? Field = null, ConditionDefinition? Where = null, string? Date = null, string People = SystemFields.Owner, string Format = "count");

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            if (!run.Reads(Given.Form, Given.By, Given.Field, Given.Date)) return null;
            var form = run.App[Given.Form];
            var by = form.Path(Given.By)!;
            var groups = await run.Groups(form, Given.Where, Given.Date, Given.People, [(Given.By, DateBucket.None)], [(Given.Field, Given.How)], cancel);
            var where = run.Behind(form, Given.Where, Given.Date, Given.People);
            // A negative sum has no share of a whole.
            var slices = groups.Select(g => new WidgetData.Bar(by.Field.Type.Read(by.Field, g[0]), g[1] as decimal? ?? 0m, new(form, Group.Of(where, by, DateBucket.None, g[0]))))
                .Where(s => s.Value > 0).OrderByDescending(s => s.Value).ToList();
            var shown = slices.Count > Most + 1 ? Most : slices.Count;
            return new PieData(by.Field, slices[..shown], slices.Count - shown, slices.Skip(shown).Sum(s => s.Value), Given.Format);
        }
    }
}
