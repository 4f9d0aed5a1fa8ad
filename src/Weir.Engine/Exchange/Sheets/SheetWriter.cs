using System.Globalization;
using Weir.Engine.Exchange.Sheets.Csv;
using Weir.Engine.Exchange.Sheets.Xlsx;

namespace Weir.Engine.Exchange.Sheets;

/// <summary>Writes rows to a workbook or a text table as they come and keeps none; decides nothing about what is written.</summary>
/// <remarks>
/// Values are string, decimal, int, long, bool, DateOnly, DateTime (written as it stands, without a zone) or null. A text that a
/// spreadsheet program could take for a formula is written so that it stays a text, and <see cref="SheetReader"/> gives it back
/// unchanged. A number of more than 15 digits and a day before 1 March 1900 are written as text, because spreadsheet programs would
/// change them.
/// </remarks>
public abstract class SheetWriter : IDisposable
{
    /// <summary>Ends a text that was too long for a cell.</summary>
    public const char CutMark = '…';

    private const int MaxColumns = 1_000;

    private readonly int maxRows;
    private IReadOnlyList<SheetColumn> columns = [];
    private int rows;
    private bool finished;

    private protected SheetWriter(int maxRows) => this.maxRows = maxRows;

    /// <summary>Texts of more than 32,767 characters, which no cell can hold: each was cut and ends in <see cref="CutMark"/>.</summary>
    public int CutTexts { get; private set; }

    /// <summary>The stream stays open and need not seek. It is written to synchronously.</summary>
    public static SheetWriter Xlsx(Stream stream) => new XlsxWriter(stream);

    /// <param name="stream">Stays open; written to synchronously.</param>
    /// <param name="bom">With the mark, Excel sees that the text is UTF-8.</param>
    public static SheetWriter Csv(Stream stream, bool bom = true) => new CsvWriter(stream, bom);

    /// <summary>Starts a sheet with its header row. A text table has one sheet only.</summary>
    /// <param name="sheetName">Made fit for a workbook: forbidden characters become spaces, at most 31 characters, no name twice.</param>
    /// <param name="columns">At least one.</param>
    /// <exception cref="SheetProblem">More than 1,000 columns.</exception>
    public void Begin(string sheetName, IReadOnlyList<SheetColumn> columns)
    {
        RefuseFinished();
        if (columns.Count == 0)
            throw new ArgumentException("A sheet needs a column.", nameof(columns));
        if (columns.Count > MaxColumns)
            throw SheetProblem.TooManyColumns(MaxColumns, 1);
        this.columns = columns;
        rows = 1;
        BeginSheet(sheetName, columns);
    }

    /// <summary>Writes one row; cells missing at the end stay empty.</summary>
    /// <exception cref="SheetProblem">The sheet is full.</exception>
    public void Write(IReadOnlyList<object?> cells)
    {
        RefuseFinished();
        if (columns.Count == 0)
            throw new InvalidOperationException("Begin a sheet first.");
        if (cells.Count > columns.Count)
            throw new ArgumentException("More cells than columns.", nameof(cells));
        if (rows == maxRows)
            throw SheetProblem.TooManyRows(maxRows);
        rows++;
        WriteRow(cells);
    }

    /// <summary>Completes the file; nothing can be written afterwards.</summary>
    public void Finish()
    {
        RefuseFinished();
        if (columns.Count == 0)
            throw new InvalidOperationException("Begin a sheet first.");
        FinishFile();
        finished = true;
    }

    /// <summary>Without <see cref="Finish"/> before it, leaves an incomplete file that no program opens.</summary>
    public abstract void Dispose();

    private protected abstract void BeginSheet(string sheetName, IReadOnlyList<SheetColumn> columns);

    private protected abstract void WriteRow(IReadOnlyList<object?> cells);

    private protected abstract void FinishFile();

    private protected string Fit(string text)
    {
        if (text.Length <= SheetLimits.MaxCellText)
            return text;
        CutTexts++;
        var length = SheetLimits.MaxCellText - 1;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + CutMark;
    }

    private protected static string ShowMoment(DateTime moment) =>
        moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private protected static ArgumentException Unknown(object value) => new("No cell can hold a " + value.GetType().Name + ".");

    private void RefuseFinished()
    {
        if (finished)
            throw new InvalidOperationException("The file is finished.");
    }
}
