using Weir.Engine.Forms;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>What must be drawn again after something was typed: the controls whose face or value is no longer what the page shows. Nothing else moves.</summary>
public static class Recalculation
{
    public static IReadOnlyList<Part> Parts(RecordForm form, IFormCollection posted, Field? drawn = null)
    {
        var parts = new List<Part>();
        foreach (var field in form.Fields.Where(f => f != drawn))
        {
            if (form.Posted.Memo.Faces.GetValueOrDefault(field.Key) != form.Face(field) || field.Lines is null && Differs(form, field))
                parts.Add(new($"#{form.Id(field)}-slot", FormFields.Slot(form, field)));
            else if (field.Lines is not null && posted[FormMemo.LinesName].Contains(field.Key)) Lines(form, field, parts, posted);
        }
        if (Weir.Engine.Capabilities.Duplicates.DuplicateQuery.Has(form.Visit.Form)) parts.Add(new($"#{form.Prefix}-likely", Drawn.Of<Likely.LikelyPanel>(("Form", form)), "innerHTML"));
        parts.Add(new($"#{form.Prefix}-memo", Drawn.Of<FormMemory>(("Form", form)), "innerHTML"));
        return parts;
    }

    /// <summary>A rule or a formula made another value of it than the control holds.</summary>
    private static bool Differs(RecordForm form, Field field) =>
        form.Posted.Seen.TryGetValue(field.Key, out var held) && !field.Type.Same(held, form.Record[field]) && !(IsNothing(held) && IsNothing(form.Record[field]));

    private static void Lines(RecordForm form, Field field, List<Part> parts, IFormCollection posted)
    {
        var columns = FormFieldChoice.Columns(form.Visit, field);
        var lines = form.Record.Lines(field);
        // Lines that were laid out have no controls yet.
        if (lines.Count != form.Posted.LineSeen.Keys.Count(k => k.StartsWith(field.Key + "[", StringComparison.Ordinal)))
        {
            parts.Add(new($"#{form.Id(field)}-slot", FormFields.Slot(form, field)));
            return;
        }
        for (var i = 0; i < lines.Count; i++)
        {
            if (posted[$"{field.Key}[{i}].{FormMemo.SeenName}"].ToString() != form.LineWas(field, lines[i], i)) parts.Add(new($"#{form.Prefix}-{field.Key}-{i}-seen", FormFields.LineMemory(form, field, lines[i], i)));
            for (var c = 0; c < columns.Count; c++)
            {
                var (column, name) = (columns[c], $"{field.Key}[{i}].{columns[c].Key}");
                var typed = FormFieldChoice.TypedColumn(form.Visit, column);
                if (typed && (form.Posted.Typed.ContainsKey(name) || !form.Posted.Seen.TryGetValue(name, out var held) || column.Type.Same(held, lines[i][column]) || IsNothing(held) && IsNothing(lines[i][column]))) continue;
                parts.Add(new($"#{form.Prefix}-{field.Key}-{i}-{column.Key}-cell", FormFields.LineCell(form, field, column, lines[i], i, first: c == 0)));
            }
        }
    }

    private static bool IsNothing(object? value) => value is null or "" or false or Array { Length: 0 };
}
