using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Api;

/// <summary>Which fields the API has for an actor, and which of them they may write; the one answer for lists, records, metadata and the document.</summary>
internal static class Exposed
{
    /// <summary>Those with a value of their own that may at least be seen masked. Related lists are lists of another form.</summary>
    public static IEnumerable<Field> Fields(FormAccess access) => access.Form.Live.Where(f => Has(access, f));

    public static bool Has(FormAccess access, Field field) =>
        !field.Definition.Retired && field.Key != SystemFields.DeletedAt && (field.Column is not null || field.Lines is not null) && access.Sees(field);

    /// <summary>The columns of line items.</summary>
    public static IEnumerable<Field> Columns(FormAccess access, Field lines) => lines.Lines!.Live.Where(c => c.Column is not null && access.Reads(c));

    public static bool Writable(FormAccess access, Field field) => field.Key is SystemFields.Owner or SystemFields.Collaborators
        ? access.Reads(field) && (access.Can(Operation.Edit) || access.Can(Operation.Create))
        : access.Edits(field);

    public static bool WritableColumn(FormAccess access, Field column) => column.Editable && access.Right(column) == FieldRight.Edit;
}
