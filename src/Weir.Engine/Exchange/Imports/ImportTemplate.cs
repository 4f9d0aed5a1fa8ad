using Weir.Engine.Access;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Imports;

/// <summary>An empty workbook for importing into a form as it is now: titles, drop-downs, a sheet with a sample row, a sheet that explains the columns. Imports nothing itself.</summary>
public static class ImportTemplate
{
    private const int MostOptions = 200;

    /// <summary>Writes the workbook with the columns that the actor may import.</summary>
    /// <param name="now">UTC.</param>
    /// <exception cref="Problems.ProblemException">Forbidden or NotFound.</exception>
    public static void Write(Actor actor, Form form, Stream stream, bool chinese, DateTime now)
    {
        Importer.Demand(actor, form);
        var display = new Display(chinese, actor.Directory, now);
        var targets = Filled(actor, form);
        using var writer = SheetWriter.Xlsx(stream);
        writer.Begin(form.Label.In(chinese), [.. targets.Select(t => Column(t, display))]);
        writer.Begin(chinese ? "示例" : "Sample", [.. targets.Select(t => new SheetColumn(t.Label.In(chinese)))]);
        writer.Write([.. targets.Select(t => SampleValue.Of(t.Field!, display))]);
        writer.Begin(chinese ? "填写说明" : "How to fill in", chinese
            ? [new("列"), new("是否必填") { Width = 10 }, new("类型"), new("怎么填") { Width = 70 }]
            : [new("Column"), new("Required") { Width = 10 }, new("Kind"), new("How to fill it in") { Width = 70 }]);
        foreach (var target in targets)
            writer.Write([target.Label.In(chinese), target.Required ? chinese ? "必填" : "Required" : "", display.Say(target.Field!.Type.Label), Help(target, display)]);
        writer.Finish();
    }

    /// <summary>Writes a text table with the same titles and the sample row, which has no place of its own there.</summary>
    /// <exception cref="Problems.ProblemException">Forbidden or NotFound.</exception>
    public static void WriteText(Actor actor, Form form, Stream stream, bool chinese, DateTime now)
    {
        Importer.Demand(actor, form);
        var display = new Display(chinese, actor.Directory, now);
        var targets = Filled(actor, form);
        using var writer = SheetWriter.Csv(stream);
        writer.Begin(form.Label.In(chinese), [.. targets.Select(t => new SheetColumn(t.Label.In(chinese) + (t.Required ? chinese ? "（必填）" : " (required)" : "")))]);
        writer.Write([.. targets.Select(t => SampleValue.Of(t.Field!, display))]);
        writer.Finish();
    }

    private static List<ImportTarget> Filled(Actor actor, Form form) => [.. ImportTarget.Of(actor, form).Where(t => t is { Writes: true, Field: not null })];

    private static SheetColumn Column(ImportTarget target, Display display) => FieldColumn.Of(target.Field!, target.Label.In(display.Chinese)) with
    {
        Required = target.Required, Note = Help(target, display) is { Length: > 0 } help ? help : null, Choices = Choices(target.Field!, display),
    };

    /// <summary>Only where one of the list is the whole value: a drop-down refuses everything else.</summary>
    private static IReadOnlyList<string>? Choices(Field field, Display display) => field.Type.Kind(field) switch
    {
        ValueKind.YesNo => display.Chinese ? ["是", "否"] : ["Yes", "No"],
        ValueKind.Choice => [.. field.Type.Options(field).Where(o => !o.Retired).Select(o => display.Say(o.Label)).Distinct()],
        _ => null,
    };

    private static string Help(ImportTarget target, Display display)
    {
        var (field, zh) = (target.Field!, display.Chinese);
        var parts = new List<string>();
        if (field.Definition.Help is { } help) parts.Add(display.Say(help));
        if (target.Lines is not null) parts.Add(zh ? "明细：一条记录有几行明细就写几行，后面几行的其他列留空。" : "Line items: one row for each line; leave the other columns of the further rows empty.");
        if (field.Type.IsReference) parts.Add(zh ? "写已有记录的名称，重名时写 # 和编号。" : "The title of an existing record; where several have it, # and its id.");
        var options = field.Type.Options(field).Where(o => !o.Retired).Select(o => display.Say(o.Label)).ToList();
        if (options.Count > 0) parts.Add((zh ? "可选：" : "One of: ") + string.Join(zh ? "、" : ", ", options.Take(MostOptions)) + (options.Count > MostOptions ? "…" : ""));
        if (field.Type.Kind(field) == ValueKind.Many) parts.Add(zh ? "多个值用顿号或逗号分开。" : "Separate several values by commas.");
        return string.Join(zh ? "" : " ", parts);
    }
}
