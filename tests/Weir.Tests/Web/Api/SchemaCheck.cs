using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Tests.Web.Api;

/// <summary>Checks a value against a schema of an OpenAPI 3.1 document; a keyword that it does not know is an error, so that nothing is stated unchecked.</summary>
internal sealed class SchemaCheck(JsonNode document)
{
    public IEnumerable<string> Errors(JsonNode schema, JsonNode? value, string at = "$")
    {
        foreach (var (keyword, rule) in schema.AsObject())
            foreach (var error in One(keyword, rule!, schema.AsObject(), value, at)) yield return error;
    }

    public JsonNode Find(string reference)
    {
        var node = document;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)) node = node[step] ?? throw new KeyNotFoundException(reference);
        return node;
    }

    private IEnumerable<string> One(string keyword, JsonNode rule, JsonObject schema, JsonNode? value, string at)
    {
        var members = value as JsonObject;
        var list = value as JsonArray;
        switch (keyword)
        {
            case "title" or "description" or "readOnly" or "x-link" or "x-type" or "default":
                return [];
            case "$ref":
                return Errors(Find((string)rule!), value, at);
            case "type":
                var types = rule is JsonArray many ? many.Select(t => (string)t!) : [(string)rule!];
                return Say(types.Any(t => Is(t, value)), $"{at} is not {rule.ToJsonString()}: {value?.ToJsonString()}");
            case "enum":
                return Say(rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)), $"{at}: {value?.ToJsonString()} is no option");
            case "format":
                return Say(value is null || Formatted((string)rule!, value), $"{at} is no {rule}: {value?.ToJsonString()}");
            case "minimum":
                return Say(value is null || value.GetValue<decimal>() >= rule.GetValue<decimal>(), $"{at} is below {rule}");
            case "maximum":
                return Say(value is null || value.GetValue<decimal>() <= rule.GetValue<decimal>(), $"{at} is above {rule}");
            case "minItems":
                return Say(list is null || list.Count >= rule.GetValue<int>(), $"{at} has too few");
            case "uniqueItems":
                return Say(list is null || list.DistinctBy(i => i?.ToJsonString()).Count() == list.Count, $"{at} repeats itself");
            case "items":
                return (list ?? []).SelectMany((one, i) => Errors(rule, one, $"{at}[{i}]")).ToList();
            case "required":
                return members is null ? [] : rule.AsArray().Select(k => (string)k!).Where(k => !members.ContainsKey(k)).Select(k => $"{at}.{k} is missing").ToList();
            case "properties":
                return members is null ? [] : rule.AsObject().Where(p => members.ContainsKey(p.Key)).SelectMany(p => Errors(p.Value!, members[p.Key], $"{at}.{p.Key}")).ToList();
            case "additionalProperties":
                var others = (members ?? []).Where(m => schema["properties"]?.AsObject().ContainsKey(m.Key) is not true);
                return rule is JsonObject allowed ? others.SelectMany(o => Errors(allowed, o.Value, $"{at}.{o.Key}")).ToList() : others.Select(o => $"{at}.{o.Key} is not in the schema").ToList();
            default:
                throw new NotSupportedException(keyword);
        }
    }

    private static bool Is(string type, JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => type == "null",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || type == "integer" && value.GetValue<decimal>() % 1 == 0,
        _ => type == "boolean",
    };

    private static bool Formatted(string format, JsonNode value) => format switch
    {
        "int64" => value.AsValue().TryGetValue<long>(out _),
        "date" => DateOnly.TryParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParseExact((string)value!, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => throw new NotSupportedException(format),
    };

    private static string[] Say(bool fine, string error) => fine ? [] : [error];
}
