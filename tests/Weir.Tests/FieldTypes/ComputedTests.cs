using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Sql.Schema;
using Xunit;

namespace Weir.Tests.FieldTypes;

public class ComputedTests
{
    [Theory]
    [InlineData("number", ColumnType.Decimal, 6)]
    [InlineData("money", ColumnType.Decimal, 2)]
    [InlineData("percent", ColumnType.Decimal, 4)]
    [InlineData("text", ColumnType.Text, 0)]
    [InlineData("date", ColumnType.Date, 0)]
    [InlineData("datetime", ColumnType.Moment, 0)]
    [InlineData("yes_no", ColumnType.Bool, 0)]
    public void A_formula_is_stored_like_its_result(string result, ColumnType type, int scale)
    {
        var field = SampleFields.Of("formula", $" \"formula\": \"1\", \"result\": \"{result}\" ");
        Assert.Equal(new Storage(type, scale), field.Type.Stored(field));
        Assert.Equal("1", field.Type.FormulaText(field));
        Assert.False(field.Editable);
    }

    [Fact]
    public void A_result_is_rounded_to_the_field_and_empty_where_it_does_not_fit()
    {
        var field = SampleFields.Of("formula", """ "formula": "1", "result": "percent", "decimals": 1 """);
        Assert.Equal(12.4m, field.Type.FromFormula(field, 12.35m));
        Assert.Equal(-12.4m, field.Type.FromFormula(field, -12.35m));
        Assert.Null(field.Type.FromFormula(field, 1e20m));
        Assert.Equal("12.4%", field.Type.Text(field, 12.4m, SampleFields.Display(true)));
    }

    [Fact]
    public async Task A_text_result_with_options_is_shown_as_its_option()
    {
        var field = SampleFields.Of("formula", """ "formula": "\"a\"", "result": "text", "optionSet": "grades" """);
        Assert.Equal(ValueKind.Choice, field.Type.Kind(field));
        Assert.Equal("a", field.Type.FromFormula(field, "a"));
        Assert.Null(field.Type.FromFormula(field, ""));
        Assert.Equal("甲", (await FieldMarkup.Render(field.Type.Cell(field, "a", SampleFields.Display(true)))).TextContent);
        Assert.Equal(2, field.Type.Options(field).Count);
    }

    [Fact]
    public void An_empty_sum_is_zero_and_an_empty_extreme_is_empty()
    {
        var sum = SampleFields.Of("rollup");
        Assert.Equal(0m, sum.Type.Read(sum, null));
        Assert.Equal(0m, sum.Type.ForFormula(sum, null));
        var latest = SampleFields.Of("rollup", """ "form": "account", "by": "above", "how": "max", "field": "size", "result": "date" """);
        Assert.Null(latest.Type.Read(latest, null));
        Assert.Equal(new Rollup("account", "above", "max", "size", null), latest.Type.RollupOf(latest));
    }

    [Theory]
    [InlineData("formula", """ "result": "number" """)]
    [InlineData("formula", """ "formula": "1", "result": "image" """)]
    [InlineData("rollup", """ "form": "account", "by": "above", "how": "median", "field": "size" """)]
    [InlineData("rollup", """ "form": "account", "by": "above", "how": "sum" """)]
    [InlineData("rollup", """ "form": "account", "by": "above", "how": "sum", "field": "size", "result": "date" """)]
    [InlineData("auto_number", """ "parts": [{"text":"A"}] """)]
    [InlineData("auto_number", """ "parts": [{"digits":4},{"digits":4}] """)]
    [InlineData("auto_number", """ "parts": [{"digits":13}] """)]
    [InlineData("auto_number", """ "parts": [{"date":"HHmm"},{"digits":4}] """)]
    [InlineData("auto_number", """ "parts": [{"text":"A","digits":4}] """)]
    public void Settings_that_cannot_work_are_refused(string type, string settings) => Assert.Throws<DefinitionErrors>(() => SampleFields.Of(type, settings));

    [Fact]
    public void Numbers_are_made_of_their_parts_and_counted_in_their_period()
    {
        var field = SampleFields.Of("auto_number");
        var numbering = field.Type.NumberingOf(field)!;
        var day = new DateOnly(2026, 11, 2);
        Assert.Equal("QT-2026110012", AutoNumber.Format(numbering.Parts, day, 12));
        Assert.Equal("QT-20261112345", AutoNumber.Format(numbering.Parts, day, 12345));
        Assert.Equal("202611", AutoNumber.PeriodKey(numbering.Reset, day));
        Assert.Equal(["", "20261102", "202611", "2026"], new[] { "never", "day", "month", "year" }.Select(reset => AutoNumber.PeriodKey(reset, day)));
    }

    [Fact]
    public void Every_field_of_the_template_compiles_and_knows_its_settings()
    {
        var app = AppBuilder.Build(Template.Load("l2c"));
        var fields = app.Forms.SelectMany(form => form.Fields.Concat(form.LineFields.SelectMany(lines => lines.Lines!.Fields)));
        Assert.Empty(fields.SelectMany(field => field.Type.UnknownSettings(field.Definition).Select(setting => $"{field}: {setting}")));
    }
}
