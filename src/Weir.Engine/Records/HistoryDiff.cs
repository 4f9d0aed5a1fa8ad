using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Engine.Records;

/// <summary>Writes what a save changed as JSON: <c>{"v":version,"f":{key:[from,to]}}</c>; of line items the lines that came, went and changed.</summary>
internal static class HistoryDiff
{
    public static string Of(SaveUnit unit, IEnumerable<Field> fields)
    {
        if (unit.Creating) return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"v\":{unit.Record.Version}}}");
        var diff = new JsonObject { ["v"] = unit.Record.Version };
        var changes = new JsonObject();
        foreach (var field in fields)
            changes[field.Key] = field.Lines is null
                ? new JsonArray(field.Type.ToJson(field, unit.Before![field]), field.Type.ToJson(field, unit.Record[field]))
                : Lines(field, unit.Before!.Lines(field), unit.Record.Lines(field));
        diff["f"] = changes;
        return diff.ToJsonString(DefinitionJson.Options);
    }

    private static JsonObject Lines(Field field, IReadOnlyList<Record> before, IReadOnlyList<Record> after)
    {
        var kept = after.Where(l => before.Any(b => b.Id == l.Id)).ToList();
        return new JsonObject
        {
            ["added"] = new JsonArray([.. after.Except(kept).Select(Line)]),
            ["removed"] = new JsonArray([.. before.Where(b => after.All(l => l.Id != b.Id)).Select(Line)]),
            ["changed"] = new JsonArray([.. kept.Select(l => Change(before.First(b => b.Id == l.Id), l)).Where(c => c is not null)]),
        };
    }

    private static JsonNode Line(Record line)
    {
        var values = new JsonObject();
        foreach (var field in line.Form.Fields.Where(f => line[f] is not null)) values[field.Key] = field.Type.ToJson(field, line[field]);
        return values;
    }

    private static JsonObject? Change(Record before, Record after)
    {
        var changes = new JsonObject();
        foreach (var field in after.Form.Fields.Where(f => !f.Type.Same(before[f], after[f])))
            changes[field.Key] = new JsonArray(field.Type.ToJson(field, before[field]), field.Type.ToJson(field, after[field]));
        return changes.Count == 0 ? null : new JsonObject { ["id"] = after.Id, ["f"] = changes };
    }
}
