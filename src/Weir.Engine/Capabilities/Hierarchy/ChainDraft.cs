using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>Small changes of a chain as drafts of the record that has it, for the one road of saves. Decides nothing about rights.</summary>
public static class ChainDraft
{
    /// <summary>One more at the end; what is known of it fills itself in.</summary>
    /// <param name="kept">Values which its line had when it was taken out.</param>
    public static Draft Add(ChainBook chain, Record host, long? seen, long node, IReadOnlyDictionary<string, object?>? kept = null)
    {
        var values = new Dictionary<string, object?>(kept ?? new Dictionary<string, object?>()) { [chain.Node.Key] = node };
        if (chain.Order is { } order && !values.ContainsKey(order.Key)) values[order.Key] = host.Lines(chain.Lines).Select(l => l[order] as decimal? ?? 0m).DefaultIfEmpty(0m).Max() + 1;
        var lines = Same(chain, host).ToList();
        if (host.Lines(chain.Lines).All(l => l[chain.Node] as long? != node)) lines.Add(new DraftLine(null, values));
        return Of(chain, host, seen, lines);
    }

    public static Draft Remove(ChainBook chain, Record host, long? seen, long node) =>
        Of(chain, host, seen, [.. host.Lines(chain.Lines).Where(l => l[chain.Node] as long? != node).Select(l => new DraftLine(l.Id, Nothing))]);

    /// <summary>Sets a column of its line.</summary>
    public static Draft Set(ChainBook chain, Record host, long? seen, long node, Field column, object? value) =>
        Of(chain, host, seen, [.. host.Lines(chain.Lines).Select(l => new DraftLine(l.Id, l[chain.Node] as long? == node ? new Dictionary<string, object?> { [column.Key] = value } : Nothing))]);

    /// <summary>One place earlier or later; all are numbered anew.</summary>
    public static Draft Shift(ChainBook chain, Record host, long? seen, long node, int by)
    {
        var order = chain.Order!;
        var all = host.Lines(chain.Lines).Select((l, i) => (Line: l, Place: l[order] as decimal? ?? decimal.MaxValue, i)).OrderBy(l => l.Place).ThenBy(l => l.i).Select(l => l.Line).ToList();
        var at = all.FindIndex(l => l[chain.Node] as long? == node);
        if (at >= 0 && at + by >= 0 && at + by < all.Count) (all[at], all[at + by]) = (all[at + by], all[at]);
        return Of(chain, host, seen, [.. all.Select((l, i) => new DraftLine(l.Id, new Dictionary<string, object?> { [order.Key] = (decimal)(i + 1) }))]);
    }

    /// <summary>What a line says that people may type, to be put back.</summary>
    public static IReadOnlyDictionary<string, object?> Kept(ChainBook chain, Record line) =>
        chain.Node.Form.Live.Where(c => c.Editable && c != chain.Node && line[c] is not null).ToDictionary(c => c.Key, c => line[c]);

    private static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    private static IEnumerable<DraftLine> Same(ChainBook chain, Record host) => host.Lines(chain.Lines).Select(l => new DraftLine(l.Id, Nothing));

    private static Draft Of(ChainBook chain, Record host, long? seen, IReadOnlyList<DraftLine> lines)
    {
        var draft = new Draft(host.Form) { Id = host.Id, SeenVersion = seen };
        draft.Lines[chain.Lines.Key] = lines;
        return draft;
    }
}
