using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Conditions.Operators;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>A filter as the builder wrote it, and as the engine reads it; the same tree.</summary>
public sealed record ReadFilter(ConditionDefinition Written, ConditionDefinition Proper);

/// <summary>Reads the filter of a URL and brings the values that a builder wrote (ids as text) into the JSON form of their fields.</summary>
public static class FilterText
{
    /// <summary>Null when there is none or it cannot be understood; a field that the visitor may not read is one that is not there.</summary>
    public static ReadFilter? Read(FormVisit visit, string? text)
    {
        if (text is null) return null;
        try
        {
            var definition = JsonSerializer.Deserialize<ConditionDefinition>(text, DefinitionJson.Options);
            if (definition is null || !FilterWords.Leaves(definition).All(l => Sound(l.Value))) return null;
            var proper = Proper(visit, definition);
            return Condition.OfQuery(visit.Form, proper).Paths.All(p => ListColumn.Reads(visit.Access, p)) ? new(definition, proper) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or DefinitionError or InvalidOperationException)
        {
            return null;
        }
    }

    public static string? Write(ConditionDefinition? definition) => definition switch
    {
        null or { All.Count: 0 } or { Any.Count: 0 } => null,
        _ => JsonSerializer.Serialize(definition, DefinitionJson.Options),
    };

    /// <summary>A filter for the records whose field names this record.</summary>
    /// <param name="origins">Records that this one continues; a field that can name records of any form may name them too.</param>
    public static string Names(Field by, string form, long id, IReadOnlyList<RecordRef>? origins = null)
    {
        if (origins is { Count: > 0 } && by.Type.Kind(by) != ValueKind.Many && by.Type.LinkedForm(by) is null)
            return new JsonObject { ["all"] = new JsonArray(new JsonObject { ["field"] = by.Key, ["op"] = "any_of", ["value"] = new JsonArray([.. origins.Prepend(new(form, id)).Select(r => JsonValue.Create(r.ToString()))]) }) }.ToJsonString(DefinitionJson.Options);
        var many = by.Type.Kind(by) == ValueKind.Many;
        JsonNode value = many || by.Type.LinkedForm(by) is not null ? id : new RecordRef(form, id).ToString();
        var leaf = new JsonObject { ["field"] = by.Key, ["op"] = many ? "has_any" : "is", ["value"] = many ? new JsonArray(value) : value };
        return new JsonObject { ["all"] = new JsonArray(leaf) }.ToJsonString(DefinitionJson.Options);
    }

    /// <summary>No text in it that a database could not hold: the character U+0000, or half of a pair of surrogates (which the reader refuses).</summary>
    private static bool Sound(JsonElement? value) => value is not { } json || json.ValueKind switch
    {
        JsonValueKind.String => !json.GetString()!.Contains('\0', StringComparison.Ordinal),
        JsonValueKind.Array => json.EnumerateArray().All(one => Sound(one)),
        _ => true,
    };

    private static ConditionDefinition Proper(FormVisit visit, ConditionDefinition d)
    {
        if (d.All is not null) return d with { All = [.. d.All.Select(c => Proper(visit, c))] };
        if (d.Any is not null) return d with { Any = [.. d.Any.Select(c => Proper(visit, c))] };
        if (d.Field is null || d.Value is not { } value || FieldPath.OfQuery(visit.Form, d.Field) is not { } path) return d;
        return OperatorCatalogue.Find(d.Op ?? "")?.Shape is ArgumentShape.One or ArgumentShape.Many or ArgumentShape.Pair ? d with { Value = Proper(path.Field, value, visit.Display) } : d;
    }

    private static JsonElement Proper(Field field, JsonElement value, Display display) => value.ValueKind switch
    {
        JsonValueKind.Array => JsonSerializer.SerializeToElement(value.EnumerateArray().Select(one => Proper(field, one, display)).ToArray()),
        JsonValueKind.String when value.GetString() is { Length: > 0 } text && text[0] is not ('@' or '{') => Typed(field, text, display) ?? value,
        _ => value,
    };

    /// <summary>What the control of the field would have posted, as JSON; a list of one as the one.</summary>
    private static JsonElement? Typed(Field field, string text, Display display)
    {
        try
        {
            field.Type.FromJson(field, JsonSerializer.SerializeToElement(text));
            return null;
        }
        catch (ValueError)
        {
            // Not yet in the form of the field: read it as its control does.
        }
        try
        {
            var json = field.Type.ToJson(field, field.Type.FromInput(field, [text], display));
            return JsonSerializer.SerializeToElement(json is JsonArray { Count: 1 } one ? one[0] : json);
        }
        catch (ValueError)
        {
            return null;
        }
    }
}
