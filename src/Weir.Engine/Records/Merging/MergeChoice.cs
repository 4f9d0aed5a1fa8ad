using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Records.Merging;

/// <summary>Which value had better be kept of each field: the filled one, and of several the one of the record that was changed last. Decides; writes nothing.</summary>
internal static class MergeChoice
{
    /// <summary>Values that one of the records gives; what follows from others, or only actions write, stays the survivor's.</summary>
    public static IEnumerable<Field> Chosen(Form form) => form.Live.Where(f => f.Column is not null && f.Lines is null && !f.Type.Computed && !f.Type.HoldsFiles && f.Type.NumberingOf(f) is null
        && (f.Key == SystemFields.Owner || f is { System: false, Definition: { ReadOnly: false, Hidden: false } }));

    /// <summary>What is put together of all records.</summary>
    public static IEnumerable<Field> United(Form form) => form.Live.Where(f => f.Lines is not null || f.Type.HoldsFiles || f.Key == SystemFields.Collaborators);

    public static Record From(Field field, IReadOnlyList<Record> records, Record survivor)
    {
        var filled = records.Where(r => !Missing(r[field])).ToList();
        if (filled.Count == 0) return survivor;
        // Who has it goes on having it; a record in a pool takes the owner that another one has.
        if (field.Key == SystemFields.Owner) return filled.Contains(survivor) ? survivor : filled[0];
        var newest = filled.MaxBy(r => r[SystemFields.UpdatedAt] as DateTime?)!;
        return filled.Contains(survivor) && field.Type.Same(newest[field], survivor[field]) ? survivor : newest;
    }

    /// <summary>Whether the actor may choose the value at all.</summary>
    public static bool Open(FormAccess access, Field field) => field.Key == SystemFields.Owner ? access.Can(Operation.Assign) && access.Reads(field) : access.Edits(field);

    public static bool Missing(object? value) => value is null or "" or false or Array { Length: 0 };
}
