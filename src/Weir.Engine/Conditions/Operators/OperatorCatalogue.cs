using System.Collections.Frozen;
using Weir.Engine.FieldTypes;

namespace Weir.Engine.Conditions.Operators;

/// <summary>All operators, found in this assembly at start; two with one key stop the program.</summary>
public static class OperatorCatalogue
{
    private static readonly FrozenDictionary<string, Operator> ByKey = typeof(Operator).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(Operator)))
        .Select(t => (Operator)Activator.CreateInstance(t)!)
        .ToFrozenDictionary(o => o.Key);

    private static readonly string[] Order =
    [
        "is", "is_not", "any_of", "none_of", "contains", "not_contains", "starts_with", "ends_with", "gt", "gte", "lt", "lte", "between", "within",
        "under", "has_any", "has_all", "has_none", "empty", "not_empty",
    ];

    /// <summary>In the order in which a builder offers them.</summary>
    public static IReadOnlyList<Operator> All { get; } = [.. ByKey.Values.OrderBy(o => Array.IndexOf(Order, o.Key))];

    public static Operator? Find(string key) => ByKey.GetValueOrDefault(key);

    public static IEnumerable<Operator> For(ValueKind kind) => All.Where(o => o.AppliesTo(kind));
}
