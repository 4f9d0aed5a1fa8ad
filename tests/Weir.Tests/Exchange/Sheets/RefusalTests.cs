using System.Text;
using Weir.Engine.Exchange.Sheets;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class RefusalTests
{
    private static readonly byte[] OldContainer = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    [Fact]
    public void An_empty_file_is_refused()
    {
        Assert.Equal("sheet.empty", Tables.Refusal([]));
        Assert.Equal("sheet.empty", Tables.Refusal([0xEF, 0xBB, 0xBF]));
    }

    [Fact]
    public void Old_and_protected_workbooks_are_told_apart()
    {
        var filler = new byte[70_000];
        byte[] mark = [.. Encoding.Unicode.GetBytes("EncryptedPackage")];

        Assert.Equal("sheet.old_excel", Tables.Refusal([.. OldContainer, .. filler]));
        Assert.Equal("sheet.encrypted", Tables.Refusal([.. OldContainer, .. filler, .. mark, .. filler]));
        // Across the border of two reads.
        Assert.Equal("sheet.encrypted", Tables.Refusal([.. OldContainer, .. new byte[65_536 - 8 - 7], .. mark]));
    }

    [Theory]
    [InlineData("<html><table><tr><td>a</td></tr></table></html>")]
    [InlineData("\r\n  <!DOCTYPE html>")]
    [InlineData("<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>")]
    [InlineData("MIME-Version: 1.0\r\nContent-Type: multipart/related")]
    public void Web_pages_under_another_name_are_refused(string text)
    {
        Assert.Equal("sheet.html", Tables.Refusal(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("sheet.html", Tables.Refusal([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]));
    }

    [Fact]
    public void Other_kinds_of_file_are_refused()
    {
        var document = Tables.Zip(new()
        {
            ["_rels/.rels"] = "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/></Relationships>",
            ["word/document.xml"] = "<document/>",
        });

        Assert.Equal("sheet.not_a_sheet", Tables.Refusal(document));
        Assert.Equal("sheet.not_a_sheet", Tables.Refusal(Tables.Zip(new() { ["mimetype"] = "application/vnd.oasis.opendocument.spreadsheet" })));
        Assert.Equal("sheet.not_a_sheet", Tables.Refusal("%PDF-1.7"u8.ToArray()));
        Assert.Equal("sheet.nul", Tables.Refusal([0x89, (byte)'P', (byte)'N', (byte)'G', 0, 0]));
    }

    [Fact]
    public void Text_with_NUL_or_in_an_unknown_encoding_is_refused()
    {
        Assert.Equal("sheet.nul", Tables.Refusal("a,b\0\n"u8.ToArray()));
        Assert.Equal("sheet.nul", Tables.Refusal(Encoding.Unicode.GetBytes("a,b")));
        Assert.Equal("sheet.nul", Tables.Refusal([0xFF, 0xFE, (byte)'a', 0, 0, 0]));
        Assert.Equal("sheet.encoding", Tables.Refusal([(byte)'a', 0xFF, (byte)',', 0xFF, 0xFF]));
        Assert.Equal("sheet.encoding", Tables.Refusal([.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("a")]));
        Assert.Equal("sheet.encoding", Tables.Refusal([0xFF, 0xFE, 0x00, 0xD8, (byte)'a', 0]));
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_is_refused_with_its_row()
    {
        var problem = Assert.Throws<SheetProblem>(() => Tables.ReadText("a,b\n1,\"2\n3,4\n"));

        Assert.Equal("sheet.quote", problem.Code);
        Assert.Contains("row 2", problem.Message(chinese: false), StringComparison.Ordinal);
        Assert.Contains("第 2 行", problem.Message(chinese: true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_cut_anywhere_is_refused_as_damaged()
    {
        var whole = Tables.Workbook("<row><c><v>1</v></c></row>");

        for (var length = 4; length < whole.Length; length += 7)
            Assert.Equal("sheet.corrupt", Tables.Refusal(whole[..length]));
    }

    [Fact]
    public void A_workbook_with_any_byte_changed_is_read_or_refused_but_never_fails()
    {
        var whole = Tables.Workbook("<row><c t='s'><v>0</v></c><c s='1'><v>45000</v></c></row>", "<cellXfs><xf/><xf numFmtId='14'/></cellXfs>", "<si><t>a</t></si>");

        for (var at = 0; at < whole.Length; at++)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x55;
            try
            {
                Tables.Read(changed);
            }
            catch (SheetProblem)
            {
            }
        }
    }

    [Theory]
    [InlineData("xl/workbook.xml")]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("xl/styles.xml")]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData("_rels/.rels")]
    public void No_part_may_define_entities(string path)
    {
        var parts = Tables.Parts("<row><c t='s'><v>0</v></c></row>", shared: "<si><t>a</t></si>");
        parts[path] = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>" + parts[path].Replace("<t>a", "<t>&e;", StringComparison.Ordinal);

        Assert.Equal("sheet.dtd", Tables.Refusal(Tables.Zip(parts)));
    }

    [Fact]
    public void Relations_that_lead_out_of_the_file_are_not_followed()
    {
        var parts = Tables.Parts("<row><c><v>1</v></c></row>");
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].Replace("Target='worksheets", "TargetMode='External' Target='worksheets", StringComparison.Ordinal);

        Assert.Equal("sheet.empty", Tables.Refusal(Tables.Zip(parts)));
    }

    [Fact]
    public void A_protected_zip_entry_is_refused()
    {
        var file = Tables.Workbook("<row/>");
        for (var at = 0; at < file.Length - 4; at++)
        {
            if (file.AsSpan(at, 4).SequenceEqual("PK\x01\x02"u8))
                file[at + 8] |= 1;
        }

        Assert.Equal("sheet.encrypted", Tables.Refusal(file));
    }

    [Fact]
    public void Every_refusal_speaks_both_languages()
    {
        var problem = Assert.Throws<SheetProblem>(() => Tables.Read(OldContainer));

        Assert.Contains(".xlsx", problem.Message(chinese: true), StringComparison.Ordinal);
        Assert.Contains("另存为", problem.Message(chinese: true), StringComparison.Ordinal);
        Assert.Contains("save it as", problem.Message(chinese: false), StringComparison.Ordinal);
        Assert.StartsWith("sheet.old_excel", ((Exception)problem).Message, StringComparison.Ordinal);
    }
}
