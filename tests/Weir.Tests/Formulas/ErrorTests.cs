using System.Text.RegularExpressions;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas;

public sealed partial class ErrorTests
{
    [Theory]
    [InlineData("", "formula.empty", 0, 0)]
    [InlineData("  ", "formula.empty", 0, 0)]
    [InlineData("1 + # 2", "formula.character", 4, 1)]
    [InlineData("1 | 2", "formula.character", 2, 1)]
    [InlineData("name & \"abc", "formula.open_text", 7, 4)]
    [InlineData("{amount + 1", "formula.open_brace", 0, 11)]
    [InlineData("1 + 12abc", "formula.number", 4, 5)]
    [InlineData("1.2.3", "formula.unexpected", 3, 2)]
    [InlineData("99999999999999999999999999999999", "formula.number", 0, 32)]
    [InlineData("1 +", "formula.unfinished", 3, 0)]
    [InlineData("SUM(1,", "formula.unfinished", 6, 0)]
    [InlineData("1 2", "formula.unexpected", 2, 1)]
    [InlineData("amount qty", "formula.unexpected", 7, 3)]
    [InlineData("1 + * 2", "formula.unexpected", 4, 1)]
    [InlineData("(1 + 2", "formula.open_bracket", 0, 1)]
    [InlineData("SUM(1, 2", "formula.open_bracket", 3, 1)]
    [InlineData("1 + 2)", "formula.unexpected", 5, 1)]
    [InlineData("1 + amout", "formula.unknown_name", 4, 5)]
    [InlineData("{客户.没有}", "formula.unknown_name", 0, 7)]
    [InlineData("{}", "formula.unknown_name", 0, 2)]
    [InlineData("1 + SUMM(1)", "formula.unknown_function", 4, 4)]
    [InlineData("ABS()", "formula.arguments", 0, 3)]
    [InlineData("ABS(1, 2)", "formula.arguments", 0, 3)]
    [InlineData("TODAY(1)", "formula.arguments", 0, 5)]
    [InlineData("SUM()", "formula.arguments", 0, 3)]
    [InlineData("IF(TRUE)", "formula.arguments", 0, 2)]
    [InlineData("amount + name", "formula.type", 9, 4)]
    [InlineData("\"a\" + 1", "formula.type", 0, 3)]
    [InlineData("-name", "formula.type", 1, 4)]
    [InlineData("!due", "formula.type", 1, 3)]
    [InlineData("name && done", "formula.type", 0, 4)]
    [InlineData("due * 2", "formula.type", 0, 7)]
    [InlineData("due + due", "formula.type", 0, 9)]
    [InlineData("1 - due", "formula.type", 0, 7)]
    [InlineData("ROUND(name, 2)", "formula.type", 6, 4)]
    [InlineData("SUM(1, lines.product)", "formula.type", 7, 13)]
    [InlineData("IF(name, 1, 2)", "formula.type", 3, 4)]
    [InlineData("YEAR(amount)", "formula.type", 5, 6)]
    [InlineData("amount = name", "formula.type", 0, 13)]
    [InlineData("done = 1", "formula.type", 0, 8)]
    [InlineData("lines.qty = \"x\"", "formula.type", 0, 15)]
    [InlineData("due > \"soon\"", "formula.date", 6, 6)]
    [InlineData("YEAR(\"soon\")", "formula.date", 5, 6)]
    [InlineData("lines.qty * items.qty", "formula.different_rows", 0, 21)]
    [InlineData("SUMIF(lines.product, \"A\", items.qty)", "formula.different_rows", 0, 36)]
    [InlineData("SUMPRODUCT(lines.qty, items.qty)", "formula.different_rows", 0, 32)]
    public void An_error_tells_what_and_where(string formula, string code, int position, int length)
    {
        var error = Sample.Error(formula);
        Assert.Equal((code, position, length), (error.Code, error.Position, error.Length));
        Assert.Matches(Ideograph(), error.Message(true));
        Assert.DoesNotMatch(Ideograph(), error.Message(false).Replace("客户.没有", ""));
        Assert.EndsWith("。", error.Message(true).Replace('？', '。'));
    }

    [Theory]
    [InlineData("amout + 1", "amount")]
    [InlineData("acount.level", "account.level")]
    [InlineData("line.qty", "lines.qty")]
    [InlineData("{lines.prcie}", "lines.price")]
    [InlineData("SUMM(1)", "SUM")]
    [InlineData("concatnate(1)", "CONCATENATE")]
    [InlineData("EMONTH(due)", "EOMONTH")]
    [InlineData("TODAY + 1", "TODAY()")]
    public void A_slip_of_the_keyboard_gets_a_suggestion(string formula, string suggestion)
    {
        Assert.Contains(suggestion, Sample.Error(formula).Message(true));
        Assert.Contains(suggestion, Sample.Error(formula).Message(false));
    }

    [Theory]
    [InlineData("zzzzzz")]
    [InlineData("qqqqqqq(1)")]
    public void What_is_like_nothing_gets_no_suggestion(string formula) =>
        Assert.DoesNotContain("Did you mean", Sample.Error(formula).Message(false));

    [Theory]
    [InlineData("name + 1", "&")]
    [InlineData("name * 1", "VALUE()")]
    [InlineData("ROUND(name)", "VALUE()")]
    [InlineData("ABS()", "ABS(number)")]
    [InlineData("YEAR(amount)", "DATE(year, month, day)")]
    public void An_error_says_what_to_do(string formula, string advice) => Assert.Contains(advice, Sample.Error(formula).Message(false));

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Ideograph();
}
