using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>Which fields stand in a form, and which of them are typed there. Rules about the moment (shown, locked) come on top.</summary>
public static class FormFieldChoice
{
    /// <summary>The visitor types it: not computed, not kept by the system, not closed to them. The owner is chosen when a record is made.</summary>
    public static bool Typed(FormVisit visit, Field field, bool creating) => field.Key switch
    {
        SystemFields.Owner => creating && visit.Access.Can(Operation.Assign),
        _ => !field.Definition.Hidden && visit.Access.Edits(field),
    };

    /// <summary>Beside what is typed, results of formulas: they change while one types.</summary>
    public static bool Stands(FormVisit visit, Field field, bool creating) => Typed(visit, field, creating) || field.Formula is not null && !field.Definition.Hidden && visit.Access.Reads(field);

    /// <summary>The columns of line items that the visitor sees while typing; what only actions and capabilities keep stands on the page of the record.</summary>
    public static IReadOnlyList<Field> Columns(FormVisit visit, Field lines) =>
        [.. lines.Lines!.Live.Where(c => !c.Definition.Hidden && visit.Access.Reads(c) && c.Type.RelatedOf(c) is null && (!c.Definition.ReadOnly || lines.Form.IsQuestion))];

    public static bool TypedColumn(FormVisit visit, Field column) => column.Editable && visit.Access.Right(column) == FieldRight.Edit;

    public static IReadOnlyList<FormSection> Sections(FormVisit visit, bool creating)
    {
        var sections = FormSection.Of(visit).Select(s => s with { Fields = [.. s.Fields.Where(f => Stands(visit, f, creating))] }).Where(s => s.Fields.Count > 0).ToList();
        if (visit.Form.Find(SystemFields.Owner) is { } owner && Typed(visit, owner, creating) && sections.Count > 0) sections[0] = sections[0] with { Fields = [.. sections[0].Fields, owner] };
        return sections;
    }
}
