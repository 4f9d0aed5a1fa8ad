using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Engine.Exchange.Sheets.Xlsx;

namespace Weir.Engine.Exchange.Sheets.Csv;

/// <summary>Writes a comma-separated text table in UTF-8 that Excel and LibreOffice open without running any of its texts.</summary>
internal sealed class CsvWriter(Stream stream, bool bom) : SheetWriter(maxRows: int.MaxValue)
{
    // Each separator a reader might consider is quoted, so that none but the comma is ever seen between fields.
    private static readonly SearchValues<char> Quoted = SearchValues.Create(
        "\"" + CsvDialect.Candidates + string.Concat(Enumerable.Range(0, 0x20).Select(code => (char)code)));

    private readonly StreamWriter text = new(stream, new UTF8Encoding(bom), 1 << 15, leaveOpen: true) { NewLine = "\r\n" };
    private IReadOnlyList<SheetColumn> columns = [];

    public override void Dispose()
    {
        // What is unwritten stays so: a broken export must not look complete, and the caller's stream may be gone.
        GC.SuppressFinalize(this);
    }

    private protected override void BeginSheet(string sheetName, IReadOnlyList<SheetColumn> columns)
    {
        if (this.columns.Count > 0)
            throw new InvalidOperationException("A text table has one sheet only.");
        this.columns = columns;
        WriteRow([.. columns.Select(column => column.Title)]);
    }

    private protected override void WriteRow(IReadOnlyList<object?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                text.Write(',');
            WriteCell(cells[i], columns[i].Format);
        }
        text.WriteLine();
    }

    private protected override void FinishFile() => text.Flush();

    private void WriteCell(object? value, SheetFormat format)
    {
        switch (value)
        {
            case null:
                break;
            case string words:
                WriteText(FormulaGuard.Add(Fit(words)));
                break;
            case bool yes:
                text.Write(yes ? "TRUE" : "FALSE");
                break;
            case int or long or decimal:
                WriteNumber(Convert.ToDecimal(value, CultureInfo.InvariantCulture), format);
                break;
            case DateOnly day:
                text.Write(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                text.Write(format == SheetFormat.Date && moment.TimeOfDay == TimeSpan.Zero
                    ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : ShowMoment(moment));
                break;
            default:
                throw Unknown(value);
        }
    }

    private void WriteNumber(decimal number, SheetFormat format)
    {
        // Shown as a percentage like in a workbook, exactly; a share too large for that is no percentage anyone means.
        if (format == SheetFormat.Percent && Math.Abs(number) < decimal.MaxValue / 100)
            text.Write(NumberFormat.Plain(number * 100) + "%");
        else
            text.Write(NumberFormat.Plain(number));
    }

    private void WriteText(string words)
    {
        // No text table holds NUL, and its reader refuses one; like half a surrogate pair it becomes the replacement character.
        words = words.Replace('\0', '\uFFFD');
        if (!NeedsQuotes(words))
        {
            text.Write(words);
            return;
        }
        text.Write('"');
        text.Write(words.Replace("\"", "\"\"", StringComparison.Ordinal));
        text.Write('"');
    }

    /// <summary>Also for what could be taken for the beginning of something else than a table, or trimmed.</summary>
    private static bool NeedsQuotes(string words) =>
        words.Length > 0 && (words.AsSpan().ContainsAny(Quoted) || char.IsWhiteSpace(words[0]) || char.IsWhiteSpace(words[^1])
            || words[0] is '<' or '%' or '{' or '\uFEFF' || words.StartsWith("PK", StringComparison.Ordinal)
            || words.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            || words.StartsWith("MIME", StringComparison.OrdinalIgnoreCase));
}
