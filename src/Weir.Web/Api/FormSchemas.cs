using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Api;

/// <summary>The three schemas of a form: as it is read, created and changed, with the fields that are there for the actor.</summary>
internal static class FormSchemas
{
    public static JsonObject Read(FormAccess access)
    {
        var properties = new JsonObject { ["id"] = Whole(), ["version"] = Whole() };
        foreach (var field in Exposed.Fields(access)) properties[field.Key] = FieldSchema.Of(access, field, writing: false);
        properties[RecordJson.MaskedMember] = new JsonObject { ["type"] = "object", ["readOnly"] = true, ["additionalProperties"] = new JsonObject { ["type"] = "string" } };
        return new()
        {
            ["type"] = "object", ["title"] = $"{access.Form.Label.Zh} / {access.Form.Label.En}", ["required"] = new JsonArray("id", "version"), ["properties"] = properties,
        };
    }

    public static JsonObject Create(FormAccess access)
    {
        var schema = Written(access, Exposed.Fields(access).Where(f => Exposed.Writable(access, f)));
        var required = Exposed.Fields(access).Where(f => Exposed.Writable(access, f) && Always(f)).Select(f => (JsonNode)f.Key).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        return schema;
    }

    public static JsonObject Patch(FormAccess access) =>
        Written(access, Exposed.Fields(access).Where(f => Exposed.Writable(access, f) && (f.Key != SystemFields.Owner || access.Can(Operation.Assign))));

    private static JsonObject Written(FormAccess access, IEnumerable<Field> fields)
    {
        var properties = new JsonObject();
        foreach (var field in fields) properties[field.Key] = FieldSchema.Of(access, field, writing: true);
        return new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    private static JsonObject Whole() => new() { ["type"] = "integer", ["format"] = "int64", ["readOnly"] = true };

    /// <summary>Required whatever the rules say, and with nothing that would fill it.</summary>
    private static bool Always(Field field) => field.Definition is { Required: true, Default: null } && !field.Form.Rules.Any(r =>
        r.Kind == RuleKind.Show && r.Definition.Fields.Contains(field.Key) || r.Definition.Map?.ContainsKey(field.Key) == true);
}
