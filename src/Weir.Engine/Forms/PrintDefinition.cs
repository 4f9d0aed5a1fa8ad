namespace Weir.Engine.Forms;

/// <summary>How a record is put on paper, as data: which of its fields stand where. What its reader may not see is left out, whatever stands here.</summary>
public sealed record PrintDefinition
{
    public required string Key { get; init; }

    /// <summary>What one chooses it by.</summary>
    public required Words Label { get; init; }

    /// <summary>Stands large on the paper; the label when null.</summary>
    public Words? Heading { get; init; }

    /// <summary>Above the lines, in two columns.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The line items, and their columns in order.</summary>
    public string? Lines { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Below the lines, at the right; the last one is the total.</summary>
    public IReadOnlyList<string> Sums { get; init; } = [];

    /// <summary>Below everything, over the whole width: terms, notes.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Who signs, each with room for a stamp.</summary>
    public IReadOnlyList<Words> Signs { get; init; } = [];

    /// <summary>Fields, and columns as <c>lines.price</c>, that a copy without prices leaves out; no such copy when empty.</summary>
    public IReadOnlyList<string> Prices { get; init; } = [];
}
