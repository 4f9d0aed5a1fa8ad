using System.Text;
using Weir.Engine.Exchange.Sheets;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class TextTableTests
{
    static TextTableTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("gb18030", false)]
    [InlineData("gb2312", false)]
    public void Chinese_reads_the_same_in_every_encoding(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        const string text = "姓名,城市\r\n王小明,呼和浩特\r\n";
        byte[] file = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        using var reader = SheetReader.Open(new MemoryStream(file), "客户.csv");

        Assert.Equal("csv", reader.Kind);
        Assert.Equal(name == "gb2312" ? "gb18030" : name, reader.Encoding, ignoreCase: true);
        Assert.Equal(["客户"], reader.SheetNames);
        Assert.Equal([["姓名", "城市"], ["王小明", "呼和浩特"]], reader.Rows().Select(row => row.Texts()));
        Assert.Equal(2, reader.Rows().Count());
    }

    [Fact]
    public void Rare_characters_of_GB18030_need_four_bytes_and_survive()
    {
        var file = Encoding.GetEncoding("GB18030").GetBytes("名\n𠮷田😀\n");

        Assert.Equal("𠮷田😀", Tables.Read(file)[1][0].Text);
    }

    [Fact]
    public void A_character_split_between_two_buffers_is_not_taken_for_a_wrong_encoding()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("客", 20_000)) + "\n";

        Assert.Equal(text.TrimEnd('\n'), Tables.ReadText(text)[0][0].Text);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void The_separator_is_found(char separator)
    {
        var rows = Tables.ReadText("Name,Note;Amount|Rest\n1,5;x\n".Replace(separator, ' ') + $"a{separator}b\nc{separator}d\ne{separator}f\n");

        Assert.Equal(["c", "d"], rows[^2].Texts());
    }

    [Theory]
    [InlineData("Name;Preis\nA;1,5\nB;2,3\n", 2)]
    [InlineData("Name;Note\nA;hello, world, x, y\nB;a, b, c, d\n", 2)]
    [InlineData("Name,Note\n\"a;b;c\",\"x;y\"\n\"d;e;f\",z\n", 2)]
    [InlineData("Name, full;Phone;Mail\nA;1;a@x.example\nB;2;b@x.example\n", 3)]
    [InlineData("Exported on Monday\nName\tPhone\tMail\nA\t1\tx\nB\t2\ty\n", 3)]
    [InlineData("Only\none\ncolumn\n", 1)]
    public void Stray_separators_do_not_win(string text, int columns) => Assert.Equal(columns, Tables.ReadText(text)[^1].Cells.Count);

    [Fact]
    public void A_first_line_that_names_the_separator_is_obeyed_and_is_no_row()
    {
        var rows = Tables.ReadText("sep=;\r\na,b;c\r\n");

        Assert.Equal(1, rows[0].Number);
        Assert.Equal(["a,b", "c"], rows[0].Texts());
    }

    [Fact]
    public void Quotes_hold_separators_line_breaks_and_quotes()
    {
        var rows = Tables.ReadText("a,\"x,\r\ny\",\"say \"\"hi\"\"\"\r\n\"\",\"b\"c,5\" pipe\n");

        Assert.Equal(["a", "x,\r\ny", "say \"hi\""], rows[0].Texts());
        Assert.Equal(["", "bc", "5\" pipe"], rows[1].Texts());
        Assert.Equal([1, 2], rows.Select(row => row.Number));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Every_line_end_counts_and_empty_rows_are_passed_over(string end)
    {
        var rows = Tables.ReadText(string.Join(end, "a,b", "", ",", "c,d"));

        Assert.Equal([1, 4], rows.Select(row => row.Number));
    }

    [Fact]
    public void Ragged_rows_keep_what_they_have()
    {
        var rows = Tables.ReadText("a,b,c\n1\n1,2,3,4,\n");

        Assert.Equal([3, 1, 4], rows.Select(row => row.Cells.Count));
        Assert.True(rows[1][2].IsEmpty);
    }

    [Fact]
    public void A_text_table_guesses_no_types() => Assert.Equal(SheetCell.OfText("007"), Tables.ReadText("007,1\n")[0][0]);

    [Fact]
    public void A_stream_that_cannot_seek_is_read_too()
    {
        using var file = new System.IO.Compression.BrotliStream(Packed("a,b\n1,2\n"), System.IO.Compression.CompressionMode.Decompress);

        Assert.Equal(["1", "2"], Tables.Read(file)[1].Texts());

        static MemoryStream Packed(string text)
        {
            var packed = new MemoryStream();
            using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
                brotli.Write(Encoding.UTF8.GetBytes(text));
            packed.Position = 0;
            return packed;
        }
    }
}
