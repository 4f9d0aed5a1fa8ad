using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas;

public sealed class FormulaPropertyTests
{
    private static readonly Gen<decimal> Numbers = ArbMap.Default.GeneratorFor<decimal>();

    private static readonly Gen<decimal> Money = Gen.Choose(-100_000_000, 100_000_000).Select(cents => cents / 100m);

    private static readonly Gen<string> Words = Gen.Elements([.. FormulaFunctions.All.Select(function => function.Key + "("),
        "amount", "name", "due", "created_at", "unset", "done", "lines.qty", "lines.product", "gone.qty", "tags", "anything", "{金额}", "{客户", "1", "0", "-1", "2.5",
        "1e9", "\"\"", "\"abc\"", "\"yyyy-MM-dd\"", "\">=1\"", "“", "'", "(", ")", ")", ")", ",", ",", ",", "，", "+", "-", "*", "/", "^", "&", "%", "=", "<>", "<",
        ">=", "&&", "||", "!", " ", ".", "#", "\0", "\ud800", "TRUE", "FALSE"]);

    [Fact]
    public void Random_text_is_computed_or_refused_properly() => Holds(ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""), IsProper, 2000);

    [Fact]
    public void Random_words_are_computed_or_refused_properly() => Holds(Words.ArrayOf(12).Select(string.Concat), IsProper, 5000);

    [Fact]
    public void Random_calls_are_computed_or_refused_properly()
    {
        var argument = Gen.Elements("amount", "blank", "name", "note", "due", "unset", "created_at", "done", "lines.qty", "lines.product", "lines.day", "gone.qty", "tags",
            "anything", "digits", "0", "-1", "2.5", "99999999999999999999", "-79228162514264337593543950335", "\"\"", "\"abc\"", "\"0.00\"", "\"2026-01-31\"", "TRUE",
            "1/0", "holidays");
        var call = Gen.Elements(FormulaFunctions.All.ToArray()).SelectMany(function =>
            Gen.Choose(function.MinArguments, Math.Min(function.MaxArguments, function.MinArguments + 3))
                .SelectMany(count => argument.ArrayOf(count))
                .Select(arguments => $"{function.Key}({string.Join(", ", arguments)})"));
        Holds(call, IsProper, 8000);
    }

    [Fact]
    public void A_number_written_and_read_is_the_same() =>
        Holds(Numbers, number => Equals(Sample.Value(number.ToString(CultureInfo.InvariantCulture)), number));

    [Fact]
    public void A_number_turned_into_text_and_back_is_the_same() =>
        Holds(Numbers, number => Equals(Sample.Value($"VALUE({number.ToString(CultureInfo.InvariantCulture)} & \"\")"), number));

    [Fact]
    public void A_text_written_and_read_is_the_same() =>
        Holds(ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""), text =>
            text.Contains('＂') || Equals(Sample.Value($"\"{text.Replace("\"", "\"\"")}\""), text));

    [Fact]
    public void Sums_are_exact() =>
        Holds(Money.ArrayOf(), amounts => Equals(
            Sample.Compile("SUM(lines.qty)").Evaluate(Sample.Scope(_ => amounts)),
            amounts.Sum(amount => (long)(amount * 100)) / 100m));

    [Fact]
    public void Net_and_tax_add_up_to_the_total() =>
        Holds(Money, total =>
        {
            var scope = Sample.Scope(_ => total);
            var net = (decimal)Sample.Compile("ROUND(amount / 1.13, 2)").Evaluate(scope)!;
            var tax = (decimal)Sample.Compile("amount - ROUND(amount / 1.13, 2)").Evaluate(scope)!;
            return net + tax == total;
        });

    [Fact]
    public void Rounding_moves_by_at_most_half_a_unit() =>
        Holds(Money.Zip(Gen.Choose(-3, 4)), pair =>
        {
            var rounded = (decimal)Sample.Value(FormattableString.Invariant($"ROUND({pair.Item1}, {pair.Item2})"))!;
            return Math.Abs(rounded - pair.Item1) <= (decimal)Math.Pow(10, -pair.Item2) / 2;
        });

    [Fact]
    public void Different_amounts_are_written_differently_in_capitals() =>
        Holds(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue)), pair =>
            pair.Item1 == pair.Item2 || !Equals(Capitals(pair.Item1), Capitals(pair.Item2)));

    [Fact]
    public void A_date_moves_there_and_back() =>
        Holds(Gen.Choose(0, 3_000_000).Zip(Gen.Choose(-50_000, 50_000)), pair =>
        {
            var date = DateOnly.FromDayNumber(Math.Max(pair.Item1, 60_000));
            return Equals(Sample.Compile($"(due + {pair.Item2}) - {pair.Item2}").Evaluate(Sample.Scope(_ => date)), date)
                && Equals(Sample.Compile($"DAYS(due + {pair.Item2}, due)").Evaluate(Sample.Scope(_ => date)), (decimal)pair.Item2);
        });

    private static object? Capitals(int cents) => Sample.Value(FormattableString.Invariant($"RMBCAP({cents / 100m})"));

    private static bool IsProper(string text)
    {
        try
        {
            Sample.Show(Sample.Value(text));
            return true;
        }
        catch (FormulaError error)
        {
            return error.Position >= 0 && error.Length >= 0 && error.Position + error.Length <= text.Length && error.Message(true).Length > 0;
        }
    }

    private static void Holds<T>(Gen<T> values, Func<T, bool> property, int times = 500) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(values.ToArbitrary(), property));
}
