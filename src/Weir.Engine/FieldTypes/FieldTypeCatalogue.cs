using System.Collections.Frozen;

namespace Weir.Engine.FieldTypes;

/// <summary>All field types, found in this assembly at start; two with one key stop the program.</summary>
public static class FieldTypeCatalogue
{
    private static readonly FrozenDictionary<string, FieldType> ByKey = typeof(FieldType).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(FieldType)))
        .Select(t => (FieldType)Activator.CreateInstance(t)!)
        .ToFrozenDictionary(t => t.Key);

    public static IEnumerable<FieldType> All => ByKey.Values.OrderBy(t => t.Key, StringComparer.Ordinal);

    public static FieldType? Find(string key) => ByKey.GetValueOrDefault(key);
}
