using System.Collections.Frozen;
using System.Reflection;
using Weir.Engine.Formulas.Functions;

namespace Weir.Engine.Formulas;

/// <summary>The catalogue of formula functions, found by a scan of this assembly; two functions of one key stop the program.</summary>
public static class FormulaFunctions
{
    private static readonly FrozenDictionary<string, FormulaFunction> ByKey = Scan(typeof(FormulaFunctions).Assembly.GetTypes());

    /// <summary>Every function, by family and key.</summary>
    public static IReadOnlyList<FormulaFunction> All { get; } =
        [.. ByKey.Values.OrderBy(function => function.Family(false), StringComparer.Ordinal).ThenBy(function => function.Key, StringComparer.Ordinal)];

    /// <summary>The function of this name in any case, or null.</summary>
    public static FormulaFunction? Find(string key) => ByKey.GetValueOrDefault(key);

    internal static FrozenDictionary<string, FormulaFunction> Scan(IEnumerable<Type> types)
    {
        var found = new Dictionary<string, FormulaFunction>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in types)
        {
            if (type.GetCustomAttribute<FamilyAttribute>() is not { } family)
                continue;
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is not { } words)
                    continue;
                if (!found.TryAdd(words.Key, new FormulaFunction(family, words, method)))
                    throw new InvalidOperationException($"Two formula functions have the key {words.Key}; the second is {type.Name}.{method.Name}.");
            }
        }
        return found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
