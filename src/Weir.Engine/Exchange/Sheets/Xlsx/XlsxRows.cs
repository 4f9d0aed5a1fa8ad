namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>Walks the rows of one worksheet; reads formulas' last results and never computes.</summary>
internal sealed class XlsxRows(PartReader part, Func<SharedTexts> shared, CellStyles styles, bool since1904, SheetLimits limits)
    : IDisposable
{
    // Far beyond what any program writes; only keeps the count from running over.
    private const int MaxPosition = 1_000_000_000;

    private readonly XlsxCell cell = new(part, shared, styles, since1904, limits);
    private readonly List<SheetCell> cells = [];
    private readonly string rowName = part.Names.Add("row");
    private readonly string cellName = part.Names.Add("c");
    private readonly string dataName = part.Names.Add("sheetData");
    private readonly string valueName = part.Names.Add("v");
    private readonly string inlineName = part.Names.Add("is");
    private int number;
    private bool inData;

    /// <summary>The next row that holds something; null at the end of the sheet.</summary>
    public SheetRow? Next()
    {
        try
        {
            while (NextElement())
            {
                if (!ReferenceEquals(part.Name, rowName))
                    continue;
                number = Position() ?? number + 1;
                ReadCells();
                if (cells.Count > 0)
                    return new SheetRow(number, [.. cells]);
            }
            return null;
        }
        catch (Exception e) when (Damage.Explain(e) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Passes by the next row that seems to hold something; false at the end of the sheet.</summary>
    public bool Pass()
    {
        try
        {
            while (NextElement())
            {
                if (ReferenceEquals(part.Name, rowName) && !part.IsEmpty && PassCells())
                    return true;
            }
            return false;
        }
        catch (Exception e) when (Damage.Explain(e) is { } problem)
        {
            throw problem;
        }
    }

    public void Dispose() => part.Dispose();

    /// <summary>False behind the rows, so that what follows them is never read.</summary>
    private bool NextElement()
    {
        while (part.Read())
        {
            if (ReferenceEquals(part.Name, dataName))
            {
                if (part.IsEnd || part.IsEmpty)
                    return false;
                inData = true;
            }
            else if (inData && part.IsStart)
            {
                return true;
            }
        }
        return false;
    }

    private int? Position() => int.TryParse(part.Attribute("r"), out var position) && position is > 0 and <= MaxPosition ? position : null;

    private bool PassCells()
    {
        var depth = part.Depth;
        var holds = false;
        while (part.Read() && part.Depth > depth)
            holds |= part.IsStart && (ReferenceEquals(part.Name, valueName) || ReferenceEquals(part.Name, inlineName));
        return holds;
    }

    private void ReadCells()
    {
        cells.Clear();
        if (part.IsEmpty)
            return;
        var depth = part.Depth;
        var column = -1;
        while (part.Read() && part.Depth > depth)
        {
            if (!part.IsStart || !ReferenceEquals(part.Name, cellName))
                continue;
            var value = cell.Read(number, column + 1);
            column = cell.Column;
            if (value.IsEmpty)
                continue;
            if (column >= limits.MaxColumns)
                throw SheetProblem.TooManyColumns(limits.MaxColumns, number);
            while (cells.Count <= column)
                cells.Add(default);
            cells[column] = value;
        }
    }
}
