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
        var order = new List<string>(formulas.Count);
        var chain = new List<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in formulas.Keys.Order(StringComparer.Ordinal))
            Visit(key, chain, done, order);
        Order = order;
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

    private void Visit(string key, List<string> chain, HashSet<string> done, List<string> order)
    {
        if (done.Contains(key))
            return;
        var start = chain.IndexOf(key);
        if (start >= 0)
            throw FormulaError.Cycle([.. chain[start..], key]);
        chain.Add(key);
        foreach (var needed in formulas.Keys.Where(other => formulas[key].References.Any(reference => Touches(other, reference))).Order(StringComparer.Ordinal))
            Visit(needed, chain, done, order);
        chain.RemoveAt(chain.Count - 1);
        done.Add(key);
        order.Add(key);
    }

    private static bool Touches(string path, string reference) =>
        path == reference || Within(path, reference) || Within(reference, path);

    private static bool Within(string inner, string outer) =>
        inner.Length > outer.Length && inner[outer.Length] == '.' && inner.StartsWith(outer, StringComparison.Ordinal);
}
