using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Forms;

namespace Weir.Engine.Handover;

/// <summary>Finds a member by name in the settings of forms, and puts another one there. A list of members is called <c>members</c> in all of them; knows no capability.</summary>
internal static class SettingNames
{
    private const string List = "members";

    /// <summary>In which settings of which forms the member stands, and how often.</summary>
    public static IReadOnlyList<SettingHoldings> Of(App app, long member) =>
    [
        .. app.Forms.Where(f => !f.IsQuestion && !f.IsLine).SelectMany(f => f.Definition.Capabilities.Select(c => new SettingHoldings(f, c.Key, Lists(JsonNode.Parse(c.Value.GetRawText())).Count(l => Holds(l, member)))))
            .Where(s => s.Count > 0),
    ];

    /// <summary>The form with another member in the place of one; who stands there already is not named twice.</summary>
    public static FormDefinition With(FormDefinition form, long member, long receiver) => form with { Capabilities = form.Capabilities.ToDictionary(c => c.Key, c => With(c.Value, member, receiver)) };

    private static JsonElement With(JsonElement settings, long member, long receiver)
    {
        var node = JsonNode.Parse(settings.GetRawText());
        var found = Lists(node).Where(l => Holds(l, member)).ToList();
        foreach (var list in found)
        {
            var ids = list.Select(i => i!.GetValue<long>()).Select(i => i == member ? receiver : i).Distinct().ToList();
            list.Clear();
            foreach (var id in ids) list.Add(id);
        }
        return found.Count == 0 ? settings : JsonSerializer.SerializeToElement(node, DefinitionJson.Options);
    }

    private static bool Holds(JsonArray list, long member) => list.Any(i => i is JsonValue value && value.TryGetValue<long>(out var id) && id == member);

    private static IEnumerable<JsonArray> Lists(JsonNode? node) => node switch
    {
        JsonObject found => found.SelectMany(p => p is { Key: List, Value: JsonArray list } && list.All(i => i is JsonValue value && value.TryGetValue<long>(out _)) ? [list] : Lists(p.Value)),
        JsonArray list => list.SelectMany(Lists),
        _ => [],
    };
}
