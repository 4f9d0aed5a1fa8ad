using Weir.Engine.Exchange.Sheets;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class WorkbookReadingTests
{
    [Theory]
    [InlineData("libreoffice.xlsx")]
    [InlineData("libreoffice-1904.xlsx")]
    public void A_workbook_of_another_program_is_read_with_its_types(string sample)
    {
        using var reader = SheetReader.Open(Tables.Sample(sample), "wrong-name.csv");

        Assert.Equal("xlsx", reader.Kind);
        Assert.Null(reader.Encoding);
        Assert.Equal(["空表", "客户 & Leads"], reader.SheetNames);
        Assert.Equal("客户 & Leads", reader.Sheet);
        var rows = reader.Rows().ToList();
        Assert.Equal([1, 2, 6, 7], rows.Select(row => row.Number));
        Assert.Equal(["姓名", "签约日", "时间", "钟点", "比例", "金额", "合计", "是否"], rows[0].Texts());
        Assert.Equal(["王小明\n第二行", "2024-02-29", "2024-02-29 18:45:30", "08:30", "12.5%", "¥1,234,567.50", "¥2,469,135.00", "1"], rows[1].Texts());
        Assert.Equal(SheetCell.OfDate(new DateTime(2024, 2, 29)), rows[1][1]);
        Assert.Equal(SheetCell.OfMoment(new DateTime(2024, 2, 29, 18, 45, 30)), rows[1][2]);
        Assert.Equal(0.125m, rows[1][4].Number);
        Assert.Equal(["😀 ＝全角", "", "", "", "#N/A", "#DIV/0!", "0.3", "甲乙"], rows[2].Texts());
        Assert.Equal(SheetCellKind.Error, rows[2][5].Kind);
        Assert.Equal(0.3m, rows[2][6].Number);
        Assert.Equal(["合并"], rows[3].Texts());
    }

    [Fact]
    public void A_sheet_is_chosen_by_name_and_hidden_ones_are_not_offered()
    {
        using var reader = SheetReader.Open(Tables.Sample("libreoffice.xlsx"), "a.xlsx");

        reader.Select("空表");

        Assert.Empty(reader.Rows());
        Assert.Equal("sheet.no_such_sheet", Tables.Refusal(() => reader.Select("隐藏")));
    }

    [Fact]
    public void Texts_are_read_from_wherever_a_program_puts_them()
    {
        const string shared = "<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb='0' eb='1'><t>reading</t></rPh></si><si><t> </t></si>";
        var row = Tables.Read(Tables.Workbook("""
            <row r="3"><c r="A3" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v> 2 </v></c><c t="s"><v>99</v></c>
            <c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c t="str"><f>"a"&amp;"b"</f><v>ab</v></c>
            <c t="inlineStr"><is><t><![CDATA[<b>]]>&amp;_x000D__x005F_x0041_</t></is></c><c r="K3"><f>1+1</f></c><c><v>1</v></c></row>
            """, shared: shared))[0];

        Assert.Equal(3, row.Number);
        Assert.Equal(["plain", "rich text", " ", "", "inline", "ab", "<b>&\r_x0041_", "", "", "", "", "1"], row.Texts());
    }

    [Fact]
    public void Numbers_lose_the_noise_of_binary_fractions_and_nothing_else()
    {
        var row = Tables.Read(Tables.Workbook("""
            <row><c><v>1.1000000000000001</v></c><c><v>0.30000000000000004</v></c><c><v>123456789012345</v></c><c><v>1.5E-5</v></c><c><v>-7</v></c>
            <c><v>1E+308</v></c><c><v>13800138000</v></c><c><v>12345678901234567890</v></c></row>
            """))[0];

        Assert.Equal([1.1m, 0.3m, 123456789012345m, 0.000015m, -7m, null, 13800138000m, 12345678901234600000m], row.Cells.Select(cell => cell.Number));
        Assert.Equal(SheetCell.OfText("1E+308"), row[5]);
        Assert.Equal("13800138000", row[6].Text);
    }

    [Fact]
    public void Other_types_are_read_as_they_are()
    {
        var row = Tables.Read(Tables.Workbook("""
            <row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2026-03-01</v></c><c t="d"><v>2026-03-01T09:30:00</v></c></row>
            """))[0];

        Assert.Equal([SheetCell.OfBool(true), SheetCell.OfBool(false), SheetCell.OfError("#REF!"), SheetCell.OfDate(new(2026, 3, 1)), SheetCell.OfMoment(new(2026, 3, 1, 9, 30, 0))], row.Cells);
    }

    [Fact]
    public void Both_date_systems_name_the_same_day()
    {
        const string styles = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/></cellXfs>";

        var since1900 = Tables.Read(Tables.Workbook("<row><c s='1'><v>46082</v></c><c s='2'><v>46082.395833333336</v></c></row>", styles))[0];
        var since1904 = Tables.Read(Tables.Workbook("<row><c s='1'><v>44620</v></c><c s='2'><v>44620.395833333336</v></c></row>", styles, workbookPr: "<workbookPr date1904='1'/>"))[0];

        Assert.Equal(["2026-03-01", "2026-03-01 09:30"], since1900.Texts());
        Assert.Equal(since1900.Cells, since1904.Cells);
    }

    [Fact]
    public void A_number_that_is_no_day_stays_a_number()
    {
        var row = Tables.Read(Tables.Workbook("<row><c s='1'><v>-1</v></c><c s='1'><v>2958466</v></c><c s='1'><v>2958465</v></c><c s='1'><v>1</v></c><c s='1'><v>59</v></c><c s='1'><v>61</v></c></row>",
            "<cellXfs><xf/><xf numFmtId='14'/></cellXfs>"))[0];

        Assert.Equal(["-1", "2958466", "9999-12-31", "1900-01-01", "1900-02-28", "1900-03-01"], row.Texts());
    }

    [Fact]
    public void A_workbook_with_paths_and_spaces_of_other_programs_is_read()
    {
        var parts = Tables.Parts("\n  <row>\n    <c><v>1</v></c>\n  </row>\n");
        parts["xl\\worksheets\\Sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].Replace("spreadsheetml/2006/main", "strict", StringComparison.Ordinal);
        parts.Remove("xl/worksheets/sheet1.xml");
        parts.Remove("xl/sharedStrings.xml");
        parts.Remove("xl/styles.xml");

        Assert.Equal(1m, Tables.Read(Tables.Zip(parts))[0][0].Number);
    }

    [Fact]
    public void What_follows_the_rows_is_not_taken_for_rows()
    {
        var parts = Tables.Parts("<row><c><v>1</v></c></row>");
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].Replace("<mergeCells/>", "<extLst><row><c><v>2</v></c></row></extLst>", StringComparison.Ordinal);

        Assert.Single(Tables.Read(Tables.Zip(parts)));
    }
}
