using System.Diagnostics;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas;

/// <summary>Formulas that want to hurt: each must end with formula.budget or an answer, soon, and never with the process.</summary>
public sealed class BudgetTests
{
    [Fact]
    public void Deep_brackets_are_refused() => Refused(new string('(', 1000) + "1" + new string(')', 1000));

    [Fact]
    public void Deep_calls_are_refused() => Refused(Repeat("ABS(", 500) + "1" + new string(')', 500));

    [Fact]
    public void A_run_of_signs_is_refused() => Refused(new string('-', 3000) + "1");

    [Fact]
    public void A_long_chain_of_sums_is_refused() => Refused("1" + Repeat("+1", 1900));

    [Fact]
    public void Sixty_brackets_are_fine() =>
        Assert.Equal(1m, Sample.Value(new string('(', 60) + "1" + new string(')', 60)));

    [Fact]
    public void A_text_too_long_to_read_is_refused() => Refused("1 + " + new string(' ', 4000) + "1");

    [Theory]
    [InlineData("REPT(\"x\", 1000000000)")]
    [InlineData("REPT(REPT(\"x\", 30000), 30000)")]
    [InlineData("LEN(REPT(REPT(\"x\", 1000), 1000))")]
    [InlineData("SUBSTITUTE(REPT(\"a\", 30000), \"a\", REPT(\"b\", 30000))")]
    [InlineData("JOIN(SPLIT(REPT(\"a,\", 10000), \",\"), REPT(\"b\", 1000))")]
    [InlineData("REPT(\"x\", 20000) & REPT(\"x\", 20000)")]
    [InlineData("CONCATENATE(REPT(\"x\", 20000), REPT(\"x\", 20000))")]
    [InlineData("REPLACE(REPT(\"x\", 20000), 1, 0, REPT(\"x\", 20000))")]
    public void A_text_bomb_is_stopped(string formula) => Refused(formula);

    [Theory]
    [InlineData("9 ^ 9 ^ 9")]
    [InlineData("POWER(99999999999, 99999999999)")]
    [InlineData("1.0000000001 ^ 2000000000")]
    [InlineData("EDATE(due, 2000000000)")]
    [InlineData("NETWORKDAYS(DATE(1, 1, 1), DATE(9999, 12, 31))")]
    [InlineData("TEXT(1, REPT(\"0\", 30000))")]
    [InlineData("TEXT(1, \"D999999999\")")]
    [InlineData("FIXED(1, 2000000000)")]
    [InlineData("COUNTIF(REPT(\"a\", 30000), REPT(\"a*\", 500) & \"b\")")]
    [InlineData("SEARCH(REPT(\"a\", 15000) & \"b\", REPT(\"a\", 30000))")]
    [InlineData("COUNT(SPLIT(REPT(\",\", 30000), \",\"))")]
    [InlineData("LEFT(REPT(\"x\", 30000), 2147483647)")]
    public void A_huge_calculation_ends_soon(string formula)
    {
        var watch = Stopwatch.StartNew();
        var thrown = Record.Exception(() => Sample.Value(formula));
        Assert.True(thrown is null or FormulaError { Code: "formula.budget" }, thrown?.ToString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{formula} took {watch.Elapsed}.");
    }

    [Fact]
    public void Steps_are_counted_over_rows()
    {
        var rows = Enumerable.Repeat<object?>(1m, 60_000).ToArray();
        var formula = Sample.Compile("SUM(lines.qty * lines.price)");
        var error = Assert.Throws<FormulaError>(() => formula.Evaluate(Sample.Scope(_ => rows)));
        Assert.Equal(("formula.budget", 0, formula.Text.Length), (error.Code, error.Position, error.Length));
        Assert.Equal(60_000m, formula.Evaluate(Sample.Scope(_ => rows), new() { Steps = 1_000_000, Time = TimeSpan.FromMinutes(1) }));
    }

    [Fact]
    public void Time_runs_out()
    {
        var rows = Enumerable.Repeat<object?>(1m, 2_000).ToArray();
        var error = Assert.Throws<FormulaError>(() =>
            Sample.Compile("SUM(lines.qty)").Evaluate(Sample.Scope(_ => rows), new() { Time = TimeSpan.Zero }));
        Assert.Equal("formula.budget", error.Code);
    }

    [Fact]
    public void A_smaller_budget_is_kept()
    {
        Assert.Equal("formula.budget", Assert.Throws<FormulaError>(() => Sample.Value("1 + 2 + 3", new() { Steps = 1 })).Code);
        Assert.Equal("formula.budget", Assert.Throws<FormulaError>(() => Sample.Value("REPT(\"x\", 9)", new() { TextLength = 8 })).Code);
        Assert.Equal("formula.budget", Assert.Throws<FormulaError>(() => Formula.Compile("((1))", Sample.Names, new() { Depth = 2 })).Code);
        Assert.Equal("formula.budget", Assert.Throws<FormulaError>(() => Formula.Compile("1 + 1", Sample.Names, new() { SourceLength = 4 })).Code);
    }

    private static void Refused(string formula)
    {
        var error = Sample.Error(formula);
        Assert.Equal("formula.budget", error.Code);
        Assert.InRange(error.Position + error.Length, 0, formula.Length);
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
