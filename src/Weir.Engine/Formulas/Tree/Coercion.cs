using System.Collections;
using System.Globalization;

namespace Weir.Engine.Formulas.Tree;

/// <summary>Turns a value of one kind into another by the rules of the language; what cannot be turned is a <see cref="Fault"/>.</summary>
internal static class Coercion
{
    public static readonly object True = true;
    public static readonly object False = false;

    public static object Of(bool value) => value ? True : False;

    /// <summary>One of the language's own value types for whatever the scope hands over.</summary>
    public static object? Plain(object? value) => value switch
    {
        _ when IsPlain(value) => value,
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTime moment => DateTime.SpecifyKind(moment, DateTimeKind.Utc),
        DateTimeOffset moment => moment.UtcDateTime,
        int or long or short or byte or uint or ulong or ushort or sbyte => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        double or float => Exact(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IReadOnlyList<object?> list when list.All(IsPlain) => value,
        IEnumerable list => list.Cast<object?>().Select(Plain).ToArray(),
        _ => value!.ToString(),
    };

    private static bool IsPlain(object? value) => value is null or string or decimal or bool or DateOnly or DateTime { Kind: DateTimeKind.Utc };

    /// <summary>A double as a decimal, or a fault where no decimal is near it.</summary>
    public static object Exact(double value) =>
        double.IsFinite(value) && Math.Abs(value) < 7.9e28 ? (decimal)value : Fault.Value;

    public static object? To(FormulaType kind, object? value, Evaluation evaluation) => kind switch
    {
        FormulaType.Number => value as decimal? is not null ? value : Number(value, out var number) ? number : Fault.Value,
        FormulaType.Text => value as string ?? Text(value, evaluation),
        FormulaType.Bool => Truth(value),
        FormulaType.Date => Date(value, evaluation),
        FormulaType.Moment => Moment(value, evaluation),
        _ => value,
    };

    /// <summary>Empty counts as 0, yes as 1, and a text as the number it spells.</summary>
    public static bool Number(object? value, out decimal number)
    {
        switch (value)
        {
            case decimal plain:
                number = plain;
                return true;
            case null:
            case "":
                number = 0;
                return true;
            case bool truth:
                number = truth ? 1 : 0;
                return true;
            case string text:
                return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>Empty counts as no, a number other than 0 as yes; a text must spell TRUE or FALSE.</summary>
    public static object Truth(object? value) => value switch
    {
        bool truth => Of(truth),
        null or "" => False,
        decimal number => Of(number != 0),
        string text when bool.TryParse(text, out var truth) => Of(truth),
        _ => Fault.Value,
    };

    public static string Text(object? value, Evaluation evaluation) => value switch
    {
        null => "",
        string text => text,
        decimal number => Text(number),
        bool truth => truth ? "TRUE" : "FALSE",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => evaluation.Local(moment).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IReadOnlyList<object?> list => Lists.Join(list, ", ", evaluation),
        _ => "",
    };

    /// <summary>All digits of a number, without the zeros that a database keeps at the end.</summary>
    public static string Text(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static object Date(object? value, Evaluation evaluation) => value switch
    {
        DateOnly => value,
        DateTime moment => DateOnly.FromDateTime(evaluation.Local(moment)),
        string text when Dates.Parse(text) is { } local => DateOnly.FromDateTime(local),
        _ => Fault.Value,
    };

    private static object Moment(object? value, Evaluation evaluation) => value switch
    {
        DateTime => value,
        DateOnly date => evaluation.Utc(date.ToDateTime(TimeOnly.MinValue)),
        string text when Dates.Parse(text) is { } local => evaluation.Utc(local),
        _ => Fault.Value,
    };
}
