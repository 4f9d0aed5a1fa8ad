using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>The visible nodes of one tree on their way into a chart: what is judged is what is stored, what is handed out is what may be read.</summary>
internal sealed class Nodes(ChartLook look, HierarchyBook book, FormAccess access, ChainBook? chain, FormAccess hostAccess)
{
    private const int MostHelpers = 6;

    private readonly Dictionary<long, Record> stored = [];
    private readonly Dictionary<long, ChartNode> bare = [];
    private readonly HashSet<long> left = [];

    public async ValueTask Read(IReadOnlyList<ListRow> rows, IReadOnlyList<Record> lines)
    {
        var found = await RecordRows.Read(look.Session, book.Form, [.. rows.Select(r => r.Id)], lines: book.Known is not null);
        await look.Linked.Load(found.Values, Ways());
        var veils = chain is null || hostAccess.Everything ? lines : [.. lines.Select(Veiled)];
        foreach (var row in rows.Where(r => found.ContainsKey(r.Id)))
        {
            var record = stored[row.Id] = found[row.Id];
            if (book.Left is { } gone && Reads(access, gone) && Holds(gone, record)) left.Add(row.Id);
            var seen = RecordQuery.Veil(access, record, access.RowMasked.Count == 0 || await RowCheck.IsOpen(look.Session, access, row.Id, look.Now));
            bare[row.Id] = new ChartNode(seen, [])
            {
                Moves = row.May && access.Edits(book.Parent), Left = left.Contains(row.Id), IsKey = book.Key is { } key && seen[key] is true,
                Line = chain is null ? null : veils.FirstOrDefault(l => l[chain.Node] as long? == row.Id), Known = KnownTo(seen).Count,
            };
        }
    }

    /// <summary>Whoever has nobody visible above stands at the top; key ones first, then by name.</summary>
    public IReadOnlyList<ChartNode> Tree()
    {
        var above = access.Reads(book.Parent) ? bare.Keys.ToDictionary(id => id, id => stored[id][book.Parent] as long? is { } up && bare.ContainsKey(up) && up != id ? up : (long?)null) : bare.Keys.ToDictionary(id => id, _ => (long?)null);
        var below = above.ToLookup(a => a.Value, a => a.Key);
        var drawn = new HashSet<long>();
        var roots = Below(null);
        // What was stored in a circle before circles were refused is not lost: it stands at the top.
        return [.. roots, .. bare.Keys.Where(id => !drawn.Contains(id)).ToList().Where(drawn.Add).Select(id => bare[id])];

        IReadOnlyList<ChartNode> Below(long? up) =>
            [.. Ordered(below[up].Where(drawn.Add).Select(id => bare[id])).Select(n => n with { Below = Below(n.Id) })];
    }

    public IReadOnlyList<ChartNode> Chained(IReadOnlyList<Record> lines)
    {
        if (chain is null) return [];
        var order = chain.Order is { } by && hostAccess.Reads(by) ? by : null;
        return [.. lines.Select((l, i) => (Node: l[chain.Node] is long id ? bare.GetValueOrDefault(id) : null, Place: order is null ? null : l[order] as decimal?, i)).Where(l => l.Node is not null)
            .OrderBy(l => l.Place ?? decimal.MaxValue).ThenBy(l => l.i).Select(l => l.Node!)];
    }

    public async ValueTask<decimal?> Share()
    {
        if (book.Coverage is not var (of, met) || !Reads(access, of) || !Reads(access, met)) return null;
        await look.Linked.Load(stored.Values, of.Paths.Concat(met.Paths).Select(p => p.Via));
        var all = Present.Where(r => Holds(of, r)).ToList();
        return all.Count == 0 ? null : decimal.Round(all.Count(r => Holds(met, r)) * 100m / all.Count, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>What the tree lacks, as far as the actor may judge.</summary>
    public async ValueTask<IReadOnlyList<Words>> Missing()
    {
        await look.Linked.Load(stored.Values, book.Gaps.SelectMany(g => g.Where.Paths).Select(p => p.Via));
        return stored.Count == 0 ? [] : [.. book.Gaps.Where(g => Reads(access, g.Where) && !Present.Any(r => Holds(g.Where, r))).Select(g => g.Label)];
    }

    /// <summary>What the chain lacks: by its own conditions, and the key ones that are not in it or are gone.</summary>
    public async ValueTask<IReadOnlyList<Words>> Missing(IReadOnlyList<Record> lines)
    {
        await look.Linked.Load([.. lines], chain!.Gaps.SelectMany(g => g.Where.Paths).Select(p => p.Via));
        var live = lines.Where(l => l[chain.Node] is not long id || !left.Contains(id)).ToList();
        var gaps = chain.Gaps.Where(g => Reads(hostAccess, g.Where) && !live.Any(l => Holds(g.Where, l))).Select(g => g.Label).ToList();
        foreach (var node in Ordered(bare.Values.Where(n => n.IsKey)))
            if (node is { Left: true, Line: not null }) gaps.Add(($"关键人{Title(node)}已离职，要找到接替的人", $"{Title(node)}, a key person, has left; find who comes after"));
            else if (node is { Left: false, Line: null }) gaps.Add(($"关键人{Title(node)}不在决策链中", $"{Title(node)}, a key person, is not in the chain"));
        return gaps;
    }

    public IReadOnlyList<Acquaintance> Helpers() =>
        [.. Ordered(bare.Values.Where(n => !n.Left)).SelectMany(n => KnownTo(n.Record).Select(h => h(n)))
            .OrderByDescending(h => h.Node.IsKey).ThenByDescending(Nearness).DistinctBy(h => (h.Member, h.Node.Id)).Take(MostHelpers)];

    private IEnumerable<Record> Present => stored.Values.Where(r => !left.Contains(r.Id));

    private IReadOnlyList<Func<ChartNode, Acquaintance>> KnownTo(Record seen)
    {
        if (book.Known is not var (lines, member, closeness, how) || !access.Reads(lines) || !access.Reads(member)) return [];
        return [.. seen.Lines(lines).Where(l => l[member] is long).Select<Record, Func<ChartNode, Acquaintance>>(l => n => new((long)l[member]!, n, how is null ? null : l[how] as string, closeness is null ? null : l[closeness], closeness))];
    }

    private static int Nearness(Acquaintance helper) => helper.ClosenessField is { } field ? field.Type.Options(field).Select(o => o.Key).ToList().IndexOf(helper.Closeness as string ?? "") : 0;

    private IEnumerable<IReadOnlyList<Field>> Ways() => (book.Left?.Paths ?? []).Select(p => p.Via);

    private Record Veiled(Record line)
    {
        var copy = line.Copy();
        foreach (var column in line.Form.Fields.Where(c => !hostAccess.Reads(c))) copy[column] = null;
        return copy;
    }

    private IOrderedEnumerable<ChartNode> Ordered(IEnumerable<ChartNode> some) => some.OrderByDescending(n => n.IsKey).ThenBy(Title, StringComparer.Ordinal).ThenBy(n => n.Id);

    private string Title(ChartNode node) => node.Record[book.Form.Title] is { } title and not Masked && book.Form.Title.Type.Text(book.Form.Title, title, look.Display) is { Length: > 0 } text ? text : "#" + node.Id;

    private bool Holds(Condition condition, Record record) => RuleBook.Holds(condition, record, look.Linked, look.Actor, look.Now);

    private static bool Reads(FormAccess access, Condition condition) => condition.Paths.All(p => RecordQuery.Reads(access, p));
}
