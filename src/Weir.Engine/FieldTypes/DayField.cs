using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Problems;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>The values of a day field: reading, writing, limits that may move with today; its markup is the date type.</summary>
public abstract class DayField : FieldType
{
    private sealed record Limits(DayLimit? Min, DayLimit? Max);

    public override int Width => 110;

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("min", "最早（2026-01-01 或 today-7）", "Earliest (2026-01-01 or today-7)"),
        Setting.Text("max", "最晚（2026-01-01 或 today+7）", "Latest (2026-01-01 or today+7)"),
    ];

    public override object? Prepare(Field field) => new Limits(DayLimit.Read(field, "min"), DayLimit.Read(field, "max"));

    public override Storage? Stored(Field field) => new Storage(ColumnType.Date);

    public override ValueKind Kind(Field field) => ValueKind.Date;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.Date;

    public override object? FromJson(Field field, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw new ValueError("value.not_date", ("应为日期，如 \"2026-11-02\"。", "Must be a date such as \"2026-11-02\".")),
    };

    public override JsonNode? ToJson(Field field, object? value) => value is DateOnly day ? JsonValue.Create(Iso(day)) : null;

    public override object? FromText(Field field, string text, Display display)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return DateText.TryRead(text, display.Today, out var day) ? day : throw new ValueError("value.not_date", (
            "看不出是哪一天，请写成 2026-11-02 的样子。", "It is not clear which day this is; write it like 2026-11-02."));
    }

    public override string Text(Field field, object? value, Display display) => value is DateOnly day ? Iso(day) : "";

    public override object? SheetValue(Field field, object? value, Display display) => value;

    public override object? FromFormula(Field field, object value) => value is DateTime moment ? DateOnly.FromDateTime(moment) : value as DateOnly?;

    public override IEnumerable<FieldError> Check(Field field, object value) => Outside(field, (DateOnly)value, null);

    public override IEnumerable<FieldError> Check(Field field, object value, DateOnly today) => Outside(field, (DateOnly)value, today);

    protected static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    protected static string? Limit(Field field, bool latest, DateOnly today) => (latest ? Own<Limits>(field).Max : Own<Limits>(field).Min)?.On(today) is { } day ? Iso(day) : null;

    /// <summary>Without today only fixed limits are looked at.</summary>
    private static IEnumerable<FieldError> Outside(Field field, DateOnly day, DateOnly? today)
    {
        var limits = Own<Limits>(field);
        if (limits.Min?.On(today) is { } min && day < min) yield return new(field.Key, "field.too_early", ($"不能早于 {Iso(min)}。", $"Must be {Iso(min)} or later."));
        if (limits.Max?.On(today) is { } max && day > max) yield return new(field.Key, "field.too_late", ($"不能晚于 {Iso(max)}。", $"Must be {Iso(max)} or earlier."));
    }
}
