using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>A tree as one actor may see it, on the page of one record. Draws nothing.</summary>
/// <param name="Host">The record on whose page it stands.</param>
public sealed record Chart(HierarchyBook Book, RecordRef Host, IReadOnlyList<ChartNode> Roots)
{
    /// <summary>Its key on a page that has several.</summary>
    public string Key => Book.Form.Key;

    /// <summary>The chain of the record on whose page it stands; null when records of its form have none, or it may not be read.</summary>
    public ChainBook? Chain { get; init; }

    /// <summary>The nodes of the chain in their order.</summary>
    public IReadOnlyList<ChartNode> Chained { get; init; } = [];

    /// <summary>The actor may change the chain.</summary>
    public bool Chains { get; init; }

    /// <summary>Version of the record with the chain.</summary>
    public long HostVersion { get; init; }

    /// <summary>In percent; null when there is nothing to share out, or it may not be read.</summary>
    public decimal? Coverage { get; init; }

    public IReadOnlyList<Words> Gaps { get; init; } = [];

    /// <summary>Who of us knows whom, the best first.</summary>
    public IReadOnlyList<Acquaintance> Helpers { get; init; } = [];

    /// <summary>There are more than were drawn.</summary>
    public bool More { get; init; }

    /// <summary>The record to which the tree belongs: what a new node must name.</summary>
    public long? Within { get; init; }

    public IEnumerable<ChartNode> All => Roots.SelectMany(r => r.All);
}

/// <summary>One node: its values with everything taken out that the actor may not read.</summary>
/// <param name="Line">Its line of the chain, or null.</param>
public sealed record ChartNode(Record Record, IReadOnlyList<ChartNode> Below)
{
    public Record? Line { get; init; }

    /// <summary>The actor may put it elsewhere.</summary>
    public bool Moves { get; init; }

    public bool Left { get; init; }

    public bool IsKey { get; init; }

    /// <summary>How many of us know it.</summary>
    public int Known { get; init; }

    public long Id => Record.Id;

    public IEnumerable<ChartNode> All => Below.SelectMany(b => b.All).Prepend(this);
}

/// <summary>A member who knows a node, how and how well.</summary>
public sealed record Acquaintance(long Member, ChartNode Node, string? How, object? Closeness, Field? ClosenessField);
