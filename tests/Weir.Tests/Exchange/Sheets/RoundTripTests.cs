using System.Globalization;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Exchange.Sheets;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class RoundTripTests
{
    private static readonly Gen<string> Pieces = Gen.Elements(
        "=", "+", "-", "@", "'", "\"", ",", ";", "\t", "|", "\r", "\n", "\r\n", " ", "\u00A0", "\uFEFF", "\u0001", "_x0041_", "_x", "_", "sep=;", "<html>", "&amp;", "]]>", "PK",
        "客户", "＝", "😀", "مرحبا", "\u202E", "\uFFFE", "\uFFFF", "1", "1.5", "2026-03-01", "TRUE", "a", "%PDF-");

    private static readonly Gen<string> Texts = Gen.Frequency(
        (3, Gen.Choose(0, 6).SelectMany(Pieces.ArrayOf).Select(string.Concat)),
        (1, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")));

    private static readonly Gen<object?> Values = Gen.OneOf(
        Texts.Select(text => (object?)text),
        Gen.Constant<object?>(null),
        ArbMap.Default.GeneratorFor<int>().Select(number => (object?)number),
        ArbMap.Default.GeneratorFor<long>().Select(number => (object?)number),
        ArbMap.Default.GeneratorFor<decimal>().Select(number => (object?)number),
        Gen.Choose(-999_999, 999_999).Select(number => (object?)(number / 100m)),
        ArbMap.Default.GeneratorFor<bool>().Select(yes => (object?)yes),
        Gen.Choose(0, 3_652_058).Select(day => (object?)DateOnly.FromDayNumber(day)),
        Gen.Choose(0, int.MaxValue).Select(second => (object?)DateTime.UnixEpoch.AddSeconds(second)));

    private static readonly Gen<object?[][]> Table = Gen.Choose(1, 6).SelectMany(columns => Gen.Choose(0, 8).SelectMany(rows => Values.ArrayOf(columns).ArrayOf(rows)));

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(200);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_table_comes_back_as_it_was(bool workbook) => Check.One(Runs, Prop.ForAll(Table.ToArbitrary(), table =>
    {
        var expected = table.Select((row, index) => (Number: index + 2, Cells: Trim(row.Select(value => workbook ? Typed(value) : Plain(value)))))
            .Where(row => row.Cells.Length > 0).ToList();
        var file = Tables.Write(workbook, Columns(table), table);
        var actual = Tables.Read(file).Where(row => row.Number > 1).ToList();

        Assert.Equal(expected.Select(row => row.Number), actual.Select(row => row.Number));
        Assert.Equal(expected.Select(row => row.Cells), actual.Select(row => row.Cells.ToArray()));
    }));

    [Fact]
    public void Another_reader_of_text_tables_sees_the_same_fields() => Check.One(Runs, Prop.ForAll(Table.ToArbitrary(), table =>
    {
        using var reader = CsvReader.Create(new MemoryStream(Tables.Write(false, Columns(table), table)), new CsvReaderOptions { Separator = ',', SkipEmptyLines = false }, leaveOpen: false);
        foreach (var row in table)
        {
            Assert.True(reader.Read());
            Assert.Equal(row.Select(value => value is string text ? FormulaGuard.Add(Utf8(text)) : Plain(value).Text), row.Select((_, i) => reader.GetString(i)));
        }
        Assert.False(reader.Read());
    }));

    [Fact]
    public void Text_alone_in_a_table_is_never_taken_for_another_kind_of_file() => Check.One(Runs, Prop.ForAll(Texts.NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(), texts =>
    {
        var file = new MemoryStream();
        using (var writer = SheetWriter.Csv(file, bom: false))
        {
            writer.Begin("a", [new(texts[0])]);
            foreach (var text in texts.Skip(1))
                writer.Write([text]);
            writer.Finish();
        }
        if (texts.All(text => text.Length == 0))
            return;
        file.Position = 0;
        Assert.Equal(texts.Where(text => text.Length > 0).Select(Utf8), Tables.Read(file).Select(row => row[0].Text));
    }));

    [Fact]
    public void NUL_survives_in_a_workbook_and_is_replaced_in_a_text_table()
    {
        Assert.Equal("a\0b\uD83D", Tables.Read(Tables.Write(true, [new("x")], ["a\0b\uD83D"]))[1][0].Text);
        Assert.Equal("a\uFFFDb\uFFFD", Tables.Read(Tables.Write(false, [new("x")], ["a\0b\uD83D"]))[1][0].Text);
    }

    private static SheetColumn[] Columns(object?[][] table) => [.. Enumerable.Range(0, Math.Max(1, table.FirstOrDefault()?.Length ?? 1)).Select(i => new SheetColumn("c" + i))];

    private static SheetCell[] Trim(IEnumerable<SheetCell> cells) => [.. cells.Reverse().SkipWhile(cell => cell.IsEmpty).Reverse()];

    private static SheetCell Typed(object? value) => value switch
    {
        int or long or decimal when Digits(value) > 15 => SheetCell.OfText(Plain(value).Text),
        int or long or decimal => SheetCell.OfNumber(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        bool yes => SheetCell.OfBool(yes),
        DateOnly day when day < new DateOnly(1900, 3, 1) => SheetCell.OfText(Plain(value).Text),
        DateOnly day => SheetCell.OfDate(day.ToDateTime(default)),
        DateTime moment => SheetCell.OfMoment(moment),
        string text => SheetCell.OfText(text),
        _ => default,
    };

    private static SheetCell Plain(object? value) => SheetCell.OfText(value switch
    {
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        bool yes => yes ? "TRUE" : "FALSE",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        string text => Utf8(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    });

    private static int Digits(object value) => Plain(value).Text.Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Trim('0').Length;

    private static string Utf8(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD')));
}
