using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Kind = Weir.Sql.Schema.ColumnType;

namespace Weir.Sql.Dialects;

/// <summary>SQLite: everything but text is an integer (scaled decimals, UTC milliseconds, day numbers); a schema is a prefix of the table's name.</summary>
public sealed partial class SqliteDialect : Dialect
{
    public static readonly SqliteDialect Instance = new();

    private SqliteDialect() { }

    public override string Key => "sqlite";

    public override string Quote(TableName table) => $"\"{table.Schema}.{table.Name}\"";

    /// <summary>The declared names differ so that the shape can be read back; all that hold "int" behave as integers.</summary>
    public override string ColumnType(Column column) => column.Type switch
    {
        Kind.Id => "integer",
        Kind.Integer => "bigint",
        Kind.Decimal => $"decimal_int({column.Scale})",
        Kind.Bool => "bool_int",
        Kind.Date => "date_int",
        Kind.Moment => "moment_int",
        _ => "text",
    };

    internal override string InList(string parameter) => $"(select value from json_each({parameter}))";

    internal override string NewIndex(TableName table, SqlName index) => Quote(new TableName(table.Schema, index));

    internal override string TableTail(Table table) => HasRowId(table) ? "" : " without rowid";

    internal override string IndexOrder(IndexPart part, bool nullable) => part.Descending ? " desc" : "";

    internal override string Literal(Column column, object value) => Encode(SqlValue.For(column, value)) switch
    {
        string text => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'",
        var number => ((long)number).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The value behind a constant that <see cref="Literal"/> has written.</summary>
    internal static object Decode(string literal, Kind type, int scale)
    {
        if (type == Kind.Text) return literal[1..^1].Replace("''", "'", StringComparison.Ordinal);
        var number = long.Parse(literal, CultureInfo.InvariantCulture);
        return type switch
        {
            Kind.Decimal => Storable.Unscale(number, scale),
            Kind.Bool => number != 0,
            Kind.Date => DateOnly.FromDayNumber((int)number),
            Kind.Moment => DateTime.UnixEpoch.AddMilliseconds(number),
            _ => number,
        };
    }

    internal override string? CreateSchema(SqlName schema) => null;

    internal override string? LockTable(TableName table) => null;

    internal override IEnumerable<string> RenameTable(TableName from, TableName to) => [$"alter table {Quote(from)} rename to {Quote(to)}"];

    internal override async ValueTask CheckReferences(Session session, CancellationToken cancel)
    {
        var broken = await session.Query($"pragma foreign_key_check", r => r.Text(0), cancel);
        if (broken.Count > 0) throw new InvalidOperationException($"After the rebuild {broken.Count} references of {broken[0]} point nowhere; nothing was changed.");
    }

    internal override bool AltersColumns => false;

    /// <summary>A single whole-number key is the row's own number; every other key makes the table a clustered index.</summary>
    internal static bool HasRowId(Table table) => table.PrimaryKey.Count == 1 && table[table.PrimaryKey[0]].Type is Kind.Id or Kind.Integer;

    public override string LockRows => "";

    internal override string CloseRows => "";

    internal override string HoldRows => "";

    public override string SkipLocked => "";

    public override bool ReadBool(DbDataReader reader, int i) => reader.GetInt64(i) != 0;

    public override decimal ReadDecimal(DbDataReader reader, int i, int scale) => Storable.Unscale(reader.GetInt64(i), scale);

    public override DateOnly ReadDate(DbDataReader reader, int i) => DateOnly.FromDayNumber((int)reader.GetInt64(i));

    public override DateTime ReadMoment(DbDataReader reader, int i) => DateTime.UnixEpoch.AddMilliseconds(reader.GetInt64(i));

    /// <summary>long, string or DBNull, as the database stores it.</summary>
    internal static object Encode(object parameter) => parameter is SqlList list
        ? JsonSerializer.Serialize(list.Values.Select(v => Encode(v)))
        : Encode((SqlValue)parameter);

    internal static object Encode(SqlValue value) => value.Value is not { } present ? DBNull.Value : value.Type switch
    {
        Kind.Id or Kind.Integer => Storable.Whole(present),
        Kind.Decimal => Storable.Scaled(present, value.Scale),
        Kind.Bool => Storable.Bool(present) ? 1L : 0L,
        Kind.Date => (long)Storable.Date(present).DayNumber,
        Kind.Moment => (Storable.Moment(present).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond,
        _ => Storable.Text(present),
    };

    public override DatabaseFailure Explain(DbException failure)
    {
        if (failure is not SqliteException error) return new(FailureKind.Unknown);
        return error.SqliteExtendedErrorCode switch
        {
            2067 or 1555 => new(FailureKind.UniqueViolation, error.Data[Blamed] as string),
            1299 => new(FailureKind.NotNullViolation, LastName(error.Message)),
            _ => new(error.SqliteErrorCode switch
            {
                5 or 6 or 9 => FailureKind.Busy,
                13 => FailureKind.Full,
                8 or 10 or 14 => FailureKind.Unavailable,
                18 => FailureKind.OutOfRange,
                1 when error.Message.Contains("integer overflow", StringComparison.Ordinal) => FailureKind.OutOfRange,
                _ => FailureKind.Unknown,
            }),
        };
    }

    /// <summary>Where the session leaves the name of the index that refused a row: the database itself names only the columns.</summary>
    internal const string Blamed = "weir.index";

    /// <summary>The columns in "UNIQUE constraint failed: t.a, t.b" or "NOT NULL constraint failed: t.a".</summary>
    internal static IReadOnlyList<string> BlamedColumns(string message)
    {
        const string mark = "constraint failed: ";
        var start = message.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0) return [];
        var list = message[(start + mark.Length)..].TrimEnd('.', '\'');
        return [.. list.Split(", ").Select(c => c[(c.LastIndexOf('.') + 1)..])];
    }

    private static string? LastName(string message) => BlamedColumns(message).LastOrDefault();
}
