namespace Weir.Engine.Exchange.Sheets;

/// <summary>How much of a foreign file is read before it is refused; not a wish of the person who brings it.</summary>
public sealed record SheetLimits
{
    public static SheetLimits Default { get; } = new();

    /// <summary>Size of the file itself, in bytes.</summary>
    public long MaxBytes { get; init; } = 100L * 1024 * 1024;

    /// <summary>Size of all parts of a workbook together after unpacking, in bytes.</summary>
    public long MaxUnpackedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Bytes that one packed byte may become. Real sheets reach about 60; the format allows 1,032.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Unpacked bytes of a part up to which the ratio is not looked at, because small parts compress oddly well.</summary>
    public long RatioGrace { get; init; } = 16L * 1024 * 1024;

    /// <summary>Rows that hold something; empty rows are free.</summary>
    public int MaxRows { get; init; } = 1_000_000;

    public int MaxColumns { get; init; } = 1_000;

    /// <summary>UTF-16 units in one cell; Excel itself stops there.</summary>
    public int MaxText { get; init; } = MaxCellText;

    /// <summary>Different texts in the table that the sheets of a workbook share.</summary>
    public int MaxSharedTexts { get; init; } = 2_000_000;

    /// <summary>UTF-8 bytes of that table, which is the one part of a workbook that must stay in memory.</summary>
    public long MaxSharedBytes { get; init; } = 128L * 1024 * 1024;

    internal const int MaxCellText = 32_767;
}
