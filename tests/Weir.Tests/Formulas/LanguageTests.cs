using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas;

/// <summary>Signs, precedence, empties and types; functions have their own tables.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("100 / 10 / 2", "5")]
    [InlineData("2 ^ 3 ^ 2", "64")]
    [InlineData("-2 ^ 2", "4")]
    [InlineData("2 * 3 ^ 2", "18")]
    [InlineData("2 ^ -1", "0.5")]
    [InlineData("50% * 4", "2")]
    [InlineData("5%%", "0.0005")]
    [InlineData("-5%", "-0.05")]
    [InlineData("2 ^ 50%", "1.4142135623730950488016887242")]
    [InlineData("1 + 1 & 2 + 2", "\"24\"")]
    [InlineData("1 & 2 = \"12\"", "TRUE")]
    [InlineData("1 < 2 && 2 < 3", "TRUE")]
    [InlineData("FALSE && TRUE || TRUE", "TRUE")]
    [InlineData("TRUE || TRUE && FALSE", "TRUE")]
    [InlineData("!TRUE || TRUE", "TRUE")]
    [InlineData("!!done", "TRUE")]
    [InlineData("--3", "3")]
    [InlineData("+3", "3")]
    [InlineData("= 1 + 1", "2")]
    [InlineData(".5 + 1e2", "100.5")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1 / 3 * 3 < 1", "TRUE")]
    [InlineData("12.50 & \"\"", "\"12.5\"")]
    public void Signs_bind_as_in_a_spreadsheet(string formula, string expected) => Assert.Equal(expected, Sample.Show(Sample.Value(formula)));

    [Theory]
    [InlineData("\"a\"\"b\"", "\"a\"b\"")]
    [InlineData("'it''s'", "\"it's\"")]
    [InlineData("'a\"b'", "\"a\"b\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("“你好”", "\"你好\"")]
    [InlineData("‘你好’", "\"你好\"")]
    [InlineData("＂全角，（）＂", "\"全角，（）\"")]
    [InlineData("IF（amount＞1，“大”，“小”）", "\"大\"")]
    [InlineData("SUM（1；2，３）", "6")]
    [InlineData("ROUND(2.345; 2)", "2.35")]
    [InlineData("１＋２　×　３", "7")]
    [InlineData("6 ÷ 2 ≥ 3", "TRUE")]
    [InlineData("1 ≠ 1 || 1 ≤ 0", "FALSE")]
    [InlineData("1 != 2", "TRUE")]
    [InlineData("1 == 1", "TRUE")]
    [InlineData("sUm(1, 2) = Sum(2, 1)", "TRUE")]
    [InlineData("TRUE = true", "TRUE")]
    public void Both_keyboards_can_write_a_formula(string formula, string expected) => Assert.Equal(expected, Sample.Show(Sample.Value(formula)));

    [Theory]
    [InlineData("{客户.级别}", "\"A\"")]
    [InlineData("{ 金额 } / 2", "450000")]
    [InlineData("｛金额｝", "900000")]
    [InlineData("金额 + 1", "900001")]
    [InlineData("SUM({明细.数量})", "5")]
    [InlineData("account.level", "\"A\"")]
    [InlineData("Amount", "900000")]
    [InlineData("account & account.level", "\"华为A\"")]
    public void A_field_is_named_by_key_or_in_braces_by_label(string formula, string expected) =>
        Assert.Equal(expected, Sample.Show(Sample.Value(formula)));

    [Theory]
    [InlineData("blank + 1", "1")]
    [InlineData("blank * 5", "0")]
    [InlineData("-blank", "0")]
    [InlineData("anything + 1", "1")]
    [InlineData("digits * 2", "24")]
    [InlineData("note & \"x\"", "\"x\"")]
    [InlineData("blank = 0", "TRUE")]
    [InlineData("blank = \"\"", "TRUE")]
    [InlineData("amount = \"\"", "FALSE")]
    [InlineData("amount <> \"\"", "TRUE")]
    [InlineData("note = \"\"", "TRUE")]
    [InlineData("unset = \"\"", "TRUE")]
    [InlineData("open = FALSE", "TRUE")]
    [InlineData("anything = \"\"", "TRUE")]
    [InlineData("blank", "empty")]
    [InlineData("1 / 0", "empty")]
    [InlineData("1 / blank", "empty")]
    [InlineData("1 / 0 + 5", "empty")]
    [InlineData("\"a\" & 1 / 0", "empty")]
    [InlineData("1 / 0 = 1 / 0", "empty")]
    [InlineData("79228162514264337593543950335 + 1", "empty")]
    [InlineData("79228162514264337593543950335 * 2", "empty")]
    [InlineData("anything * name", null)]
    [InlineData("unset < TODAY()", "FALSE")]
    [InlineData("unset > TODAY()", "FALSE")]
    [InlineData("unset <> TODAY()", "TRUE")]
    [InlineData("unset + 1", "empty")]
    [InlineData("due - unset", "empty")]
    [InlineData("TODAY() - never", "empty")]
    public void Empty_counts_as_nothing_and_no_answer_as_empty(string formula, string? expected)
    {
        if (expected is null)
            Assert.Equal("formula.type", Sample.Error(formula).Code);
        else
            Assert.Equal(expected, Sample.Show(Sample.Value(formula)));
    }

    [Theory]
    [InlineData("due - DATE(2026, 7, 1)", "30")]
    [InlineData("due + 1", "2026-08-01")]
    [InlineData("1 + due", "2026-08-01")]
    [InlineData("due - 31", "2026-06-30")]
    [InlineData("due + 1.9", "2026-08-01")]
    [InlineData("due + 99999999999", "empty")]
    [InlineData("created_at + 0.5", "2026-07-01T13:30:15Z")]
    [InlineData("created_at - created_at", "0")]
    [InlineData("NOW() - created_at", "14.770659722222222222222222222")]
    [InlineData("created_at - DATE(2026, 7, 1)", "0.3960069444444444444444444444")]
    [InlineData("due > \"2026-07-30\"", "TRUE")]
    [InlineData("\"2026/7/31\" = due", "TRUE")]
    [InlineData("created_at < TODAY()", "TRUE")]
    [InlineData("TODAY() < NOW()", "TRUE")]
    [InlineData("TODAY() = DATE(NOW())", "TRUE")]
    [InlineData("\"a\" < \"b\"", "TRUE")]
    [InlineData("\"a\" = \"A\"", "FALSE")]
    [InlineData("\"B\" < \"a\"", "TRUE")]
    public void Dates_and_texts_compare_and_shift(string formula, string expected) => Assert.Equal(expected, Sample.Show(Sample.Value(formula)));

    [Theory]
    [InlineData("lines.qty * lines.price", "[20 61.5 0]")]
    [InlineData("lines.qty * 2", "[4 6 0]")]
    [InlineData("10 / lines.qty", "[5 3.3333333333333333333333333333 empty]")]
    [InlineData("lines.qty > 2", "[FALSE TRUE FALSE]")]
    [InlineData("lines.product & \"-\" & lines.qty", "[\"A-2\" \"B-3\" \"A-\"]")]
    [InlineData("-lines.qty", "[-2 -3 0]")]
    [InlineData("lines.price%", "[0.1 0.205 0.05]")]
    [InlineData("lines.qty > 1 && lines.price > 15", "[FALSE TRUE FALSE]")]
    [InlineData("lines.product = \"A\"", "[TRUE FALSE TRUE]")]
    [InlineData("gone.qty * 2", "[]")]
    [InlineData("SUM((lines.product = \"A\") * lines.price)", "15")]
    [InlineData("due - lines.day", "[30 empty 28]")]
    public void Lists_are_computed_row_by_row(string formula, string expected) => Assert.Equal(expected, Sample.Show(Sample.Value(formula)));

    [Theory]
    [InlineData("amount * 2", FormulaType.Number)]
    [InlineData("name & 1", FormulaType.Text)]
    [InlineData("amount > 1", FormulaType.Bool)]
    [InlineData("due + 1", FormulaType.Date)]
    [InlineData("created_at - 1", FormulaType.Moment)]
    [InlineData("due - TODAY()", FormulaType.Number)]
    [InlineData("lines.qty * 2", FormulaType.List)]
    [InlineData("SUM(lines.qty)", FormulaType.Number)]
    [InlineData("ROUND(lines.qty, 1)", FormulaType.List)]
    [InlineData("IF(done, 1, 2)", FormulaType.Number)]
    [InlineData("IF(done, amount, \"\")", FormulaType.Number)]
    [InlineData("IF(done, 1, name)", FormulaType.Unknown)]
    [InlineData("IF(lines.qty > 1, 1, 2)", FormulaType.List)]
    [InlineData("IFS(done, due, TRUE, TODAY())", FormulaType.Date)]
    [InlineData("SWITCH(name, \"a\", 1, 2)", FormulaType.Number)]
    [InlineData("SWITCH(name, \"a\", 1, \"b\", \"x\")", FormulaType.Unknown)]
    [InlineData("MAX(lines.qty)", FormulaType.Number)]
    [InlineData("MAX(lines.day)", FormulaType.Date)]
    [InlineData("LARGE(lines.day, 1)", FormulaType.Date)]
    [InlineData("DATEDELTA(created_at, 1)", FormulaType.Moment)]
    [InlineData("IFERROR(amount / qty, 0)", FormulaType.Number)]
    [InlineData("anything + 1", FormulaType.Unknown)]
    [InlineData("anything * 1", FormulaType.Number)]
    [InlineData("SPLIT(name, \",\")", FormulaType.List)]
    public void The_type_of_the_result_is_known_before_it_runs(string formula, FormulaType expected) =>
        Assert.Equal(expected, Sample.Compile(formula).ResultType);

    [Fact]
    public void A_list_knows_the_type_of_its_elements() =>
        Assert.Equal([FormulaType.Number, FormulaType.Text, FormulaType.Bool, FormulaType.Text],
            new[] { "lines.qty * 2", "UNION(lines.product, tags)", "lines.qty > 1", "SPLIT(name, \",\")" }
                .Select(text => Sample.Compile(text).ElementType));

    [Fact]
    public void References_are_machine_keys_without_doubles() =>
        Assert.Equal(["account.level", "amount", "lines.qty"],
            Sample.Compile("IF({客户.级别} = \"A\", amount + {金额}, SUM({明细.数量}))").References.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("TODAY() > due", true)]
    [InlineData("IF(done, NOW(), never)", true)]
    [InlineData("due + 1", false)]
    public void Only_formulas_that_ask_the_clock_or_chance_age(string formula, bool expected) =>
        Assert.Equal(expected, Sample.Compile(formula).IsVolatile);

    [Fact]
    public void The_branch_not_taken_is_not_computed()
    {
        var asked = new List<string>();
        Sample.Compile("IF(done, amount, price)").Evaluate(Sample.Scope(path =>
        {
            asked.Add(path);
            return path == "done" ? true : 1m;
        }));
        Assert.Equal(["done", "amount"], asked);
    }

    [Theory]
    [InlineData(7, "7")]
    [InlineData(7L, "7")]
    [InlineData(0.1, "0.1")]
    [InlineData(double.NaN, "empty")]
    [InlineData(double.MaxValue, "empty")]
    [InlineData(new[] { 1, 2 }, "[1 2]")]
    public void A_scope_may_hand_over_other_numbers(object value, string expected) =>
        Assert.Equal(expected, Sample.Show(Sample.Compile("anything").Evaluate(Sample.Scope(_ => value))));

    [Fact]
    public void Moments_of_any_kind_become_UTC()
    {
        var moment = new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal("2026-07-01T01:00:00Z", Sample.Show(Sample.Compile("anything").Evaluate(Sample.Scope(_ => moment))));
        Assert.Equal("2026-07-01T01:00:00Z",
            Sample.Show(Sample.Compile("anything").Evaluate(Sample.Scope(_ => new DateTime(2026, 7, 1, 1, 0, 0, DateTimeKind.Unspecified)))));
    }

    [Fact]
    public void Chance_and_identities_come_from_the_scope()
    {
        Assert.Equal(Sample.Value("RAND()"), Sample.Value("RAND()"));
        Assert.Equal("0197f000-0000-7000-8000-000000000001", Sample.Value("UUID()"));
    }

    [Fact]
    public void A_day_whose_midnight_the_clock_skips_starts_an_hour_later()
    {
        var spring = TimeZoneInfo.TransitionTime.CreateFixedDateRule(DateTime.MinValue, 11, 4);
        var autumn = TimeZoneInfo.TransitionTime.CreateFixedDateRule(DateTime.MinValue, 2, 18);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), spring, autumn);
        var zone = TimeZoneInfo.CreateCustomTimeZone("South", TimeSpan.FromHours(-3), "South", "South", "South summer", [rule]);
        var scope = Sample.Scope(_ => new DateOnly(2026, 11, 4), zone);
        Assert.Equal("1793761200000", Sample.Show(Sample.Compile("TIMESTAMP(due)").Evaluate(scope)));
        Assert.Equal("24", Sample.Show(Sample.Compile("DATEDIF(due - 1, due, \"h\")").Evaluate(scope)));
    }
}
