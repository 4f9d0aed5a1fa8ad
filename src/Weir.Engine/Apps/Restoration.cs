using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Capabilities;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Apps;

/// <summary>An earlier definition with what has come since and must not be lost: forms stay as they are, fields and options retired. What roles may do stays too: a right that was taken away does not come back with a setting. Publishes nothing.</summary>
internal sealed class Restoration(AppDefinition earlier, AppDefinition present)
{
    public AppDefinition Definition => earlier with
    {
        Key = present.Key,
        Groups = [.. earlier.Groups, .. present.Groups.Where(g => earlier.Groups.All(e => e.Key != g.Key))],
        OptionSets = earlier.OptionSets.ToDictionary(s => s.Key, s => Options(s.Value, present.OptionSets.GetValueOrDefault(s.Key))).Concat(present.OptionSets.Where(s => !earlier.OptionSets.ContainsKey(s.Key))).ToDictionary(s => s.Key, s => s.Value),
        Roles = [.. present.Roles, .. earlier.Roles.Where(r => present.Roles.All(p => p.Key != r.Key))],
        Forms = [.. earlier.Forms.Select(f => present.Forms.FirstOrDefault(p => p.Key == f.Key) is { } now ? Form(f, now) : f), .. present.Forms.Where(f => earlier.Forms.All(e => e.Key != f.Key))],
    };

    private static FormDefinition Form(FormDefinition was, FormDefinition now) => was with
    {
        No = now.No,
        Fields = Fields(was.Fields, now.Fields),
        Capabilities = was.Capabilities.ToDictionary(c => c.Key, c => now.Capabilities.TryGetValue(c.Key, out var settings) && CapabilityCatalogue.Find(c.Key) is { } capability ? capability.Keep(c.Value, settings) : c.Value)
            .Concat(now.Capabilities.Where(c => !was.Capabilities.ContainsKey(c.Key))).ToDictionary(c => c.Key, c => c.Value),
    };

    private static IReadOnlyList<FieldDefinition> Fields(IReadOnlyList<FieldDefinition> was, IReadOnlyList<FieldDefinition> now) =>
    [
        .. was.Select(f => now.FirstOrDefault(n => n.Key == f.Key) is { } since ? Field(f, since) : f),
        .. now.Where(n => was.All(f => f.Key != n.Key)).Select(n => n with { Retired = true, Required = false }),
    ];

    /// <summary>A field of another type holds other values by now: it stays as it is.</summary>
    private static FieldDefinition Field(FieldDefinition was, FieldDefinition now)
    {
        if (was.Type != now.Type) return now;
        var settings = new Dictionary<string, JsonElement>(was.Settings);
        if (Read<Option[]>(was, "options") is { } options && Read<Option[]>(now, "options") is { } since) settings["options"] = JsonSerializer.SerializeToElement(Options(options, since), DefinitionJson.Options);
        if (Read<FieldDefinition[]>(was, "fields") is { } columns && Read<FieldDefinition[]>(now, "fields") is { } later) settings["fields"] = JsonSerializer.SerializeToElement(Fields(columns, later), DefinitionJson.Options);
        return was with { Settings = settings };
    }

    private static IReadOnlyList<Option> Options(IReadOnlyList<Option> was, IReadOnlyList<Option>? now) => [.. was, .. (now ?? []).Where(n => was.All(o => o.Key != n.Key)).Select(n => n with { Retired = true })];

    private static T? Read<T>(FieldDefinition field, string setting) where T : class =>
        field.Settings.TryGetValue(setting, out var value) && value.ValueKind == JsonValueKind.Array ? value.Deserialize<T>(DefinitionJson.Options) : null;
}
