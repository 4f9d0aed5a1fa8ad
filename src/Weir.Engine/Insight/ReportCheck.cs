using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight.Widgets;

namespace Weir.Engine.Insight;

/// <summary>Whether a report of a definition can be reckoned at all.</summary>
internal static class ReportCheck
{
    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static void Run(App app, ReportDefinition report)
    {
        var form = FigureCheck.Form(app, report.Key, report.Form);
        FigureCheck.Paths(form, report.Key, [report.By, .. report.Columns, .. new[] { report.Then }.OfType<string>()]);
        FigureCheck.Where(form, report.Where, report.Date, SystemFields.Owner);
        BarsKind.Bucket(report.Key, report.Bucket);
        if (report.Lines is { } lines)
        {
            if (form.Find(lines)?.Lines is not { } line) throw new DefinitionError(report.Key, "widget.unknown_field", ($"没有明细“{form.Key}.{lines}”。", $"There are no line items '{form.Key}.{lines}'."));
            if (report.LineColumns.FirstOrDefault(c => line.Find(c) is null) is { } column) throw new DefinitionError(report.Key, "widget.unknown_field", ($"没有字段“{form.Key}.{lines}.{column}”。", $"There is no field '{form.Key}.{lines}.{column}'."));
        }
        else if (report.Measures.Count == 0) throw new DefinitionError(report.Key, "report.nothing", ("报表至少要有一列数字。", "A report has at least one column of figures."));
        foreach (var measure in report.Measures)
        {
            var source = measure.Of(report);
            var of = FigureCheck.Form(app, report.Key, source.Form);
            FigureCheck.Paths(of, report.Key, [source.By, .. new[] { source.Then, measure.Field }.OfType<string>()]);
            FigureCheck.Where(of, source.Where, source.Date, source.People);
            if (Kinds(of, source.By, source.Then) != Kinds(form, report.By, report.Then))
                throw new DefinitionError(report.Key, "report.other_groups", ($"“{measure.Label.Zh}”的分组字段与报表的不是同一类。", $"The groups of '{measure.Label.En}' are of another kind than those of the report."));
            if (measure.Formula is not null) ReportFigures.Compile(report, measure);
        }
        if (report.Measures.FirstOrDefault(m => m.How is not ("count" or "sum" or "avg" or "min" or "max") || m.How != "count" && m.Field is null) is { } wrong)
            throw new DefinitionError(report.Key, "widget.no_way", ($"没有统计方式“{wrong.How}”。", $"There is no way '{wrong.How}' to sum up."));
    }

    private static (ValueKind, ValueKind?) Kinds(Form form, string by, string? then) => (Kind(form, by), then is null ? null : Kind(form, then));

    private static ValueKind Kind(Form form, string path) => form.Path(path)!.Field is var field ? field.Type.Kind(field) : default;
}
