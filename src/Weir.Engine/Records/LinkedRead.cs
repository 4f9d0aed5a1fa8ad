using Weir.Engine.Forms;

namespace Weir.Engine.Records;

/// <summary>A formula that reads a field of a linked record: when that field changes, the reader is computed again.</summary>
/// <param name="Reader">The form whose formula reads; also that of line items.</param>
/// <param name="Link">The link field of the reader that leads to the target.</param>
/// <param name="Field">The field of the target that is read.</param>
/// <param name="Path">As the formula writes it.</param>
public sealed record LinkedRead(Form Reader, Field Link, Form Target, Field Field, string Path);

/// <summary>Finds the reads through links in the formulas of a form.</summary>
internal static class LinkedReads
{
    public static IEnumerable<LinkedRead> Of(Form form)
    {
        foreach (var field in form.Fields.Where(f => f.Formula is not null))
            foreach (var path in field.Formula!.References)
                if (FieldPath.Find(form, path) is { InLines: false, Via: [var link] } found)
                    yield return new LinkedRead(form, link, found.Field.Form, found.Field, path);
    }
}
