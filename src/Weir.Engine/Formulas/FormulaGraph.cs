namespace Weir.Engine.Formulas;

/// <summary>Which formulas of a form feed which; knows the order to run them in, not their values.</summary>
public sealed class FormulaGraph
{
    private readonly IReadOnlyDictionary<string, Formula> formulas;

    /// <param name="formulas">By the key of the field that each one fills; a column of line items is <c>lines.amount</c>.</param>
    /// <exception cref="FormulaError"><c>formula.cycle</c>, naming the chain.</exception>
    public FormulaGraph(IReadOnlyDictionary<string, Formula> formulas)
    {
        this.formulas = formulas;
        Order = Sort(Needs());
    }

    /// <summary>Every key, each after those it reads; the same for the same formulas.</summary>
    public IReadOnlyList<string> Order { get; }

    public Formula this[string key] => formulas[key];

    /// <summary>
    /// The keys to compute anew, in order, after fields changed. A changed link counts for what is read through it, a changed line for its
    /// columns, and the other way round.
    /// </summary>
    public IReadOnlyList<string> Affected(IEnumerable<string> changedPaths)
    {
        var changed = changedPaths.ToList();
        var affected = new List<string>();
        foreach (var key in Order)
        {
            if (!formulas[key].References.Any(reference => changed.Any(path => Touches(path, reference))))
                continue;
            affected.Add(key);
            changed.Add(key);
        }
        return affected;
    }

    /// <summary>For each key the other keys that it reads.</summary>
    private Dictionary<string, string[]> Needs()
    {
        var within = formulas.Keys.SelectMany(key => Ancestors(key).Append(key), (key, path) => (key, path)).ToLookup(pair => pair.path, pair => pair.key);
        return formulas.ToDictionary(pair => pair.Key, pair => pair.Value.References
            .SelectMany(reference => within[reference].Concat(Ancestors(reference).Where(formulas.ContainsKey)))
            .Distinct().Order(StringComparer.Ordinal).ToArray());
    }

    /// <summary>Takes again and again the first key whose needs are met; what is left in the end is a circle or hangs on one.</summary>
    private static List<string> Sort(Dictionary<string, string[]> needs)
    {
        var open = needs.ToDictionary(pair => pair.Key, pair => pair.Value.Length);
        var readers = needs.SelectMany(pair => pair.Value, (pair, need) => (need, pair.Key)).ToLookup(pair => pair.need, pair => pair.Key);
        var ready = new SortedSet<string>(open.Where(pair => pair.Value == 0).Select(pair => pair.Key), StringComparer.Ordinal);
        var order = new List<string>(needs.Count);
        while (ready.Min is { } key)
        {
            ready.Remove(key);
            open.Remove(key);
            order.Add(key);
            foreach (var reader in readers[key])
            {
                if (--open[reader] == 0)
                    ready.Add(reader);
            }
        }
        return open.Count == 0 ? order : throw FormulaError.Cycle(Circle(needs, open.Keys));
    }

    private static List<string> Circle(Dictionary<string, string[]> needs, ICollection<string> left)
    {
        var chain = new List<string> { left.Min(StringComparer.Ordinal)! };
        while (true)
        {
            var next = needs[chain[^1]].First(left.Contains);
            var start = chain.IndexOf(next);
            chain.Add(next);
            if (start >= 0)
                return chain[start..];
        }
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
            yield return path[..dot];
    }

    private static bool Touches(string path, string reference) =>
        path == reference || Within(path, reference) || Within(reference, path);

    private static bool Within(string inner, string outer) =>
        inner.Length > outer.Length && inner[outer.Length] == '.' && inner.StartsWith(outer, StringComparison.Ordinal);
}
