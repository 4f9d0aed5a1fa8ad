using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Api;

/// <summary>The schemas of a form: as it is read, listed, created and changed, with the fields that are there for the actor.</summary>
internal static class FormSchemas
{
    public static JsonObject Read(FormAccess access)
    {
        var properties = new JsonObject { ["id"] = Whole(), ["version"] = Whole() };
        foreach (var field in Exposed.Fields(access)) properties[field.Key] = FieldSchema.Of(access, field, SchemaUse.Read);
        properties[RecordJson.MaskedMember] = Words("被遮盖的值 / what may be seen of masked values");
        return new()
        {
            ["type"] = "object", ["title"] = $"{access.Form.Label.Zh} / {access.Form.Label.En}", ["required"] = new JsonArray("id", "version"), ["properties"] = properties,
        };
    }

    /// <summary>A row of a list: the fields that were asked for, paths through links too, and perhaps the values in words.</summary>
    public static JsonObject Row(FormAccess access)
    {
        var schema = Read(access);
        var properties = schema["properties"]!.AsObject();
        foreach (var lines in Exposed.Fields(access).Where(f => f.Lines is not null)) properties.Remove(lines.Key);
        properties[RecordJson.TextMember] = Words("各字段的文字，text=true 时 / the values in words, with text=true");
        return schema;
    }

    public static JsonObject Create(FormAccess access)
    {
        var fields = Exposed.Fields(access).Where(f => Exposed.Writable(access, f)).ToList();
        var schema = Written(access, fields, SchemaUse.Create);
        if (Required(fields) is { Count: > 0 } required) schema["required"] = required;
        return schema;
    }

    public static JsonObject Patch(FormAccess access) =>
        Written(access, Exposed.Fields(access).Where(f => Exposed.Writable(access, f) && (f.Key != SystemFields.Owner || access.Can(Operation.Assign))), SchemaUse.Patch);

    /// <summary>Keys of those that are required whatever the rules say, and that nothing would fill.</summary>
    public static JsonArray Required(IEnumerable<Field> fields) => new([.. fields.Where(Always).Select(f => (JsonNode)f.Key)]);

    private static JsonObject Written(FormAccess access, IEnumerable<Field> fields, SchemaUse use)
    {
        var properties = new JsonObject();
        foreach (var field in fields) properties[field.Key] = FieldSchema.Of(access, field, use);
        return new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    private static JsonObject Words(string description) =>
        new() { ["type"] = "object", ["readOnly"] = true, ["description"] = description, ["additionalProperties"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Whole() => new() { ["type"] = "integer", ["format"] = "int64", ["readOnly"] = true };

    private static bool Always(Field field) => field.Definition is { Required: true, Default: null } && !Owner(field).Rules.Any(r =>
        r.Kind == RuleKind.Show && r.Fields.Any(p => p.Field == field) || r.Map.Any(m => m.To == field));

    private static Form Owner(Field field) => field.Form.Parent ?? field.Form;
}
