using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Api;

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

    /// <param name="writing">As it is sent; otherwise as it is answered.</param>
    public static JsonObject Of(FormAccess access, Field field, bool writing)
    {
        var schema = field.Lines is null ? Nullable(Plain(access, field)) : Lines(access, field, writing);
        schema["title"] = $"{field.Label.Zh} / {field.Label.En}";
        if (Description(access, field) is { Length: > 0 } description) schema["description"] = description;
        if (Link(access, field) is { } target) schema["x-link"] = target;
        if (!writing && !Exposed.Writable(access, field) && !field.Form.IsLine) schema["readOnly"] = true;
        return schema;
    }

    private static JsonObject Lines(FormAccess access, Field field, bool writing)
    {
        var columns = Exposed.Columns(access, field).Where(c => !writing || Exposed.WritableColumn(access, c)).ToList();
        var properties = new JsonObject { ["id"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" } };
        foreach (var column in columns) properties[column.Key] = Of(access, column, writing);
        return new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false },
        };
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
