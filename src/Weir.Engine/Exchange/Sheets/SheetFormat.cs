namespace Weir.Engine.Exchange.Sheets;

/// <summary>How a column shows its values in a workbook; a text table only heeds whether they are percentages.</summary>
public sealed record SheetFormat
{
    private SheetFormat(string code) => Code = code;

    /// <summary>Text stays text when a person types digits, so phone numbers keep their leading zero.</summary>
    public static SheetFormat Text { get; } = new("@");

    public static SheetFormat Money { get; } = new("#,##0.00");

    /// <summary>The value 0.125 is shown as 12.50%.</summary>
    public static SheetFormat Percent { get; } = new("0.00%");

    public static SheetFormat Date { get; } = new("yyyy-mm-dd");

    public static SheetFormat Moment { get; } = new("yyyy-mm-dd hh:mm:ss");

    public static SheetFormat Bool { get; } = new("General");

    /// <summary>The format code of the workbook.</summary>
    internal string Code { get; }

    /// <summary>Decimal places from 0 to 15; null shows as many as the number has.</summary>
    public static SheetFormat Number(int? decimals = null) => new(decimals switch
    {
        null => "General",
        0 => "0",
        > 0 and <= 15 => "0." + new string('0', decimals.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(decimals)),
    });
}
