using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Xunit;

namespace Weir.Tests.FieldTypes;

public class NumberTests
{
    [Theory]
    [InlineData("1234.5", "1234.5")]
    [InlineData("1,234.50", "1234.5")]
    [InlineData("12,345,678", "12345678")]
    [InlineData("１，２３４．５", "1234.5")]
    [InlineData(" - 12 ", "-12")]
    [InlineData("-12", "-12")]
    [InlineData("−12", "-12")]
    [InlineData("(1,234)", "-1234")]
    [InlineData("12万", "120000")]
    [InlineData("1.2亿", "120000000")]
    [InlineData("3百万", "3000000")]
    [InlineData("900K", "900000")]
    [InlineData("1.2M", "1200000")]
    [InlineData("1E+05", "100000")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("12 台", "12")]
    [InlineData("12pcs", "12")]
    [InlineData("1 234 567", "1234567")]
    [InlineData("12,34", null)]
    [InlineData("1.234,50", null)]
    [InlineData("¥12", null)]
    [InlineData("5%", null)]
    [InlineData("3万5", null)]
    [InlineData("1-2", null)]
    [InlineData("十二", null)]
    [InlineData("12 元", null)]
    public void Numbers_are_read_as_people_write_them(string text, string? expected) => Reads(SampleFields.Of("number"), text, expected, "value.not_number");

    [Theory]
    [InlineData("¥1,234.50", "1234.5")]
    [InlineData("￥ 12万", "120000")]
    [InlineData("12万元", "120000")]
    [InlineData("CNY 100", "100")]
    [InlineData("人民币100元", "100")]
    [InlineData("-¥5", "-5")]
    [InlineData("¥-5", "-5")]
    [InlineData("1.005", "1.01")]
    [InlineData("-1.005", "-1.01")]
    [InlineData("2.675", "2.68")]
    [InlineData("$5", null)]
    [InlineData("USD 5", null)]
    [InlineData("5%", null)]
    public void Money_is_read_in_its_own_currency_and_rounded_half_away_from_zero(string text, string? expected) => Reads(SampleFields.Of("money"), text, expected, "value.not_number");

    [Fact]
    public void Money_of_another_currency_names_it_in_the_cell()
    {
        var field = SampleFields.Of("money", """ "currency": "USD" """);
        Assert.Equal(5m, field.Type.FromText(field, "US$5", SampleFields.Display(false)));
        Assert.Throws<ValueError>(() => field.Type.FromText(field, "¥5", SampleFields.Display(false)));
    }

    [Theory]
    [InlineData("13%", "13")]
    [InlineData("13", "13")]
    [InlineData("５％", "5")]
    [InlineData("0.13", "0.13")]
    [InlineData("12.345", "12.35")]
    [InlineData("13‰", null)]
    public void Thirteen_percent_is_thirteen(string text, string? expected) => Reads(SampleFields.Of("percent"), text, expected, "value.not_number");

    [Theory]
    [InlineData("99999999999999.9999999")]
    [InlineData("100000000000000")]
    [InlineData("-100,000,000,000,000")]
    [InlineData("10000万亿")]
    [InlineData("1e20")]
    public void More_than_fourteen_digits_before_the_point_are_refused(string text)
    {
        var field = SampleFields.Of("number");
        Assert.Equal("value.too_large", Assert.Throws<ValueError>(() => field.Type.FromText(field, text, SampleFields.Display(true))).Code);
    }

    [Theory]
    [InlineData(""" "decimals": 0 """, "1234.5", "1235")]
    [InlineData(""" "decimals": 2, "thousands": true """, "1234.5", "1,234.50")]
    [InlineData(""" "decimals": 2 """, "-0.005", "-0.01")]
    [InlineData("", "1234.500000", "1234.5")]
    [InlineData("", "0.0000005", "0.000001")]
    [InlineData("", "100", "100")]
    public void Words_have_the_decimals_of_the_field(string settings, string text, string expected)
    {
        var field = SampleFields.Of("number", settings);
        var display = SampleFields.Display(true);
        Assert.Equal(expected, field.Type.Text(field, field.Type.FromText(field, text, display), display));
    }

    [Fact]
    public void A_field_in_ten_thousands_is_filled_in_with_its_own_word()
    {
        var field = SampleFields.Of("number", """ "unit": {"zh":"万元","en":"10k CNY"} """);
        Assert.Equal(500m, field.Type.FromText(field, "500万", SampleFields.Display(true)));
        Assert.Equal(500m, field.Type.FromText(field, "500 万元", SampleFields.Display(true)));
    }

    [Fact]
    public void The_range_is_checked_with_the_bound_in_words()
    {
        var field = SampleFields.Of("money", """ "min": 0, "max": 1000 """);
        Assert.Empty(field.Type.Check(field, 0m));
        Assert.Empty(field.Type.Check(field, 1000m));
        Assert.Contains("0.00", Assert.Single(field.Type.Check(field, -0.01m)).Message.En);
        Assert.Contains("1,000.00", Assert.Single(field.Type.Check(field, 1000.01m)).Message.Zh);
    }

    [Theory]
    [InlineData("number", """ "decimals": 7 """)]
    [InlineData("number", """ "min": 2, "max": 1 """)]
    [InlineData("money", """ "currency": "yuan" """)]
    [InlineData("percent", """ "decimals": 5 """)]
    public void Settings_that_cannot_work_are_refused(string type, string settings) => Assert.Throws<DefinitionErrors>(() => SampleFields.Of(type, settings));

    [Theory]
    [InlineData("\"12\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void JSON_takes_numbers_only(string json)
    {
        var field = SampleFields.Of("number");
        Assert.Equal("value.not_number", Assert.Throws<ValueError>(() => field.Type.FromJson(field, JsonDocument.Parse(json).RootElement)).Code);
    }

    [Fact]
    public void A_stored_number_has_no_trailing_zeros_in_JSON()
    {
        var field = SampleFields.Of("number");
        Assert.Equal("12.5", field.Type.ToJson(field, field.Type.Read(field, 12.500000m))!.ToJsonString());
    }

    private static void Reads(Field field, string text, string? expected, string code)
    {
        object? Read() => field.Type.FromText(field, text, SampleFields.Display(true));
        if (expected is null) Assert.Equal(code, Assert.Throws<ValueError>(Read).Code);
        else Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Read());
    }
}
