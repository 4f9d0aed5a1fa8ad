using Weir.Engine.Exchange.Batches;

namespace Weir.Engine.Exchange.Exports;

/// <summary>An export as it is kept: what is wanted, and how far it is.</summary>
public sealed record ExportPlan : BatchPlan
{
    public required ExportRequest Request { get; init; }

    /// <summary>Texts that were too long for a cell and were cut.</summary>
    public int CutTexts { get; init; }
}
