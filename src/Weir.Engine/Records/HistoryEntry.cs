using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>What happened to a record.</summary>
public enum HistoryOperation { Created = 1, Changed = 2, Deleted = 3, Restored = 4, Shared = 5, Unshared = 6, FileAdded = 7, FileRemoved = 8 }

/// <summary>
/// One thing that happened to a record, as an actor may know it: <c>Changes</c> holds, by the key of the field, <c>[from, to]</c>, or for line
/// items <c>{added, removed, changed}</c>; fields and columns which the actor may not read are not in it. <c>By</c> is 0 for the system.
/// </summary>
public sealed record HistoryEntry(long Id, DateTime At, long By, HistoryOperation Operation, string Road, long? Version, JsonObject Changes)
{
    /// <summary>The form of the record that this one continues, when it happened there; null when it happened here.</summary>
    public Form? Origin { get; init; }

    /// <summary>With whom the record was shared, or no longer.</summary>
    public long? Member { get; init; }

    /// <summary>The name of the file that was added or removed.</summary>
    public string? File { get; init; }

    internal static HistoryEntry Of(FormAccess access, HistoryRow row, bool open)
    {
        var diff = JsonNode.Parse(row.Diff)!.AsObject();
        var readable = new JsonObject();
        foreach (var (key, change) in diff["f"] as JsonObject ?? [])
        {
            if (access.Form.Find(key) is not { } field || !(open ? access.Reads(field) : access.ReadsEverywhere(field))) continue;
            if (field.Lines is null) readable[key] = change!.DeepClone();
            else if (Lines(access, field.Lines, change!.DeepClone().AsObject()) is var lines && lines.Any(part => part.Value is JsonArray { Count: > 0 })) readable[key] = lines;
        }
        return new(row.Id, row.At, row.ById, (HistoryOperation)row.Op, row.Road, diff["v"]?.GetValue<long>(), readable) { Member = diff["member"]?.GetValue<long>(), File = diff["file"]?.GetValue<string>() };
    }

    private static JsonObject Lines(FormAccess access, Form lines, JsonObject change)
    {
        foreach (var line in new[] { "added", "removed" }.SelectMany(part => (change[part] as JsonArray ?? []).OfType<JsonObject>())) Keep(line);
        foreach (var line in (change["changed"] as JsonArray ?? []).OfType<JsonObject>())
            if (line["f"] is JsonObject values) Keep(values);
        if (change["changed"] is JsonArray kept)
            foreach (var untouched in kept.OfType<JsonObject>().Where(l => l["f"] is JsonObject { Count: 0 }).ToList()) kept.Remove(untouched);
        return change;

        void Keep(JsonObject values)
        {
            foreach (var key in values.Select(v => v.Key).Where(k => k != "id" && !(lines.Find(k) is { } column && access.Reads(column))).ToList()) values.Remove(key);
        }
    }
}
