using System.Text;
using Weir.Engine.Exchange.Sheets;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class FormulaGuardTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+8613800138000", "'+8613800138000")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\rx", "'\rx")]
    [InlineData("  =1", "'  =1")]
    [InlineData("＝cmd", "'＝cmd")]
    [InlineData("\uFEFF=1", "'\uFEFF=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("''-x", "'''-x")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("'", "'")]
    [InlineData("1=1", "1=1")]
    [InlineData("a-b", "a-b")]
    [InlineData("", "")]
    public void A_risky_text_gets_one_apostrophe_and_loses_it_again(string text, string guarded)
    {
        Assert.Equal(guarded, FormulaGuard.Add(text));
        Assert.Equal(text, FormulaGuard.Remove(guarded).ToString());
    }

    [Fact]
    public void Only_texts_are_guarded_in_a_text_table()
    {
        var file = Tables.Write(workbook: false, [new("=Title"), new("Number"), new("Text")], ["=HYPERLINK(\"x\")", -5m, "-5"], ["'plain", -7, "12"]);

        Assert.Equal("\uFEFF'=Title,Number,Text\r\n\"'=HYPERLINK(\"\"x\"\")\",-5,'-5\r\n'plain,-7,12\r\n", Encoding.UTF8.GetString(file));
        Assert.Equal([["=Title", "Number", "Text"], ["=HYPERLINK(\"x\")", "-5", "-5"], ["'plain", "-7", "12"]], Tables.Read(file).Select(row => row.Texts()));
    }

    [Fact]
    public void A_workbook_needs_no_apostrophe_because_its_cell_is_a_text()
    {
        var file = Tables.Write(workbook: true, [new("Text")], ["=1+1"], ["'=1"]);
        var sheet = Encoding.UTF8.GetString(WorkbookWritingTests.Part(file, "xl/worksheets/sheet1.xml"));

        Assert.Contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t>", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<f", sheet, StringComparison.Ordinal);
        Assert.Contains("quotePrefix=\"1\"", Encoding.UTF8.GetString(WorkbookWritingTests.Part(file, "xl/styles.xml")), StringComparison.Ordinal);
        Assert.Equal(["Text", "=1+1", "'=1"], Tables.Read(file).Select(row => row[0].Text));
    }
}
