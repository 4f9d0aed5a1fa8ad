using System.IO.Compression;
using System.Text;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Exchange;

/// <summary>Files as other programs and other people make them, brought to the door of an import.</summary>
public sealed class HostileImportTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_workbook_of_another_program_is_imported_with_its_days_and_texts(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        // As LibreOffice writes: a size that reaches to the last row, shared texts, days by style, formatted empty rows behind.
        var rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c></row>"
            + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>3</v></c><c r=\"B2\" s=\"1\"><v>46338</v></c><c r=\"C2\"><v>1234.5</v></c></row>"
            + "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><r><t>铣</t></r><r><t>床二</t></r></is></c><c r=\"B3\" s=\"1\"><f>B2+1</f><v>46339</v></c><c r=\"C3\" t=\"str\"><f>1&amp;2</f><v>12</v></c></row>"
            + string.Concat(Enumerable.Range(4, 50).Select(r => $"<row r=\"{r}\" ht=\"12.8\"><c r=\"A{r}\" s=\"1\"/></row>"));
        var batch = await depot.Import(depot.Deal, Workbook(rows, ["名称", "到期", "金额", "铣床一"], "A1:AMJ1048576"));
        Assert.Equal((2L, 0L, 2L), (batch.Import.Created, batch.Import.Failed, batch.Import.Rows));
        Assert.Equal([("铣床一", new DateOnly(2026, 11, 12), 1234.5m), ("铣床二", new DateOnly(2026, 11, 13), 12m)],
            (await depot.All(depot.Deal)).Select(d => ((string)d["name"]!, (DateOnly)d["due"]!, (decimal)d["amount"]!)));
    }

    [Fact]
    public async Task What_cannot_be_a_table_is_refused_in_both_languages_and_not_kept()
    {
        await using var depot = await Depot.Open(DatabaseKind.Sqlite);
        var cells = string.Concat(Enumerable.Range(1, 16_384).Select(i => $"<c t=\"inlineStr\"><is><t>{i}</t></is></c>"));
        var bomb = "<row r=\"1\"><c t=\"inlineStr\"><is><t>公司名称</t></is></c></row>" + string.Concat(Enumerable.Repeat("<row/>", 6_000_000));
        (string Name, Stream File, string Code)[] files =
        [
            ("columns.xlsx", Workbook($"<row r=\"1\">{cells}</row>", []), "sheet.too_many_columns"),
            ("bomb.xlsx", Workbook(bomb + "<row r=\"2\"><c><v>1</v></c></row>", []), "sheet.zip_bomb"),
            ("xxe.xlsx", Workbook("<row r=\"1\"><c t=\"inlineStr\"><is><t>&x;</t></is></c></row>", [], prolog: "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"), "sheet.dtd"),
            ("cut.xlsx", Cut(Workbook("<row r=\"1\"><c><v>1</v></c></row>", [])), "sheet.corrupt"),
            ("empty.csv", new MemoryStream(), "sheet.empty"),
            ("page.xls", Depot.Csv("<html><table><tr><td>公司名称</td></tr></table></html>"), "sheet.html"),
            ("photo.csv", new MemoryStream([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13]), "sheet.nul"),
            ("locked.xlsx", Locked(), "sheet.encrypted"),
        ];
        foreach (var (name, file, code) in files)
        {
            var refused = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, file, name));
            Assert.True((ProblemKind.Invalid, code) == (refused.Problem.Kind, refused.Problem.Code), $"{name}: {refused.Problem.Code}");
            Assert.Contains(refused.Problem.Message.Zh, c => c > 0x4E00);
            Assert.DoesNotContain(refused.Problem.Message.En, c => c > 0x4E00);
        }
        Assert.Empty(await depot.Imports.Mine(depot.As(Depot.Chief), depot.App));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_table_that_is_in_truth_a_workbook_is_read_whatever_it_is_called(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        Assert.Equal(1, (await depot.Import(depot.Partner, Depot.Sheet(["公司名称"], ["甲公司"]), name: "名单.csv")).Import.Created);
        Assert.Equal(1, (await depot.Import(depot.Partner, Depot.Csv("公司名称\n乙公司\n"), name: "名单.xlsx")).Import.Created);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Killed_while_it_is_undone_an_import_is_still_taken_back_whole(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var old = await depot.Add(depot.Partner, ("name", "老公司"), ("code", "C00001"), ("size", 7m));
        object?[][] rows = [["公司名称", "编码", "人数"], .. Enumerable.Range(1, 1200).Select(i => (object?[])[i == 1 ? "老公司" : $"第{i}号公司", $"C{i:00000}", (decimal)i])];
        var batch = await depot.Import(depot.Partner, Depot.Sheet(rows), ImportMode.Both, "code");
        Assert.Equal((1199L, 1L), (batch.Import.Created, batch.Import.Updated));
        await depot.Imports.Undo(depot.As(Depot.Chief), depot.App, batch.Id);
        for (var life = 1; life < 20; life++)
        {
            var left = 2 * life;
            depot.Database.Faults.Arm("commit", () =>
            {
                if (--left <= 0) throw new InvalidOperationException("The process is gone.");
            });
            try
            {
                await depot.RunAll();
            }
            catch (InvalidOperationException)
            {
                // As with a process: nothing is tidied up.
            }
            depot.Database.Faults.Disarm();
            if ((await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id)).State == BatchState.Undone) break;
        }
        var undone = await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal((BatchState.Undone, 1200L, 0L), (undone.State, undone.Import.Undone, undone.Import.Left));
        var only = Assert.Single(await depot.All(depot.Partner));
        Assert.Equal((old.Id, 7m), (only.Id, only["size"]));
    }

    private static MemoryStream Workbook(string rows, IReadOnlyList<string> shared, string? size = null, string prolog = "")
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Add("_rels/.rels", Relations(("officeDocument", "xl/workbook.xml")));
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"工作表1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", Relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")));
            Add("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
            Add("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(shared.Select(s => $"<si><t xml:space=\"preserve\">{s}</t></si>"))}</sst>");
            Add("xl/worksheets/sheet1.xml", $"<?xml version=\"1.0\"?>{prolog}<worksheet xmlns=\"{Main}\">{(size is null ? "" : $"<dimension ref=\"{size}\"/>")}<sheetData>{rows}</sheetData></worksheet>");

            void Add(string path, string text)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        stream.Position = 0;
        return stream;
    }

    private static string Relations(params (string Kind, string Target)[] relations) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(relations.Select((r, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{r.Kind}\" Target=\"{r.Target}\"/>"))}</Relationships>";

    private static MemoryStream Cut(MemoryStream whole) => new(whole.ToArray()[..(int)(whole.Length / 2)]);

    /// <summary>A compound file that holds an encrypted package, as a workbook with a password is.</summary>
    private static MemoryStream Locked() => new([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[64]]);
}
