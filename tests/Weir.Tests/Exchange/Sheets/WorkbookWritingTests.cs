using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Exchange.Sheets.Xlsx;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class WorkbookWritingTests
{
    private static readonly string[] Stages = [.. Enumerable.Range(1, 300).Select(i => $"阶段 {i}, \"A&B\"")];

    public static byte[] Part(byte[] file, string path)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        var content = new MemoryStream();
        using (var part = zip.GetEntry(path)!.Open())
            part.CopyTo(content);
        return content.ToArray();
    }

    [Fact]
    public void A_workbook_keeps_every_rule_of_the_format()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Rich()), false);

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(error => error.Part?.Uri + " " + error.Description));
    }

    [Fact]
    public void Drop_downs_take_their_choices_from_a_hidden_sheet()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Rich()), false);
        var workbook = document.WorkbookPart!;
        var sheets = workbook.Workbook.Descendants<Sheet>().ToList();
        var first = ((WorksheetPart)workbook.GetPartById(sheets[0].Id!)).Worksheet;
        var choices = ((WorksheetPart)workbook.GetPartById(sheets[^1].Id!)).Worksheet;

        Assert.Equal(["线索", "Second", "_choices"], sheets.Select(sheet => sheet.Name!.Value));
        Assert.Equal(SheetStateValues.Hidden, sheets[^1].State!.Value);
        var validations = first.Descendants<DataValidation>().ToList();
        Assert.Equal(["B2:B1048576", "D2:D1048576"], validations.Select(validation => validation.SequenceOfReferences!.InnerText));
        Assert.Equal(["_choices!$A$1:$A$300", "_choices!$B$1:$B$2"], validations.Select(validation => validation.Formula1!.Text));
        Assert.Equal(Stages, choices.Descendants<Cell>().Where(cell => cell.CellReference!.Value!.StartsWith('A')).Select(cell => cell.InnerText));
    }

    [Fact]
    public void The_header_is_frozen_filtered_bold_and_red_where_required()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Rich()), false);
        var workbook = document.WorkbookPart!;
        var sheet = workbook.WorksheetParts.Single(part => part.WorksheetCommentsPart is not null);
        var styles = workbook.WorkbookStylesPart!.Stylesheet;

        var pane = sheet.Worksheet.Descendants<Pane>().Single();
        Assert.Equal((1, PaneStateValues.Frozen), (pane.VerticalSplit!.Value, pane.State!.Value));
        Assert.Equal("A1:D3", sheet.Worksheet.Descendants<AutoFilter>().Single().Reference!.Value);
        Assert.Equal([true, false], sheet.Worksheet.Descendants<Row>().First().Elements<Cell>().Take(2).Select(IsRed));
        Assert.Equal("必填 <b>", sheet.WorksheetCommentsPart!.Comments.Descendants<Comment>().Single().InnerText);
        Assert.Equal(30, sheet.Worksheet.Descendants<Column>().First().Width!.Value);

        bool IsRed(Cell cell)
        {
            var format = (CellFormat)styles.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);
            var font = (Font)styles.Fonts!.ElementAt((int)format.FontId!.Value);
            Assert.NotNull(font.Bold);
            return font.Color?.Rgb?.Value == "FFC00000";
        }
    }

    [Fact]
    public void Values_come_back_with_their_types()
    {
        SheetColumn[] columns =
        [
            new("a"), new("b") { Format = SheetFormat.Money }, new("c") { Format = SheetFormat.Percent }, new("d") { Format = SheetFormat.Date },
            new("e") { Format = SheetFormat.Moment }, new("f") { Format = SheetFormat.Bool }, new("g") { Format = SheetFormat.Number(3) }, new("h") { Format = SheetFormat.Number() },
        ];
        var row = Tables.Read(Tables.Write(workbook: true, columns, ["007", 1234.5m, 0.125m, new DateOnly(2026, 3, 1), new DateTime(2026, 3, 1, 9, 30, 15, 250), true, 5, -12.75m]))[1];

        Assert.Equal(["007", "1,234.50", "12.50%", "2026-03-01", "2026-03-01 09:30:15.25", "TRUE", "5.000", "-12.75"], row.Texts());
        Assert.Equal([null, 1234.5m, 0.125m, null, null, null, 5m, -12.75m], row.Cells.Select(cell => cell.Number));
        Assert.Equal([SheetCellKind.Date, SheetCellKind.Moment, SheetCellKind.Bool], row.Cells.Skip(3).Take(3).Select(cell => cell.Kind));
    }

    [Fact]
    public void What_a_spreadsheet_program_would_change_is_written_as_text()
    {
        SheetColumn[] columns = [new("a") { Format = SheetFormat.Number(0) }, new("b") { Format = SheetFormat.Number() }, new("c") { Format = SheetFormat.Date }];
        var row = Tables.Read(Tables.Write(workbook: true, columns, [1234567890123456789L, 0.1234567890123456m, new DateOnly(1850, 1, 31)]))[1];

        Assert.Equal([SheetCell.OfText("1234567890123456789"), SheetCell.OfText("0.1234567890123456"), SheetCell.OfText("1850-01-31")], row.Cells);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_text_too_long_for_a_cell_is_cut_with_a_mark_and_counted(bool workbook)
    {
        var file = new MemoryStream();
        using var writer = workbook ? SheetWriter.Xlsx(file) : SheetWriter.Csv(file);
        writer.Begin("a", [new("a")]);
        writer.Write([new string('x', 32_767)]);
        Assert.Equal(0, writer.CutTexts);
        writer.Write([new string('x', 32_765) + "😀 end"]);
        writer.Write(["=" + new string('x', 40_000)]);
        writer.Finish();

        file.Position = 0;
        var texts = Tables.Read(file).Select(row => row[0].Text).ToList();
        Assert.Equal(2, writer.CutTexts);
        Assert.Equal(new string('x', 32_767), texts[1]);
        Assert.Equal(new string('x', 32_765) + SheetWriter.CutMark, texts[2]);
        Assert.Equal("=" + new string('x', 32_765) + SheetWriter.CutMark, texts[3]);
    }

    [Fact]
    public void Sheets_get_names_that_every_program_accepts()
    {
        var file = new MemoryStream();
        using (var writer = SheetWriter.Xlsx(file))
        {
            foreach (var name in (string[])["a/b:c*?", "A B C", "", "'History'", "_choices", new string('长', 40), new string('长', 40), "it's & <ok>"])
            {
                writer.Begin(name, [new("x")]);
                writer.Write([name]);
            }
            writer.Finish();
        }
        file.Position = 0;
        using var reader = SheetReader.Open(file, "x");

        Assert.Equal(["a b c", "A B C (2)", "Sheet", "Sheet History", "Sheet _choices", new string('长', 31), new string('长', 27) + " (2)", "it's & <ok>"], reader.SheetNames);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_written_too()
    {
        var packed = new MemoryStream();
        using (var pipe = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = SheetWriter.Xlsx(pipe))
        {
            writer.Begin("a", [new("a")]);
            writer.Finish();
        }
        packed.Position = 0;
        using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);

        Assert.Equal("a", Tables.Read(unpacked)[0][0].Text);
    }

    [Fact]
    public void A_sheet_that_is_full_takes_no_more_rows()
    {
        using var writer = new XlsxWriter(new MemoryStream(), maxRows: 3);
        for (var sheet = 0; sheet < 2; sheet++)
        {
            writer.Begin("a", [new("a")]);
            writer.Write([1]);
            writer.Write([2]);
        }

        Assert.Equal("sheet.too_many_rows", Tables.Refusal(() => writer.Write([])));
    }

    [Fact]
    public void An_export_that_broke_off_leaves_nothing_that_opens()
    {
        foreach (var workbook in (bool[])[true, false])
        {
            var file = new MemoryStream();
            using (var writer = workbook ? SheetWriter.Xlsx(file) : SheetWriter.Csv(file))
            {
                writer.Begin("a", [new("a")]);
                writer.Write(["x"]);
            }
            Assert.StartsWith("sheet.", Tables.Refusal(file.ToArray()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Wrong_use_is_told_at_once()
    {
        using var writer = SheetWriter.Csv(new MemoryStream());

        Assert.Throws<InvalidOperationException>(() => writer.Write(["a"]));
        Assert.Throws<InvalidOperationException>(writer.Finish);
        Assert.Throws<ArgumentException>(() => writer.Begin("a", []));
        writer.Begin("a", [new("a")]);
        Assert.Throws<InvalidOperationException>(() => writer.Begin("b", [new("a")]));
        Assert.Throws<ArgumentException>(() => writer.Write(["a", "b"]));
        Assert.Throws<ArgumentException>(() => writer.Write([1.5f]));
        Assert.Equal("sheet.too_many_columns", Tables.Refusal(() => Tables.Write(true, [.. Enumerable.Repeat(new SheetColumn("a"), 1001)])));
    }

    private static byte[] Rich()
    {
        var file = new MemoryStream();
        using var writer = SheetWriter.Xlsx(file);
        writer.Begin("线索", [new("姓名") { Required = true, Note = "必填 <b>", Width = 30 }, new("Stage") { Choices = Stages }, new("日期") { Format = SheetFormat.Date }, new("是否") { Choices = ["是", "否"], Format = SheetFormat.Bool }]);
        writer.Write(["王小明", Stages[0], new DateOnly(2026, 3, 1), true]);
        writer.Write(["=1", null, new DateTime(2026, 3, 1, 9, 30, 0)]);
        writer.Begin("Second", [new("a") { Choices = Stages, Format = SheetFormat.Number(1) }]);
        writer.Write([1.5m]);
        writer.Finish();
        return file.ToArray();
    }
}
