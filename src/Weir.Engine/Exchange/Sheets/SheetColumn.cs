namespace Weir.Engine.Exchange.Sheets;

/// <summary>A column as it is written: its title and the help it gives to the person who fills it; not a field.</summary>
public sealed record SheetColumn(string Title)
{
    public SheetFormat Format { get; init; } = SheetFormat.Text;

    /// <summary>In characters, as Excel counts them.</summary>
    public double Width { get; init; } = 16;

    /// <summary>Marked by red letters in the header; the title itself stays as it is, so that it is found again on import.</summary>
    public bool Required { get; init; }

    /// <summary>A comment on the header cell of a workbook; a text table has none.</summary>
    public string? Note { get; init; }

    /// <summary>A drop-down for every row below the header of a workbook; other entries are refused there.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
