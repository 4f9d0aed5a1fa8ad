using System.Collections.Concurrent;
using System.Text.Json;
using Weir.Engine.Apps;

namespace Weir.Engine.Forms;

/// <summary>Reads the settings of a field by key, with a default; never throws for an absent one.</summary>
public sealed class FieldSettings(FieldDefinition definition, IReadOnlyDictionary<string, IReadOnlyList<Option>> optionSets)
{
    private readonly ConcurrentDictionary<(string Key, Type Type), object?> known = [];

    public string? Text(string key) => Element(key) is { ValueKind: JsonValueKind.String } e ? e.GetString() : null;

    public int Int(string key, int fallback = 0) => Element(key) is { ValueKind: JsonValueKind.Number } e && e.TryGetInt32(out var i) ? i : fallback;

    public decimal? Number(string key) => Element(key) is { ValueKind: JsonValueKind.Number } e && e.TryGetDecimal(out var d) ? d : null;

    public bool Flag(string key) => Element(key) is { ValueKind: JsonValueKind.True };

    public Words? Words(string key) => Read<Words>(key);

    public IReadOnlyList<string> List(string key) => Read<string[]>(key) ?? [];

    public ConditionDefinition? Condition(string key) => Read<ConditionDefinition>(key);

    public IReadOnlyList<FieldDefinition> Fields(string key) => Read<FieldDefinition[]>(key) ?? [];

    /// <summary>The options written at the field, or those of the named option set of the app.</summary>
    public IReadOnlyList<Option> Options() =>
        Text("optionSet") is { } set ? optionSets.GetValueOrDefault(set) ?? [] : Read<Option[]>("options") ?? [];

    /// <summary>Read once: the engine asks on every save.</summary>
    public T? Read<T>(string key) where T : class => (T?)known.GetOrAdd((key, typeof(T)), static (at, self) => self.Element(at.Key)?.Deserialize(at.Type, DefinitionJson.Options), this);

    private JsonElement? Element(string key) => definition.Settings.TryGetValue(key, out var e) ? e : null;
}
