using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>What a matrix shows: a cell for each pair of a row and a column, with the sum of each row, of each column and of all.</summary>
public sealed record MatrixData(Field Down, Field Across, DateBucket Bucket, IReadOnlyList<MatrixHead> Rows, IReadOnlyList<MatrixHead> Columns, IReadOnlyList<IReadOnlyList<MatrixCell>> Cells, MatrixCell Whole, string Format) : WidgetData
{
    /// <summary>So many shades a cell can have.</summary>
    public const int Shades = 5;

    private readonly decimal most = Cells.SelectMany((row, i) => row.Where((_, j) => Rows[i].Others == 0 && Columns[j].Others == 0)).Select(c => c.Value).DefaultIfEmpty().Max();

    /// <summary>How dark the cell stands among the others: 0 is nothing, <see cref="Shades"/> near the most. What was put together would outshine them all and has none.</summary>
    public int Shade(int row, int column) => most <= 0 || Rows[row].Others > 0 || Columns[column].Others > 0 || Cells[row][column].Value is var value && value <= 0 ? 0 : Math.Max(1, (int)decimal.Ceiling(value * Shades / most));
}

/// <summary>A row or a column and the sum of it.</summary>
/// <param name="Key">As read from the field, or the first day of a bucket.</param>
/// <param name="Others">It is so many that have no place of their own, put together; 0 is one by itself.</param>
public sealed record MatrixHead(object? Key, int Others, MatrixCell Sum);

/// <param name="Leads">Its records; null when there are none.</param>
public sealed record MatrixCell(decimal Value, WidgetData.Behind? Leads);
