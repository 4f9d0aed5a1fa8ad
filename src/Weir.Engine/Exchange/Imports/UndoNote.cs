using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Exchange.Imports;

/// <summary>What an import changed in a record, old and new, as JSON beside the row: enough to take it back, and to see whether somebody changed it since.</summary>
internal static class UndoNote
{
    public static string Write(Saved saved)
    {
        var note = new JsonObject();
        foreach (var key in saved.Changed)
            if (saved.Record.Form[key] is var field && Concerns(field))
                note[key] = new JsonArray(Json(field, saved.Before!), Json(field, saved.Record));
        return note.ToJsonString(DefinitionJson.Options);
    }

    /// <summary>A draft with the old values of the fields that still have the new ones.</summary>
    /// <param name="changed">Labels of the fields which somebody has changed since.</param>
    public static Draft Read(string note, Record present, List<Words> changed)
    {
        var draft = new Draft(present.Form) { Id = present.Id };
        foreach (var (key, pair) in JsonNode.Parse(note)!.AsObject())
        {
            if (present.Form.Find(key) is not { Definition.Retired: false } field) continue;
            if (!JsonNode.DeepEquals(Json(field, present), pair![1])) changed.Add(field.Label);
            else if (field.Lines is not null) draft.Lines[key] = [.. (pair[0]?.AsArray() ?? []).Select(line => Line(field.Lines, line!.AsObject()))];
            else draft.Set(key, Value(field, pair[0]));
        }
        return draft;
    }

    /// <summary>Computed values and stamps follow by themselves.</summary>
    private static bool Concerns(Field field) => field.Lines is not null || field.Column is not null && !field.Type.Computed
        && (!field.System || field.Key is SystemFields.Owner or SystemFields.Collaborators);

    private static JsonNode? Json(Field field, Record record)
    {
        if (field.Lines is not { } form) return field.Type.ToJson(field, record[field]);
        var lines = new JsonArray();
        foreach (var line in record.Lines(field))
        {
            var values = new JsonObject();
            foreach (var column in form.Fields.Where(c => c.Column is not null && !c.Type.Computed && line[c] is not null)) values[column.Key] = column.Type.ToJson(column, line[column]);
            lines.Add(values);
        }
        return lines;
    }

    private static DraftLine Line(Form form, JsonObject values) =>
        new(null, values.Where(v => form.Find(v.Key) is not null).ToDictionary(v => v.Key, v => Value(form[v.Key], v.Value)));

    private static object? Value(Field field, JsonNode? json)
    {
        if (json is null) return null;
        try
        {
            return field.Type.FromJson(field, json.Deserialize<JsonElement>());
        }
        catch (ValueError)
        {
            // An option or a region that is no longer known cannot be put back.
            return null;
        }
    }
}
