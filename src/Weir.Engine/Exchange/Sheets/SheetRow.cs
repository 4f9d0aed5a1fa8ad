namespace Weir.Engine.Exchange.Sheets;

/// <summary>One row that holds something, with the number a spreadsheet program shows beside it; not a record.</summary>
public sealed class SheetRow
{
    internal SheetRow(int number, SheetCell[] cells)
    {
        Number = number;
        Cells = cells;
    }

    /// <summary>Counted from 1, empty rows included, so that a message can name the row a person sees.</summary>
    public int Number { get; }

    /// <summary>From the first column to the last that holds something; rows may differ in length.</summary>
    public IReadOnlyList<SheetCell> Cells { get; }

    /// <summary>The cell of a column counted from 0; empty beyond the end of the row.</summary>
    public SheetCell this[int column] => column < Cells.Count ? Cells[column] : default;
}
