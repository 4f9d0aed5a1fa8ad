using System.Globalization;
using Weir.Engine.Exchange.Sheets.Xlsx;

namespace Weir.Engine.Exchange.Sheets;

/// <summary>The value of one cell with its type, and the text a reader of the sheet sees; knows nothing of fields.</summary>
public readonly struct SheetCell : IEquatable<SheetCell>
{
    private readonly decimal value;
    private readonly object? shown;

    private SheetCell(SheetCellKind kind, decimal value, object? shown)
    {
        Kind = kind;
        this.value = value;
        this.shown = shown;
    }

    public static SheetCell Empty => default;

    public SheetCellKind Kind { get; }

    public bool IsEmpty => Kind == SheetCellKind.Empty;

    /// <summary>The number, null for every other kind. A cell shown as 12.5% holds 0.125.</summary>
    public decimal? Number => Kind == SheetCellKind.Number ? value : null;

    /// <summary>The day or moment as written in the sheet, without a zone; null for every other kind.</summary>
    public DateTime? Moment => Kind is SheetCellKind.Date or SheetCellKind.Moment ? new DateTime((long)value) : null;

    public bool? Bool => Kind == SheetCellKind.Bool ? value != 0 : null;

    /// <summary>
    /// The text as shown. Numbers follow their number format, days and moments are always ISO 8601 (<c>2026-03-01</c>,
    /// <c>2026-03-01 09:30</c>), booleans are TRUE or FALSE, an empty cell is the empty text.
    /// </summary>
    public string Text => Kind switch
    {
        SheetCellKind.Number => shown is NumberFormat format ? format.Show(value) : NumberFormat.Plain(value),
        SheetCellKind.Date => new DateTime((long)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SheetCellKind.Moment => ShowMoment(new DateTime((long)value)),
        SheetCellKind.Bool => value != 0 ? "TRUE" : "FALSE",
        SheetCellKind.Empty => "",
        _ => (string)shown!,
    };

    public static SheetCell OfText(string text) => text.Length == 0 ? default : new(SheetCellKind.Text, 0, text);

    public static SheetCell OfNumber(decimal number) => new(SheetCellKind.Number, number, null);

    internal static SheetCell OfNumber(decimal number, NumberFormat? format) => new(SheetCellKind.Number, number, format);

    public static SheetCell OfDate(DateTime day) => new(SheetCellKind.Date, day.Ticks, null);

    public static SheetCell OfMoment(DateTime moment) => new(SheetCellKind.Moment, moment.Ticks, null);

    public static SheetCell OfBool(bool value) => new(SheetCellKind.Bool, value ? 1 : 0, null);

    public static SheetCell OfError(string word) => new(SheetCellKind.Error, 0, word);

    public bool Equals(SheetCell other) => Kind == other.Kind && value == other.value && Text == other.Text;

    public override bool Equals(object? obj) => obj is SheetCell other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, value, Text);

    public override string ToString() => Kind + " " + Text;

    private static string ShowMoment(DateTime moment)
    {
        var day = moment.Date == DateTime.MinValue ? "" : "yyyy-MM-dd ";
        var time = moment.TimeOfDay.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss.FFF";
        return moment.ToString(day + time, CultureInfo.InvariantCulture);
    }
}
