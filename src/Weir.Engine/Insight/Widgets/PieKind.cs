using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Shares of a whole: a slice for each value of a field, seven at most and then the others. What lies in line items is shared out too: then each slice leads to the records that have such a line.</summary>
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
        if (given.How is not ("count" or "sum")) throw new DefinitionError(place, "widget.no_share", ("饼图只能按数量或合计来分。", "A pie divides a count or a sum."));
        var form = FigureCheck.Form(app, place, given.Form);
        var lines = FieldPath.OfQuery(form, given.By) is { InLines: true } by ? by.Via[0] : null;
        if (lines is null)
        {
            FigureCheck.Of(app, place, new() { Form = given.Form, How = given.How, Field = given.Field, Where = given.Where, Date = given.Date, People = given.People });
            FigureCheck.Paths(form, place, given.By);
        }
        else
        {
            FigureCheck.Where(form, given.Where, given.Date, given.People);
            if (new[] { given.By, given.How == "count" ? null : given.Field ?? "" }.OfType<string>().FirstOrDefault(p => FieldPath.OfQuery(form, p) is not { InLines: true, Field.Column: not null } path || path.Via[0] != lines) is { } wrong)
                throw new DefinitionError(place, "widget.unknown_field", ($"明细“{lines.Label.Zh}”里没有字段“{form.Key}.{wrong}”。", $"The line items '{lines.Label.En}' have no field '{form.Key}.{wrong}'."));
        }
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
            var by = FieldPath.OfQuery(form, Given.By)!;
            var groups = by.InLines ? await run.LineGroups(form, Given.Where, Given.Date, Given.People, Given.By, (Given.Field, Given.How), cancel)
                : await run.Groups(form, Given.Where, Given.Date, Given.People, [(Given.By, DateBucket.None)], [(Given.Field, Given.How)], cancel);
            var where = run.Behind(form, Given.Where, Given.Date, Given.People);
            // A negative sum has no share of a whole.
            var slices = groups.Select(g => new WidgetData.Bar(by.Field.Type.Read(by.Field, g[0]), g[1] as decimal? ?? 0m, new(form, Group.Of(where, by, DateBucket.None, g[0]))))
                .Where(s => s.Value > 0).OrderByDescending(s => s.Value).ToList();
            var shown = slices.Count > Most + 1 ? Most : slices.Count;
            return new PieData(by.Field, slices[..shown], slices.Count - shown, slices.Skip(shown).Sum(s => s.Value), Given.Format);
        }
    }
}
