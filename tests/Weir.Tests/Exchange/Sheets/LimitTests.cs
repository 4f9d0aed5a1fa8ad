using System.IO.Compression;
using Weir.Engine.Exchange.Sheets;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class LimitTests
{
    private static readonly SheetLimits Small = new() { MaxRows = 3, MaxColumns = 4, MaxText = 5, MaxSharedTexts = 3, MaxSharedBytes = 10, MaxBytes = 5000 };

    [Fact]
    public void A_file_too_big_is_refused_whether_or_not_its_length_is_known()
    {
        var file = new byte[Small.MaxBytes + 1];
        using var pipe = new GZipStream(new MemoryStream(Pack(file)), CompressionMode.Decompress);

        Assert.Equal("sheet.too_big", Tables.Refusal(file, Small));
        Assert.Equal("sheet.too_big", Tables.Refusal(() => Tables.Read(pipe, limits: Small)));

        static byte[] Pack(byte[] bytes)
        {
            var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(bytes);
            return packed.ToArray();
        }
    }

    [Fact]
    public void Rows_are_counted_without_the_empty_ones()
    {
        Assert.Equal(3, Tables.ReadText("1\n\n2\n\n3\n\n", Small).Count);
        Assert.Equal("sheet.too_many_rows", Tables.Refusal(() => Tables.ReadText("1\n2\n3\n4\n", Small)));

        var row = "<row><c><v>1</v></c></row>";
        Assert.Equal(3, Tables.Read(Tables.Workbook(row + row + "<row/><row/>" + row), Small).Count);
        Assert.Equal("sheet.too_many_rows", Tables.Refusal(Tables.Workbook(row + row + row + row), Small));

        Assert.Equal(3, Count(row + "<row><c s='1'/></row>" + row + "<row/><row></row>" + "<row><c t='inlineStr'><is><t>x</t></is></c></row>"));
        Assert.Equal("sheet.too_many_rows", Tables.Refusal(() => Count(row + row + row + row)));
        Assert.Equal("sheet.corrupt", Tables.Refusal(() => Count(row + row + "<row><c></row>")));

        static int Count(string rows)
        {
            using var reader = SheetReader.Open(new MemoryStream(Tables.Workbook(rows)), "leads.xlsx", Small);
            return reader.CountRows();
        }
    }

    [Fact]
    public void Columns_are_counted_up_to_the_last_that_holds_something()
    {
        Assert.Equal(4, Tables.ReadText("1,2,3,4,,,\n", Small)[0].Cells.Count);
        Assert.Equal("sheet.too_many_columns", Tables.Refusal(() => Tables.ReadText("1,2,3,4,,5\n", Small)));

        Assert.Single(Tables.Read(Tables.Workbook("<row><c r='D1'><v>1</v></c><c r='XFD1' s='0'/></row>"), Small));
        Assert.Equal("sheet.too_many_columns", Tables.Refusal(Tables.Workbook("<row><c r='E1'><v>1</v></c></row>"), Small));
        Assert.Equal("sheet.corrupt", Tables.Refusal(Tables.Workbook("<row><c r='ZZZZZZZZZZZZZZZ1'><v>1</v></c></row>"), Small));
    }

    [Fact]
    public void The_text_of_a_cell_is_counted_without_its_escapes()
    {
        Assert.Equal("=2345", Tables.ReadText("'=2345\n", Small)[0][0].Text);
        Assert.Equal("sheet.long_text", Tables.Refusal(() => Tables.ReadText("123456\n", Small)));

        Assert.Equal("\u00012345", Tables.Read(Inline("_x0001_2345"), Small)[0][0].Text);
        Assert.Equal("sheet.long_text", Tables.Refusal(Inline("123456"), Small));
        Assert.Equal("sheet.long_text", Tables.Refusal(Inline(new string('a', 5000)), Small with { MaxBytes = 100_000 }));
        Assert.Equal("sheet.long_text", Tables.Refusal(Tables.Workbook("<row><c t='s'><v>0</v></c></row>", shared: "<si><t>123456</t></si>"), Small));

        static byte[] Inline(string text) => Tables.Workbook($"<row><c t='inlineStr'><is><t>{text}</t></is></c></row>");
    }

    [Theory]
    [InlineData("<si/><si/><si/>", null)]
    [InlineData("<si/><si/><si/><si/>", "sheet.too_many_texts")]
    [InlineData("<si><t>1234</t></si><si><t>客户</t></si>", null)]
    [InlineData("<si><t>12345</t></si><si><t>客户</t></si>", "sheet.too_many_texts")]
    public void The_table_of_shared_texts_is_limited_in_number_and_bytes(string shared, string? code)
    {
        var file = Tables.Workbook("<row><c><v>1</v></c><c t='s'><v>0</v></c></row>", shared: shared);

        Assert.Equal(code, Record.Exception(() => Tables.Read(file, Small)) is SheetProblem problem ? problem.Code : null);
    }

    [Fact]
    public void A_part_that_unpacks_out_of_proportion_is_refused()
    {
        var bomb = Tables.Workbook(string.Concat(Enumerable.Repeat("<row/>", 200_000)));

        Assert.Empty(Tables.Read(bomb));
        Assert.Equal("sheet.zip_bomb", Tables.Refusal(bomb, new SheetLimits { RatioGrace = 100_000, MaxRatio = 50 }));
        Assert.Equal("sheet.zip_bomb", Tables.Refusal(bomb, new SheetLimits { MaxUnpackedBytes = 1_000_000 }));
    }

    [Fact]
    public void A_zip_that_lies_about_its_sizes_is_refused_too()
    {
        var bomb = Tables.Workbook(string.Concat(Enumerable.Repeat("<row/>", 200_000)));
        for (var at = 0; at < bomb.Length - 28; at++)
        {
            if (bomb.AsSpan(at, 4).SequenceEqual("PK\x01\x02"u8))
                BitConverter.TryWriteBytes(bomb.AsSpan(at + 24), 100);
        }

        Assert.Contains(Tables.Refusal(bomb, new SheetLimits { MaxUnpackedBytes = 1_000_000 }), new[] { "sheet.zip_bomb", "sheet.corrupt" });
    }

    [Fact]
    public void One_endless_attribute_name_nest_or_directory_is_refused()
    {
        Assert.Equal("sheet.corrupt", Tables.Refusal(Tables.Workbook($"<row x='{new string('a', 2_000_000)}'/>")));
        Assert.Equal("sheet.corrupt", Tables.Refusal(Tables.Workbook(string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<n{i}/>")))));
        Assert.Equal("sheet.corrupt", Tables.Refusal(Tables.Workbook(string.Concat(Enumerable.Repeat("<x>", 100)) + string.Concat(Enumerable.Repeat("</x>", 100)))));
        Assert.Equal("sheet.corrupt", Tables.Refusal(Tables.Zip(Enumerable.Range(0, 40_000).ToDictionary(i => $"{i:D60}", _ => ""))));
    }

    [Fact]
    public void The_limits_are_those_that_were_promised()
    {
        var limits = SheetLimits.Default;

        Assert.Equal((100L << 20, 1L << 30, 1_000_000, 1_000, 32_767),
            (limits.MaxBytes, limits.MaxUnpackedBytes, limits.MaxRows, limits.MaxColumns, limits.MaxText));
    }
}
