using System.Text.RegularExpressions;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas.Functions;

/// <summary>What every function must keep, also the one written tomorrow.</summary>
public sealed partial class CatalogueTests
{
    private static readonly string[] Wanted =
        """
        IF IFS AND OR NOT XOR TRUE FALSE ISEMPTY IFERROR SWITCH
        CONCATENATE LEFT RIGHT MID LEN LOWER UPPER TRIM REPLACE SEARCH SPLIT JOIN UNION EXACT REPT TEXT VALUE RMBCAP CHAR
        SUM AVERAGE MAX MIN COUNT COUNTIF SUMIF SUMIFS SUMPRODUCT ROUND INT CEILING FLOOR ABS MOD POWER SQRT RAND LARGE SMALL FIXED
        DATE TODAY NOW SYSTIME TIME TIMESTAMP YEAR MONTH DAY HOUR MINUTE SECOND WEEKDAY WEEKNUM ISOWEEKNUM DAYS DAYS360 DATEDIF DATEDELTA
        EDATE EOMONTH NETWORKDAYS UUID GETUSERNAME DISTANCE
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public static TheoryData<string> Keys => [.. FormulaFunctions.All.Select(function => function.Key)];

    [Fact]
    public void Every_function_that_a_designer_expects_is_there() =>
        Assert.All(Wanted, key => Assert.NotNull(FormulaFunctions.Find(key)));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Help_is_written_in_both_languages(string key)
    {
        var function = FormulaFunctions.Find(key.ToLowerInvariant())!;
        Assert.Equal(key, function.Key);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}.*。$", function.Help(true));
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", function.Help(false));
        Assert.EndsWith(".", function.Help(false));
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", function.Usage(false));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", function.Family(true));
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", function.Family(false));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_written_signature_agrees_with_the_method(string key)
    {
        var function = FormulaFunctions.Find(key)!;
        foreach (var chinese in new[] { true, false })
        {
            var usage = Usage().Match(function.Usage(chinese));
            Assert.Equal(key, usage.Groups["key"].Value);
            var words = usage.Groups["rest"].Value.Replace("[", ",[").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(word => word.Trim('[', ']')).Where(word => word.Length > 0).ToArray();
            if (words.Contains("…"))
                Assert.Equal(255, function.MaxArguments);
            else
                Assert.Equal(words.Length, function.MaxArguments);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_examples_compile_name_the_function_and_have_a_value(string key)
    {
        var function = FormulaFunctions.Find(key)!;
        foreach (var chinese in new[] { true, false })
        {
            Assert.Contains(key + "(", function.Example(chinese));
            Assert.NotNull(Sample.Value(function.Example(chinese)));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Empty_arguments_and_arguments_without_an_answer_do_no_harm(string key)
    {
        var function = FormulaFunctions.Find(key)!;
        foreach (var value in new[] { "anything", "gone.any", "IF(1 / 0 > 1, anything)" })
        {
            for (var count = function.MinArguments; count <= Math.Min(function.MaxArguments, function.MinArguments + 3); count++)
            {
                for (var special = 0; special < count; special++)
                {
                    var only = Enumerable.Range(0, count).Select(i => i == special ? value : "digits");
                    Sample.Show(Sample.Value($"{key}({string.Join(", ", only)})"));
                }
                Sample.Show(Sample.Value($"{key}({string.Join(", ", Enumerable.Repeat(value, count))})"));
            }
        }
    }

    [Fact]
    public void Two_functions_of_one_key_stop_the_program()
    {
        var family = typeof(Weir.Engine.Formulas.Functions.ChineseFunctions);
        Assert.Contains("RMBCAP", Assert.Throws<InvalidOperationException>(() => FormulaFunctions.Scan([family, family])).Message);
    }

    [GeneratedRegex(@"^(?<key>\w+)\((?<rest>[^)]*)\)")]
    private static partial Regex Usage();
}
