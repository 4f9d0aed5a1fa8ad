using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Api;

/// <summary>What a schema is for: the answer, a new record, or a change of one, which may leave out everything.</summary>
internal enum SchemaUse { Read, Create, Patch }

/// <summary>A field of a form as JSON Schema, with its words in both languages; names only what the actor may know of.</summary>
internal static class FieldSchema
{
    /// <summary>What the type writes, without the forms that the actor may not see.</summary>
    public static JsonObject Plain(FormAccess access, Field field)
    {
        var schema = field.Type.Schema(field);
        if (schema["properties"]?["form"]?["enum"] is JsonArray forms)
            for (var i = forms.Count - 1; i >= 0; i--)
                if (!Seen(access, (string)forms[i]!)) forms.RemoveAt(i);
        return schema;
    }

    /// <summary>The form that a link leads to, when the actor may see it.</summary>
    public static string? Link(FormAccess access, Field field) => field.Type.LinkedForm(field) is { } target && Seen(access, target) ? target : null;

    public static JsonObject Of(FormAccess access, Field field, SchemaUse use)
    {
        var schema = field.Lines is null ? Nullable(Plain(access, field)) : Lines(access, field, use);
        schema["title"] = $"{field.Label.Zh} / {field.Label.En}";
        if (Description(access, field) is { Length: > 0 } description) schema["description"] = description;
        schema["x-type"] = field.Type.Key;
        if (Link(access, field) is { } target) schema["x-link"] = target;
        if (use == SchemaUse.Read && !Exposed.Writable(access, field) && !field.Form.IsLine) schema["readOnly"] = true;
        return schema;
    }

    private static JsonObject Lines(FormAccess access, Field field, SchemaUse use)
    {
        var columns = Exposed.Columns(access, field).Where(c => use == SchemaUse.Read || Exposed.WritableColumn(access, c)).ToList();
        var properties = new JsonObject { ["id"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" } };
        foreach (var column in columns) properties[column.Key] = Of(access, column, use);
        var line = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var schema = new JsonObject { ["type"] = "array", ["items"] = line };
        if (use != SchemaUse.Create) return schema;
        if (FormSchemas.Required(columns) is { Count: > 0 } required) line["required"] = required;
        if (field.Definition.Required) schema["minItems"] = 1;
        return schema;
    }

    private static JsonObject Nullable(JsonObject schema)
    {
        if (schema["type"] is JsonValue one) schema["type"] = new JsonArray(one.DeepClone(), "null");
        if (schema["enum"] is JsonArray options) options.Add(null);
        return schema;
    }

    private static string Description(FormAccess access, Field field)
    {
        var parts = new List<string>();
        if (field.Definition.Help is { } help) parts.Add($"{help.Zh} / {help.En}");
        if (field.Definition.Unique) parts.Add("不能重复 / unique");
        if (!access.Reads(field)) parts.Add($"已遮盖，见 {RecordJson.MaskedMember} / masked, see {RecordJson.MaskedMember}");
        parts.AddRange(field.Type.Options(field).Select(o => $"`{o.Key}` {o.Label.Zh} / {o.Label.En}"));
        return string.Join("; ", parts);
    }

    private static bool Seen(FormAccess access, string form) => access.Form.App.Find(form) is { } other && FormAccess.Of(access.Actor, other).Can(Operation.View);
}
