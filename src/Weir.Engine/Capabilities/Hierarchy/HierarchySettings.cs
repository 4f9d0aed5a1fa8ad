using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>Which fields of a form make its tree and say what matters about each node, as data. Nothing here is checked.</summary>
internal sealed record HierarchySettings
{
    /// <summary>What the tree is called: organisation chart.</summary>
    public Words Label { get; init; } = ("层级", "Hierarchy");

    /// <summary>The link of the form to itself.</summary>
    public required string Parent { get; init; }

    /// <summary>The link to the record whose tree it is, on whose page it stands; without it each record shows the tree that it is part of.</summary>
    public string? Within { get; init; }

    /// <summary>Said small below the title, in their order.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>A choice that is the node's part: decision maker, user.</summary>
    public string? Role { get; init; }

    /// <summary>A choice whose colour marks the node, and whose words always stand beside it.</summary>
    public string? Stance { get; init; }

    public string? Closeness { get; init; }

    /// <summary>A yes or no: the node matters above others.</summary>
    public string? Key { get; init; }

    /// <summary>Members who know the node.</summary>
    public KnownSettings? Known { get; init; }

    /// <summary>Nodes of which this holds are gone: drawn apart, and counted for nothing. Owners are told when a key one goes.</summary>
    public ConditionDefinition? Left { get; init; }

    /// <summary>The share of nodes meeting the one condition that meet the other.</summary>
    public CoverageSettings? Coverage { get; init; }

    public IReadOnlyList<GapSettings> Gaps { get; init; } = [];

    /// <summary>Line items of other forms that name nodes in an order of their own.</summary>
    public IReadOnlyList<ChainSettings> Chains { get; init; } = [];
}

/// <summary>The line items of a node that name members.</summary>
internal sealed record KnownSettings(string Lines, string Member, string? Closeness = null, string? How = null);

internal sealed record CoverageSettings(ConditionDefinition Of, ConditionDefinition Met);

/// <summary>Something that is missing while nobody meets the condition.</summary>
internal sealed record GapSettings(Words Label, ConditionDefinition Where);

/// <summary>Nodes named by the lines of another record: its own chain.</summary>
internal sealed record ChainSettings
{
    public required string Form { get; init; }

    public required string Lines { get; init; }

    /// <summary>The column that names the node.</summary>
    public required string Node { get; init; }

    /// <summary>The field of the record that leads to the tree: the account of the deal.</summary>
    public string? Within { get; init; }

    public string? Role { get; init; }

    public string? Stance { get; init; }

    public string? Closeness { get; init; }

    /// <summary>A yes or no: this one is won over.</summary>
    public string? Approved { get; init; }

    public string? Order { get; init; }

    public string? Note { get; init; }

    /// <summary>A field of the record with the share in percent.</summary>
    public string? Coverage { get; init; }

    /// <summary>The records that go on: only their owners are told when somebody leaves.</summary>
    public ConditionDefinition? While { get; init; }

    /// <summary>Conditions on the lines.</summary>
    public IReadOnlyList<GapSettings> Gaps { get; init; } = [];
}
