using Weir.Engine.Records;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Finds rows of a file that share a value which must be unique, and names the row that has it already.</summary>
internal sealed class FileTwins
{
    private readonly Dictionary<(string Field, object Value), int> rows = [];
    private readonly HashSet<object> keys = [];

    /// <summary>Whether a row above has the same key, so that this one changes what that one makes.</summary>
    public bool Knows(ImportGroup group) => group.Key is not null && !keys.Add(group.Key);

    public IEnumerable<RowError> Of(ImportMap map, ImportGroup group, Record record)
    {
        foreach (var field in record.Form.Stored.Where(f => f.Definition.Unique))
        {
            if (record[field] is null || TwinCheck.Value(record, field) is not { } value) continue;
            if (rows.TryAdd((field.Key, value), group.FirstRow)) continue;
            var first = rows[(field.Key, value)];
            yield return new(group.FirstRow, map.Title(field.Key), "import.twin_row", ($"“{field.Label.Zh}”与第 {first} 行重复。", $"Same '{field.Label.En}' as row {first}."));
        }
    }
}
