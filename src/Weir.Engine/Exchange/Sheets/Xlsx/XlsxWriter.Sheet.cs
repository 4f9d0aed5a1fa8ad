using System.Globalization;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

internal sealed partial class XlsxWriter
{
    private string[] letters = [];
    private int[] columnStyles = [];
    private IReadOnlyList<SheetColumn> columns = [];
    private int row;

    private void StartSheet(IReadOnlyList<SheetColumn> columns)
    {
        this.columns = columns;
        letters = [.. Enumerable.Range(0, columns.Count).Select(Letters)];
        columnStyles = [.. columns.Select(column => styles.Of(column.Format.Code))];
        xml = OpenPart($"xl/worksheets/sheet{sheets.Count}.xml");
        xml.Write($"<worksheet xmlns=\"{Names.Main}\" xmlns:r=\"{Names.RelationKind.TrimEnd('/')}\"><sheetViews><sheetView");
        xml.Write(sheets.Count == 1 ? " tabSelected=\"1\"" : "");
        xml.Write(" workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>");
        xml.Write("</sheetView></sheetViews>");
        xml.Write("<sheetFormatPr defaultRowHeight=\"15\"/><cols>");
        for (var i = 0; i < columns.Count; i++)
        {
            var width = Math.Clamp(columns[i].Width, 1, 255).ToString(CultureInfo.InvariantCulture);
            xml.Write($"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{width}\" style=\"{columnStyles[i]}\" customWidth=\"1\"/>");
        }
        xml.Write("</cols><sheetData>");
        row = 0;
        OpenRow();
        for (var i = 0; i < columns.Count; i++)
            WriteText(i, columns[i].Title, columns[i].Required ? XlsxStyles.RequiredHeader : XlsxStyles.Header);
        xml.Write("</row>");
    }

    private protected override void WriteRow(IReadOnlyList<object?> cells)
    {
        OpenRow();
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is { } value)
                WriteCell(i, value);
        }
        xml!.Write("</row>");
    }

    private void EndSheet()
    {
        if (xml is null)
            return;
        var sheet = sheets[^1];
        sheet.Rows = row;
        xml.Write("</sheetData>");
        xml.Write($"<autoFilter ref=\"A1:{letters[^1]}{row}\"/>");
        WriteValidations(xml);
        if (sheet.HasNotes)
            xml.Write("<legacyDrawing r:id=\"rId1\"/>");
        xml.Write("</worksheet>");
        xml.Dispose();
        xml = null;
        if (sheet.HasNotes)
            WriteNotes(sheets.Count, sheet.Columns);
    }

    private void WriteCell(int column, object value)
    {
        switch (value)
        {
            case string text:
                WriteText(column, text, FormulaGuard.IsRisky(text) ? styles.Of("@", quoted: true) : TextStyle(column));
                break;
            case bool yes:
                Open(column, columnStyles[column]);
                xml!.Write(yes ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>");
                break;
            case int or long or decimal:
                WriteNumber(column, Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                WriteMoment(column, day.ToDateTime(TimeOnly.MinValue), SheetFormat.Date);
                break;
            case DateTime moment:
                WriteMoment(column, moment, columns[column].Format == SheetFormat.Date && moment.TimeOfDay == TimeSpan.Zero
                    ? SheetFormat.Date : SheetFormat.Moment);
                break;
            default:
                throw Unknown(value);
        }
    }

    private void WriteNumber(int column, decimal number)
    {
        Span<char> digits = stackalloc char[64];
        number.TryFormat(digits, out var length, "0.############################", CultureInfo.InvariantCulture);
        digits = digits[..length];
        if (!SheetNumber.IsSafe(digits))
        {
            WriteText(column, digits.ToString(), TextStyle(column));
            return;
        }
        // Under the text format a number would be shown as text but still be a number; plain is what was meant.
        Open(column, columns[column].Format == SheetFormat.Text ? styles.Of("General") : columnStyles[column]);
        xml!.Write("><v>");
        xml.Write(digits);
        xml.Write("</v></c>");
    }

    private void WriteMoment(int column, DateTime moment, SheetFormat format)
    {
        if (moment < DateSerial.FirstSafe)
        {
            var text = format == SheetFormat.Date ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : ShowMoment(moment);
            WriteText(column, text, TextStyle(column));
            return;
        }
        Open(column, styles.Of(format.Code));
        xml!.Write("><v>");
        xml.Write(DateSerial.Write(moment).ToString("0.##########", CultureInfo.InvariantCulture));
        xml.Write("</v></c>");
    }

    private void WriteText(int column, string text, int style)
    {
        if (text.Length == 0)
            return;
        Open(column, style);
        xml!.Write(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        EscapedText.Write(xml, Fit(text));
        xml.Write("</t></is></c>");
    }

    private int TextStyle(int column) => columns[column].Format == SheetFormat.Text ? columnStyles[column] : styles.Of("@");

    private void Open(int column, int style)
    {
        xml!.Write("<c r=\"");
        xml.Write(letters[column]);
        Write(row);
        xml.Write("\" s=\"");
        Write(style);
        xml.Write('"');
    }

    private void OpenRow()
    {
        row++;
        xml!.Write("<row r=\"");
        Write(row);
        xml.Write("\">");
    }

    private void Write(int number)
    {
        Span<char> digits = stackalloc char[11];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        xml!.Write(digits[..length]);
    }

    private static string Letters(int column) => (column >= 26 ? Letters(column / 26 - 1) : "") + (char)('A' + column % 26);
}
