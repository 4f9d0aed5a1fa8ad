using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Exports;

/// <summary>Which file somebody wants.</summary>
public enum ExportFormat { Xlsx, Csv }

/// <summary>What somebody wants to export: the same choice of records as a list shows, and the columns. Kept with the batch.</summary>
public sealed record ExportRequest
{
    public ExportFormat Format { get; init; }

    /// <summary>Field paths in their order; empty means every field that the person may see.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    public ConditionDefinition? Where { get; init; }

    public IReadOnlyList<ViewSort> Sort { get; init; } = [];

    public string? Search { get; init; }

    /// <summary>Only these records.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Titles and labels in Chinese, else in English.</summary>
    public bool Chinese { get; init; }
}
