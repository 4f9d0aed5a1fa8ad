using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records;

/// <summary>A titled group of fields as a visitor sees it on the record page and in forms.</summary>
public sealed record FormSection(string Label, IReadOnlyList<Field> Fields)
{
    private static readonly string[] Kept = [SystemFields.Owner, SystemFields.OwnerDepartment, SystemFields.Collaborators, SystemFields.FlowStatus, SystemFields.CreatedBy, SystemFields.CreatedAt, SystemFields.UpdatedBy, SystemFields.UpdatedAt];

    /// <summary>The sections of the form with the fields that exist for the visitor; fields of no section come last. Related lists stand elsewhere.</summary>
    public static IReadOnlyList<FormSection> Of(FormVisit visit)
    {
        var form = visit.Form;
        var left = form.Live.Where(f => !f.System && !f.Definition.Hidden && f.Type.RelatedOf(f) is null && visit.Access.Sees(f)).ToList();
        var sections = new List<FormSection>();
        foreach (var section in form.Definition.Sections)
        {
            var fields = section.Fields.Select(form.Find).OfType<Field>().Where(left.Contains).ToList();
            left.RemoveAll(fields.Contains);
            if (fields.Count > 0) sections.Add(new(visit.Say(section.Label), fields));
        }
        if (left.Count > 0) sections.Add(new(sections.Count == 0 ? visit.Label : visit.Say("其他", "Other"), left));
        return sections;
    }

    /// <summary>What the system keeps about every record: whose it is, who made it and when.</summary>
    public static FormSection System(FormVisit visit) =>
        new(visit.Say("归属与记录", "Ownership and origin"), [.. Kept.Select(visit.Form.Find).OfType<Field>().Where(visit.Access.Sees)]);

    /// <summary>Takes a whole line: line items and long texts.</summary>
    public static bool IsWide(Field field) => field.Lines is not null || field.Type.Width >= 240;
}
