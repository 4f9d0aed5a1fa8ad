using System.Text.RegularExpressions;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas.Functions;

/// <summary>Runs the tables of cases, one per family of functions: a formula, an arrow, the value.</summary>
public sealed partial class FunctionCases
{
    private static readonly string[] Tables =
        [LogicCases.Table, TextCases.Table, MathCases.Table, ListCases.Table, DateCases.Table, CalendarCases.Table, OtherCases.Table];

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var line in Lines())
            {
                var at = line.LastIndexOf("->", StringComparison.Ordinal);
                data.Add(line[..at].Trim(), line[(at + 2)..].Trim());
            }
            return data;
        }
    }

    public static TheoryData<string> Keys => [.. FormulaFunctions.All.Select(function => function.Key)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_formula_yields_its_value(string formula, string expected) => Assert.Equal(expected, Sample.Show(Sample.Value(formula)));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_function_has_six_cases(string key)
    {
        var takesNothing = FormulaFunctions.Find(key)!.MaxArguments == 0;
        var count = Lines().Count(line => Calls().Matches(line).Any(call => call.Groups[1].Value.Equals(key, StringComparison.OrdinalIgnoreCase)));
        Assert.True(count >= (takesNothing ? 2 : 6), $"{key} has {count} cases.");
    }

    private static IEnumerable<string> Lines() =>
        Tables.SelectMany(table => table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [GeneratedRegex(@"(\w+)\(")]
    private static partial Regex Calls();
}
