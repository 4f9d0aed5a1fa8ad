using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas;

public sealed class GraphTests
{
    [Fact]
    public void Formulas_run_after_what_they_read()
    {
        var graph = Graph(("total", "SUM(lines.amount)"), ("lines.amount", "lines.qty * lines.price"), ("net", "total / 1.13"), ("tax", "total - net"));
        Assert.Equal(["lines.amount", "total", "net", "tax"], graph.Order);
    }

    [Fact]
    public void A_change_reaches_only_what_reads_it()
    {
        var graph = Graph(("total", "SUM(lines.amount)"), ("net", "total / 1.13"), ("label", "name & account.level"), ("late", "due < TODAY()"));
        Assert.Equal(["total", "net"], graph.Affected(["lines.amount"]));
        Assert.Equal(["total", "net"], graph.Affected(["lines"]));
        Assert.Equal(["label"], graph.Affected(["account"]));
        Assert.Equal(["label"], graph.Affected(["account.level"]));
        Assert.Equal(["late"], graph.Affected(["due"]));
        Assert.Equal(["net"], graph.Affected(["total"]));
        Assert.Equal(["label", "late"], graph.Affected(["name", "due"]));
        Assert.Empty(graph.Affected(["lines.qty", "other", "accounts", "acc", "lines.amount_2"]));
        Assert.Empty(graph.Affected([]));
    }

    [Fact]
    public void A_circle_is_refused_and_named()
    {
        var error = Assert.Throws<FormulaError>(() => Graph(("a", "b + 1"), ("b", "c + 1"), ("c", "a + 1"), ("d", "a + 1")));
        Assert.Equal("formula.cycle", error.Code);
        Assert.Contains("a → b → c → a", error.Message(true));
        Assert.Contains("a → b → c → a", error.Message(false));
    }

    [Fact]
    public void A_formula_that_reads_itself_is_a_circle() =>
        Assert.Contains("a → a", Assert.Throws<FormulaError>(() => Graph(("a", "a + 1"))).Message(false));

    [Fact]
    public void A_circle_through_line_items_is_found() =>
        Assert.Equal("formula.cycle", Assert.Throws<FormulaError>(() => Graph(("total", "SUM(lines.amount)"), ("lines.amount", "total / 2"))).Code);

    [Fact]
    public void A_formula_is_found_by_its_key() => Assert.Equal("b + 1", Graph(("a", "b + 1"))["a"].Text);

    [Fact]
    public void A_thousand_formulas_in_a_row_are_ordered()
    {
        var graph = Graph([.. Enumerable.Range(0, 1000).Select(i => ($"f{i}", $"f{i + 1} + 1"))]);
        Assert.Equal("f999", graph.Order[0]);
        Assert.Equal("f0", graph.Order[^1]);
        Assert.Equal(1000, graph.Affected(["f1000"]).Count);
    }

    private static FormulaGraph Graph(params (string Key, string Text)[] formulas) =>
        new(formulas.ToDictionary(one => one.Key, one => Formula.Compile(one.Text, new AnyNames())));

    private sealed class AnyNames : FormulaNames
    {
        public override FormulaType? Find(string path) => path.StartsWith("lines.", StringComparison.Ordinal) ? FormulaType.List : FormulaType.Unknown;
    }
}
