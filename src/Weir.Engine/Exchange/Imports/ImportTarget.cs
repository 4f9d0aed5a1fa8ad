using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Something that a column of a file can mean in one form for one person: a field, a column of line items, or the record's id.</summary>
/// <param name="Path"><c>name</c>, <c>lines.qty</c> or <c>id</c>.</param>
/// <param name="Writes">The value is imported; a target that does not write is only known, or only finds records.</param>
/// <param name="Finds">Its value can find the record to change.</param>
public sealed record ImportTarget(string Path, Words Label, Field? Field, Field? Lines, bool Writes, bool Finds)
{
    public const string Id = "id";

    public bool Required => Writes && Field is { Definition.Required: true };

    /// <summary>All targets of a form, in the order of its fields; what the person may not see is not among them.</summary>
    public static IReadOnlyList<ImportTarget> Of(Actor actor, Form form)
    {
        var access = FormAccess.Of(actor, form);
        var targets = new List<ImportTarget> { new(Id, ("记录 ID", "Record ID"), null, null, false, true) };
        foreach (var field in form.Live.Where(f => access.Sees(f) && f.Key != SystemFields.DeletedAt && !f.Type.HoldsFiles))
        {
            if (field.Lines is { } lines)
                targets.AddRange(lines.Live.Where(c => c.Column is not null && access.Sees(c) && !c.Type.HoldsFiles).Select(c => new ImportTarget(
                    $"{field.Key}.{c.Key}", ($"{field.Label.Zh}.{c.Label.Zh}", $"{field.Label.En}.{c.Label.En}"), c, field, access.Edits(field) && c.Editable && access.Right(c) == FieldRight.Edit, false)));
            else if (field.Column is not null)
                targets.Add(new(field.Key, field.Label, field, null, MayWrite(access, field), access.Reads(field) && (field.Definition.Unique || field.KeyColumn is not null || field.Type.NumberingOf(field) is not null)));
        }
        return targets;
    }

    private static bool MayWrite(FormAccess access, Field field) => field.Key switch
    {
        SystemFields.Owner or SystemFields.Collaborators => access.Right(field) == FieldRight.Edit,
        _ => access.Edits(field) || access.Everything && Capabilities.CapabilityCatalogue.IsHistory(field),
    };
}
