using System.Data.Common;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>The row under a reader, read by position into CLR values; valid only inside the callback that receives it.</summary>
public readonly struct Row(DbDataReader reader, Dialect dialect)
{
    public bool IsNull(int i) => reader.IsDBNull(i);

    public long Long(int i) => reader.GetInt64(i);

    public long? LongOrNull(int i) => reader.IsDBNull(i) ? null : reader.GetInt64(i);

    public int Int(int i) => (int)reader.GetInt64(i);

    public string Text(int i) => reader.GetString(i);

    public string? TextOrNull(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);

    public bool Bool(int i) => dialect.ReadBool(reader, i);

    public decimal Decimal(int i, int scale) => dialect.ReadDecimal(reader, i, scale);

    public DateOnly Date(int i) => dialect.ReadDate(reader, i);

    public DateTime Moment(int i) => dialect.ReadMoment(reader, i);

    public DateTime? MomentOrNull(int i) => reader.IsDBNull(i) ? null : dialect.ReadMoment(reader, i);

    /// <summary>The value of a column of any type, or null.</summary>
    public object? Value(int i, ColumnType type, int scale) => reader.IsDBNull(i) ? null : type switch
    {
        ColumnType.Id or ColumnType.Integer => reader.GetInt64(i),
        ColumnType.Decimal => dialect.ReadDecimal(reader, i, scale),
        ColumnType.Text => reader.GetString(i),
        ColumnType.Bool => dialect.ReadBool(reader, i),
        ColumnType.Date => dialect.ReadDate(reader, i),
        _ => dialect.ReadMoment(reader, i),
    };
}
