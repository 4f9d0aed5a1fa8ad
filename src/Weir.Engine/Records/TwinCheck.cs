using Weir.Engine.Forms;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Refuses a value that must be unique and stands in another live record. The unique index decides races; this gives the words.</summary>
internal static class TwinCheck
{
    public static async ValueTask Run(SaveUnit unit)
    {
        foreach (var field in unit.Form.Live.Where(f => f.Definition.Unique && f.Column is not null))
        {
            if (New(unit, field) is not { } value) continue;
            if (unit.Batch?.HasTwin(field, value, unit.Record.Id) ?? await FormRows.Twin(unit.Session, unit.Form.Table, field.KeyColumn ?? field.Column!, value, unit.Record.Id, SystemFields.DeletedAt) is not null)
                unit.Refuse(field.Key, "field.not_unique", Words(field));
        }
    }

    /// <summary>The value that the save would give the field, as the index compares it; null when it stays as it is.</summary>
    public static object? New(SaveUnit unit, Field field) => unit.Record[field] is null || !unit.HasChanged(field) ? null : Value(unit.Record, field);

    /// <summary>What the unique index compares.</summary>
    public static object? Value(Record record, Field field) =>
        field.KeyColumn is not null ? RecordRows.KeyOf(field, record[field]) : field.Type.Store(field, record[field]);

    /// <summary>The field which the unique index guards that a database names, or null.</summary>
    public static Field? Guarded(Form form, string? index) => form.Stored.FirstOrDefault(f => f.Definition.Unique && (index is null || form.WantedTable().Indexes.Any(i =>
        i.Unique && index.Contains(i.Name.Value, StringComparison.Ordinal) && i.Parts[0].Column == (f.KeyColumn ?? f.Column!).Name)
        || index.Contains("." + (f.KeyColumn ?? f.Column!).Name.Value, StringComparison.Ordinal)));

    public static Words Words(Field field) => ($"“{field.Label.Zh}”与另一条记录重复，请修改或打开已有记录。", $"Another record has this '{field.Label.En}'; change it or open that record.");
}
