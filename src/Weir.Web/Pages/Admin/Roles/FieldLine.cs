using Weir.Engine.Forms;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>A field in the table of rights: of the form itself, or a column of its line items.</summary>
/// <param name="Key">As permissions name it: <c>amount</c>, <c>lines.cost</c>.</param>
public sealed record FieldLine(string Key, Field Field, bool InLines)
{
    /// <summary>The fields in their order, each line item's columns below it, then what the system keeps.</summary>
    public static IEnumerable<FieldLine> All(Form form)
    {
        foreach (var field in form.Live.Where(f => f.Key != SystemFields.DeletedAt).OrderBy(f => f.System ? 1 : 0))
        {
            yield return new(field.Key, field, false);
            foreach (var column in field.Lines?.Live.Where(f => !f.System) ?? []) yield return new($"{field.Key}.{column.Key}", column, true);
        }
    }
}
