using System.Text.Json;
using Weir.Engine.Capabilities;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Apps;

/// <summary>Compares two definitions of an app part by part, as they are written; compiles neither. Parts that have a key are found again by it, wherever they stand.</summary>
internal static class DefinitionDiff
{
    public static JsonElement Written(AppDefinition definition) => JsonSerializer.SerializeToElement(definition, DefinitionJson.Options);

    public static IReadOnlyList<DefinitionChange> Between(AppDefinition was, AppDefinition now) => Between(Written(was), Written(now));

    public static IReadOnlyList<DefinitionChange> Between(JsonElement was, JsonElement now)
    {
        var changes = new List<DefinitionChange>();
        foreach (var part in Names(was, now).Where(n => n is not "key"))
        {
            if (part != "forms") Part(changes, null, part, Of(was, part), Of(now, part));
            else Forms(changes, Of(was, part)!.Value, Of(now, part)!.Value);
        }
        return changes;
    }

    private static void Forms(List<DefinitionChange> changes, JsonElement was, JsonElement now)
    {
        var former = Keyed(was);
        foreach (var (key, form) in Keyed(now))
        {
            if (!former.TryGetValue(key, out var before)) changes.Add(new(key, "form", null, Label(form), ChangeKind.Added, null, form));
            else if (!JsonElement.DeepEquals(before, form))
                foreach (var part in Names(before, form).Where(n => n is not ("key" or "no"))) Part(changes, key, part, Of(before, part), Of(form, part));
        }
        foreach (var (key, form) in former.Where(f => !Keyed(now).ContainsKey(f.Key))) changes.Add(new(key, "form", null, Label(form), ChangeKind.Removed, form, null));
        Order(changes, null, "forms", former.Keys, Keyed(now).Keys);
    }

    private static void Part(List<DefinitionChange> changes, string? form, string part, JsonElement? was, JsonElement? now)
    {
        if (was is { } a && now is { } b && JsonElement.DeepEquals(a, b)) return;
        if (HasParts(was) && HasParts(now))
        {
            var (former, present) = (Parts(was), Parts(now));
            foreach (var (key, one) in present)
            {
                if (!former.TryGetValue(key, out var before)) changes.Add(new(form, part, key, Label(one), ChangeKind.Added, null, one));
                else if (!JsonElement.DeepEquals(before, one) && (InFull(part, key, before), InFull(part, key, one)) is var (then, since) && !JsonElement.DeepEquals(then, since)) changes.Add(new(form, part, key, Label(one), ChangeKind.Changed, then, since));
            }
            foreach (var (key, one) in former.Where(f => !present.ContainsKey(f.Key))) changes.Add(new(form, part, key, Label(one), ChangeKind.Removed, one, null));
            if ((was ?? now)!.Value.ValueKind == JsonValueKind.Array) Order(changes, form, part, former.Keys, present.Keys);
        }
        else changes.Add(new(form, part, null, null, was is null ? ChangeKind.Added : now is null ? ChangeKind.Removed : ChangeKind.Changed, was, now));
    }

    /// <summary>What a page wrote in full and a template tersely means the same.</summary>
    private static JsonElement InFull(string part, string key, JsonElement written)
    {
        if (part != "capabilities" || CapabilityCatalogue.Find(key) is not { } capability) return written;
        try
        {
            return capability.InFull(written);
        }
        catch (DefinitionError)
        {
            // Written for another edition of the program: compared as it stands.
            return written;
        }
    }

    private static void Order(List<DefinitionChange> changes, string? form, string part, IEnumerable<string> was, IEnumerable<string> now)
    {
        var (before, after) = (was.ToList(), now.ToList());
        if (!before.Where(after.Contains).SequenceEqual(after.Where(before.Contains))) changes.Add(new(form, part, null, null, ChangeKind.Ordered, null, null));
    }

    /// <summary>A list whose elements have keys, or a dictionary; a text in two languages is neither.</summary>
    private static bool HasParts(JsonElement? part) => part switch
    {
        null => true,
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().All(one => Of(one, "key") is not null),
        { ValueKind: JsonValueKind.Object } map => !map.TryGetProperty("zh", out _),
        _ => false,
    };

    private static Dictionary<string, JsonElement> Parts(JsonElement? part) => part switch
    {
        { ValueKind: JsonValueKind.Array } list => Keyed(list),
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value),
        _ => [],
    };

    private static Dictionary<string, JsonElement> Keyed(JsonElement list) => list.EnumerateArray().DistinctBy(Key).ToDictionary(Key);

    private static string Key(JsonElement one) => one.GetProperty("key").GetString()!;

    private static IEnumerable<string> Names(JsonElement was, JsonElement now) => was.EnumerateObject().Concat(now.EnumerateObject()).Select(p => p.Name).Distinct();

    private static JsonElement? Of(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static Words? Label(JsonElement element) => Of(element, "label") is { ValueKind: JsonValueKind.Object } label && Of(label, "zh") is { } zh && Of(label, "en") is { } en ? (zh.GetString() ?? "", en.GetString() ?? "") : null;
}
