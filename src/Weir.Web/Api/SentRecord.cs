using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Api;

/// <summary>Puts the members of a sent object into a draft; what is unknown, not to be written or of the wrong type becomes an error by its name.</summary>
internal static class SentRecord
{
    public static void Read(Draft draft, FormAccess access, JsonElement body)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (member.Name is "id" or "version") draft.Errors.Add(ReadOnly(member.Name, (member.Name, member.Name)));
            else if (draft.Form.Find(member.Name) is not { } field || !Exposed.Has(access, field)) draft.Errors.Add(Unknown(member.Name));
            else if (!Exposed.Writable(access, field)) draft.Errors.Add(ReadOnly(member.Name, field.Label));
            else if (field.Lines is not null) Lines(draft, access, field, member.Value);
            else if (Value(draft, field, member.Name, member.Value, out var value)) draft.Set(field.Key, value);
        }
    }

    private static void Lines(Draft draft, FormAccess access, Field field, JsonElement sent)
    {
        if (sent.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
        {
            draft.Errors.Add(new(field.Key, "value.not_lines", ("应为行的列表。", "Must be a list of lines.")));
            return;
        }
        var lines = new List<DraftLine>();
        var known = new HashSet<long>();
        foreach (var (at, line) in sent.ValueKind == JsonValueKind.Null ? [] : sent.EnumerateArray().Index())
        {
            var name = $"{field.Key}[{at}]";
            if (line.ValueKind != JsonValueKind.Object)
            {
                draft.Errors.Add(new(name, "value.not_line", ("应为对象。", "Must be an object.")));
                continue;
            }
            lines.Add(Line(draft, access, field, line, name));
            if (lines[^1].Id is { } id && !known.Add(id)) draft.Errors.Add(new(name + ".id", "line.twice", ("同一行出现了两次。", "The same line is given twice.")));
        }
        draft.Lines[field.Key] = lines;
    }

    private static DraftLine Line(Draft draft, FormAccess access, Field field, JsonElement line, string name)
    {
        long? id = null;
        var values = new Dictionary<string, object?>();
        foreach (var member in line.EnumerateObject())
        {
            var path = name + "." + member.Name;
            if (member.Name == "id")
            {
                if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var given)) id = given;
                else draft.Errors.Add(new(path, "value.not_id", ("应为行的编号。", "Must be the id of a line.")));
            }
            else if (field.Lines!.Find(member.Name) is not { } column || !Exposed.Columns(access, field).Contains(column)) draft.Errors.Add(Unknown(path));
            else if (!Exposed.WritableColumn(access, column)) draft.Errors.Add(ReadOnly(path, column.Label));
            else if (Value(draft, column, path, member.Value, out var value)) values[column.Key] = value;
        }
        return new DraftLine(id, values);
    }

    private static bool Value(Draft draft, Field field, string name, JsonElement sent, out object? value)
    {
        value = null;
        var schema = field.Type.Schema(field);
        // Types also read what people write into definitions; a program writes what the document says.
        if (sent.ValueKind != JsonValueKind.Null && (string?)(schema["type"] as JsonValue) is { } type && (type == "array" && sent.ValueKind != JsonValueKind.Array || type == "object" && sent.ValueKind != JsonValueKind.Object))
        {
            draft.Errors.Add(type == "array" ? new(name, "value.not_list", ("应为列表。", "Must be a list.")) : new(name, "value.not_object", ("应为对象。", "Must be an object.")));
            return false;
        }
        if (sent.ValueKind == JsonValueKind.Object && schema["properties"] is JsonObject parts)
        {
            var unknown = sent.EnumerateObject().Where(m => !parts.ContainsKey(m.Name)).Select(m => Unknown(name + "." + m.Name)).ToList();
            draft.Errors.AddRange(unknown);
            if (unknown.Count > 0) return false;
        }
        try
        {
            value = field.Type.FromJson(field, sent);
            return true;
        }
        catch (ValueError wrong)
        {
            draft.Errors.Add(new(name, wrong.Code, wrong.Words));
            return false;
        }
    }

    private static FieldError Unknown(string name) => new(name, "field.unknown", ("没有这个字段。", "There is no such field."));

    private static FieldError ReadOnly(string name, Words label) => new(name, "field.read_only", ($"“{label.Zh}”不能修改。", $"'{label.En}' cannot be changed."));
}
