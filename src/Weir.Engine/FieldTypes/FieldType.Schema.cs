using System.Text.Json.Nodes;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

public abstract partial class FieldType
{
    /// <summary>What <see cref="ToJson"/> writes, as a JSON Schema for programs; null may always stand instead. Says nothing about labels.</summary>
    public virtual JsonObject Schema(Field field) => Kind(field) switch
    {
        ValueKind.Number => new() { ["type"] = "number" },
        ValueKind.Date => new() { ["type"] = "string", ["format"] = "date" },
        ValueKind.Moment => new() { ["type"] = "string", ["format"] = "date-time" },
        ValueKind.YesNo => new() { ["type"] = "boolean" },
        ValueKind.Reference or ValueKind.Department => new() { ["type"] = "integer", ["format"] = "int64" },
        ValueKind.Many => new() { ["type"] = "array", ["items"] = Word(field), ["uniqueItems"] = true },
        _ => Word(field),
    };

    /// <summary>One word: of the options where there are some.</summary>
    private JsonObject Word(Field field)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (Options(field) is { Count: > 0 } options && Kind(field) is ValueKind.Choice or ValueKind.Many) schema["enum"] = new JsonArray([.. options.Select(o => (JsonNode)o.Key)]);
        return schema;
    }
}
