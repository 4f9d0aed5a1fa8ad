using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Weir.Tests.Templates;

/// <summary>Checks a document against the part of JSON Schema 2020-12 that the schemas of the templates use; an unknown keyword is an error.</summary>
internal sealed class JsonSchema(Func<string, JsonNode> file)
{
    /// <summary>What is wrong, each with its place; <paramref name="reference"/> is <c>file.json#/$defs/name</c>.</summary>
    public IReadOnlyList<string> Errors(string reference, JsonNode? value, string place = "$")
    {
        var name = reference.Split('#')[0];
        var schema = reference.Split('#')[1].Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(file(name), (node, key) => node[key]!);
        return [.. Check(schema.AsObject(), value, place, name)];
    }

    private IEnumerable<string> Check(JsonNode schema, JsonNode? value, string place, string name) =>
        schema.AsObject().SelectMany(rule => Check(rule.Key, rule.Value!, schema, value, place, name));

    private IEnumerable<string> Check(string keyword, JsonNode rule, JsonNode schema, JsonNode? value, string place, string name)
    {
        var list = value as JsonArray;
        var members = value as JsonObject;
        bool Fits(JsonNode? other) => !Check(other!, value, place, name).Any();
        switch (keyword)
        {
            case "$schema" or "$defs" or "title" or "description" or "then":
                return [];
            case "$ref":
                var target = rule.GetValue<string>();
                return Errors(target.StartsWith('#') ? name + target : target, value, place);
            case "type":
                return Say(IsOf(rule.GetValue<string>(), value), $"{place} is not a {rule}");
            case "enum":
                return Say(rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)), $"{place}: {value} is not allowed");
            case "const":
                return Say(JsonNode.DeepEquals(rule, value), $"{place}: {value} is not {rule}");
            case "pattern":
                return Say(Regex.IsMatch($"{value}", rule.GetValue<string>()), $"{place}: {value} does not match {rule}");
            case "minLength":
                return Say($"{value}".Length >= rule.GetValue<int>(), $"{place} is too short");
            case "minimum":
                return Say(value!.GetValue<decimal>() >= rule.GetValue<decimal>(), $"{place} is below {rule}");
            case "maximum":
                return Say(value!.GetValue<decimal>() <= rule.GetValue<decimal>(), $"{place} is above {rule}");
            case "minItems":
                return Say(list is null || list.Count >= rule.GetValue<int>(), $"{place} has fewer than {rule}");
            case "maxItems":
                return Say(list is null || list.Count <= rule.GetValue<int>(), $"{place} has more than {rule}");
            case "uniqueItems":
                return Say(list is null || list.DistinctBy(one => one?.ToJsonString()).Count() == list.Count, $"{place} repeats itself");
            case "items":
                return (list ?? []).SelectMany((one, at) => Check(rule, one, $"{place}[{at}]", name));
            case "required":
                return members is null ? [] : rule.AsArray().Select(key => $"{key}").Where(key => !members.ContainsKey(key)).Select(key => $"{place}.{key} is missing");
            case "properties":
                return members is null ? [] : rule.AsObject().Where(p => members.ContainsKey(p.Key)).SelectMany(p => Check(p.Value!, members[p.Key], $"{place}.{p.Key}", name));
            case "propertyNames":
                return (members ?? []).SelectMany(member => Check(rule, JsonValue.Create(member.Key), $"{place}.{member.Key}", name));
            case "additionalProperties":
                var others = (members ?? []).Where(member => schema["properties"]?.AsObject().ContainsKey(member.Key) is not true);
                return rule is JsonValue ? others.Select(member => $"{place}.{member.Key} is unknown") : others.SelectMany(o => Check(rule, o.Value, $"{place}.{o.Key}", name));
            case "allOf":
                return rule.AsArray().SelectMany(one => Check(one!, value, place, name));
            case "anyOf":
                return Say(rule.AsArray().Any(Fits), $"{place} fits none of anyOf");
            case "oneOf":
                return Say(rule.AsArray().Count(Fits) == 1, $"{place} does not fit exactly one of oneOf");
            case "if":
                return Fits(rule) ? Check(schema["then"]!, value, place, name) : [];
            default:
                throw new NotSupportedException(keyword);
        }
    }

    private static bool IsOf(string type, JsonNode? value) => value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Object => type == "object",
        System.Text.Json.JsonValueKind.Array => type == "array",
        System.Text.Json.JsonValueKind.String => type == "string",
        System.Text.Json.JsonValueKind.Number => type == "number" || type == "integer" && value.GetValue<decimal>() % 1 == 0,
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => type == "boolean",
        _ => false,
    };

    private static string[] Say(bool fine, string error) => fine ? [] : [error];
}
