using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>A parameter: a CLR value with the column type that decides how it is bound. Null is allowed for every type.</summary>
public readonly record struct SqlValue(object? Value, ColumnType Type, int Scale = 0)
{
    /// <summary>The time at which the question is put: it is another one each time, and the question still the same.</summary>
    public bool IsNow { get; private init; }

    public static SqlValue Now(DateTime at) => new(at, ColumnType.Moment) { IsNow = true };
    public static SqlValue Id(long? value) => new(value, ColumnType.Id);
    public static SqlValue Integer(long? value) => new(value, ColumnType.Integer);
    public static SqlValue Text(string? value) => new(value, ColumnType.Text);
    public static SqlValue Bool(bool? value) => new(value, ColumnType.Bool);
    public static SqlValue Date(DateOnly? value) => new(value, ColumnType.Date);
    public static SqlValue Moment(DateTime? value) => new(value, ColumnType.Moment);
    public static SqlValue Decimal(decimal? value, int scale) => new(value, ColumnType.Decimal, scale);
    public static SqlValue For(Column column, object? value) => new(value, column.Type, column.Scale);
}
