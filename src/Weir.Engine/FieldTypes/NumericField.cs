using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Problems;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>What all types share whose value is an exact decimal: rounding half away from zero, range, thousands; says nothing about signs and units.</summary>
public abstract class NumericField : FieldType
{
    /// <summary>A column holds 18 digits, decimals included; before the point at most 14 of them.</summary>
    private int Digits => Math.Min(14, 18 - Scale);

    private static readonly decimal[] Powers = [.. Enumerable.Range(0, 15).Select(n => Enumerable.Repeat(10m, n).Aggregate(1m, (a, b) => a * b))];

    private decimal Limit => Powers[Digits];

    /// <param name="Decimals">As many are always shown, or -1 for as many as there are.</param>
    protected sealed record Shape(int Decimals, decimal? Min, decimal? Max, bool Thousands, Words? Unit = null, string? Currency = null);

    /// <summary>Decimals of the column: the most that a field can have.</summary>
    protected abstract int Scale { get; }

    public override bool IsNumeric => true;

    public override int Width => 110;

    public override object? Prepare(Field field) => Checked(field, new Shape(Setting.Decimals(field, Scale, -1), field.Settings.Number("min"), field.Settings.Number("max"), field.Settings.Flag("thousands")));

    protected static Shape Checked(Field field, Shape shape) => shape.Min > shape.Max
        ? throw Setting.Wrong(field, "min", ("最小值大于最大值。", "The smallest value is above the largest."))
        : shape;

    public override Storage? Stored(Field field) => new Storage(ColumnType.Decimal, Scale);

    public override ValueKind Kind(Field field) => ValueKind.Number;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.Number;

    public override object? Read(Field field, object? stored) => stored is decimal number ? NumberText.Trim(number) : stored;

    public override object? FromJson(Field field, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => Within(field, json.TryGetDecimal(out var number) ? number : Limit),
        _ => throw new ValueError("value.not_number", ("应为数字，不要加引号。", "Must be a number, without quotes.")),
    };

    public override JsonNode? ToJson(Field field, object? value) => value is decimal number ? JsonValue.Create(number) : null;

    public override object? FromText(Field field, string text, Display display)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var unit = Own<Shape>(field).Unit is { } words ? Unit(text, words) : null;
        if (!NumberText.TryRead(text, unit, out var number, out var around) || !Accepts(field, around, display)) throw NotRead(field, text);
        return Within(field, number);
    }

    /// <summary>Whether these signs may stand around a number of this type.</summary>
    protected virtual bool Accepts(Field field, string around, Display display) => around.Length == 0;

    protected virtual ValueError NotRead(Field field, string text) =>
        new("value.not_number", ($"“{Short(text)}”不是数字，请写成 1234.5 的样子。", $"“{Short(text)}” is not a number; write it like 1234.5."));

    protected static string Short(string text) => text.Length <= 30 ? text : text[..30] + "…";

    public override string Text(Field field, object? value, Display display) => value is decimal number ? Written(field, number) : "";

    protected string Written(Field field, decimal number)
    {
        var shape = Own<Shape>(field);
        var decimals = shape.Decimals < 0 ? new string('#', Scale) : new string('0', shape.Decimals);
        return number.ToString((shape.Thousands ? "#,##0" : "0") + (decimals.Length == 0 ? "" : "." + decimals), CultureInfo.InvariantCulture);
    }

    public override object? SheetValue(Field field, object? value, Display display) => value;

    public override object? FromFormula(Field field, object value) => value is decimal number && Rounded(field, number) is var rounded && Math.Abs(rounded) < Limit ? rounded : null;

    public override IEnumerable<FieldError> Check(Field field, object value)
    {
        var shape = Own<Shape>(field);
        var number = (decimal)value;
        if (number < shape.Min) yield return new(field.Key, "field.too_small", ($"不能小于 {Written(field, shape.Min.Value)}。", $"Must be {Written(field, shape.Min.Value)} or more."));
        if (number > shape.Max) yield return new(field.Key, "field.too_large", ($"不能大于 {Written(field, shape.Max.Value)}。", $"Must be {Written(field, shape.Max.Value)} or less."));
    }

    private decimal Within(Field field, decimal number) => Math.Abs(number) < Limit && Rounded(field, number) is var rounded && Math.Abs(rounded) < Limit
        ? rounded
        : throw new ValueError("value.too_large", ($"数字太大：小数点前最多 {Digits} 位。", $"The number is too large: at most {Digits} digits before the point."));

    private decimal Rounded(Field field, decimal number)
    {
        var decimals = Own<Shape>(field).Decimals;
        return NumberText.Trim(Math.Round(number, decimals < 0 ? Scale : decimals, MidpointRounding.AwayFromZero));
    }

    /// <summary>The unit as it stands behind the number; a field in 万元 is also filled in as 500万.</summary>
    private static string? Unit(string text, Words unit)
    {
        var typed = text.TrimEnd();
        if (new[] { unit.Zh, unit.En }.FirstOrDefault(u => typed.EndsWith(u, StringComparison.OrdinalIgnoreCase)) is { } whole) return whole;
        return unit.Zh is ['万' or '亿', ..] && typed.EndsWith(unit.Zh[0]) ? unit.Zh[..1] : null;
    }
}
