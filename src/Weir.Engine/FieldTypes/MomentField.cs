using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.FieldTypes.Reading;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Schema;

namespace Weir.Engine.FieldTypes;

/// <summary>The values of a date-and-time field: UTC inside; its markup is the datetime type.</summary>
public abstract class MomentField : FieldType
{
    public override int Width => 130;

    public override Storage? Stored(Field field) => new Storage(ColumnType.Moment);

    public override ValueKind Kind(Field field) => ValueKind.Moment;

    public override FormulaType FormulaType(Field field) => Formulas.FormulaType.Moment;

    public override object? Store(Field field, object? value) => value is DateTime moment ? Cut(field, moment) : null;

    public override object? FromJson(Field field, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when Offset(json.GetString()!) && DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) => Cut(field, moment.UtcDateTime),
        _ => throw new ValueError("value.not_moment", ("应为带时区的时间，如 \"2026-11-02T06:30:00Z\"。", "Must be a time with its offset, such as \"2026-11-02T06:30:00Z\".")),
    };

    public override JsonNode? ToJson(Field field, object? value) => value is DateTime moment ? JsonValue.Create(Iso(moment)) : null;

    public override object? FromText(Field field, string text, Display display)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return DateText.TryReadMoment(text, display.Today, display.Zone, out var moment) ? moment : throw new ValueError("value.not_moment", (
            "看不出是什么时间，请写成 2026-11-02 14:30 的样子。", "It is not clear which time this is; write it like 2026-11-02 14:30."));
    }

    public override string Text(Field field, object? value, Display display) =>
        value is DateTime moment ? Local(moment, display).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    public override object? SheetValue(Field field, object? value, Display display) => value is DateTime moment ? Local(moment, display) : null;

    public override object? FromFormula(Field field, object value) => value switch
    {
        DateTime moment => Cut(field, moment),
        DateOnly day => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        _ => null,
    };

    protected static string Iso(DateTime moment) =>
        moment.ToString(moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static DateTime Local(DateTime moment, Display display) => TimeZoneInfo.ConvertTimeFromUtc(moment, display.Zone);

    private static bool Offset(string text) => text.Length > 11 && text[10] is 'T' or ' ' && (text[^1] is 'Z' || text.LastIndexOfAny(['+', '-']) > 11);

    /// <summary>What people type has minutes, so that showing and posting it again changes nothing; what only the engine writes keeps milliseconds.</summary>
    private static DateTime Cut(Field field, DateTime moment)
    {
        var step = field.System || field.Definition.ReadOnly ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerMinute;
        return new DateTime(moment.Ticks - moment.Ticks % step, DateTimeKind.Utc);
    }
}
