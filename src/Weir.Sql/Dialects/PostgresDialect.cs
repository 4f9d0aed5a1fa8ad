using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Kind = Weir.Sql.Schema.ColumnType;

namespace Weir.Sql.Dialects;

/// <summary>PostgreSQL, also behind Citus: real types, a schema per app, text ordered by code point whatever the database's collation is.</summary>
public sealed partial class PostgresDialect : Dialect
{
    public static readonly PostgresDialect Instance = new();

    private PostgresDialect() { }

    public override string Key => "postgres";

    public override string Quote(TableName table) => $"\"{table.Schema}\".\"{table.Name}\"";

    public override string ColumnType(Column column) => column.Type switch
    {
        Kind.Id or Kind.Integer => "bigint",
        Kind.Decimal => $"numeric(20,{column.Scale})",
        Kind.Bool => "boolean",
        Kind.Date => "date",
        Kind.Moment => "timestamptz",
        _ => "text collate \"C\"",
    };

    internal override string InList(string parameter) => $"(select unnest({parameter}))";

    internal override string NewIndex(TableName table, SqlName index) => Quote(index);

    // Room on the page lets an update of unindexed columns stay there and touch no index.
    internal override string TableTail(Table table) => " with (fillfactor=90)";

    internal override string IndexOrder(IndexPart part, bool nullable) =>
        (part.Descending, nullable) switch { (true, true) => " desc nulls last", (true, false) => " desc", (false, true) => " nulls first", _ => "" };

    internal override string Literal(Column column, object value) => Encode(SqlValue.For(column, value)) switch
    {
        bool b => b ? "true" : "false",
        DateOnly d => $"'{d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'::date",
        DateTime m => $"'{m.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}+00'::timestamptz",
        string text => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'",
        var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };

    internal override string? CreateSchema(SqlName schema) => $"create schema if not exists {Quote(schema)}";

    internal override string? LockTable(TableName table) => $"lock table {Quote(table)} in access exclusive mode";

    internal override IEnumerable<string> RenameTable(TableName from, TableName to) =>
    [
        $"alter table {Quote(from)} rename to {Quote(to.Name)}",
        $"alter table {Quote(to)} rename constraint {Quote((SqlName)(from.Name + "_pkey"))} to \"{Cut(to.Name + "_pkey")}\"",
    ];

    // References are constraints here: they hold at every moment.
    internal override ValueTask CheckReferences(Session session, CancellationToken cancel) => default;

    private static string Cut(string name) => name.Length <= 63 ? name : name[..63];

    internal override bool AltersColumns => true;

    public override string LockRows => " for no key update";

    internal override string CloseRows => " for update";

    internal override string HoldRows => " for key share";

    public override string SkipLocked => " for update skip locked";

    public override bool ReadBool(DbDataReader reader, int i) => reader.GetBoolean(i);

    public override decimal ReadDecimal(DbDataReader reader, int i, int scale) => reader.GetDecimal(i);

    public override DateOnly ReadDate(DbDataReader reader, int i) => reader.GetFieldValue<DateOnly>(i);

    public override DateTime ReadMoment(DbDataReader reader, int i) => reader.GetDateTime(i);

    internal static NpgsqlParameter Bind(object parameter) => parameter switch
    {
        SqlList list => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | DbType(list.Type), Value = Array(list) },
        SqlValue value => new NpgsqlParameter { NpgsqlDbType = DbType(value.Type), Value = Encode(value) ?? DBNull.Value },
        _ => throw new ArgumentException($"A {parameter.GetType().Name} is not a parameter.", nameof(parameter)),
    };

    internal static NpgsqlDbType DbType(Kind type) => type switch
    {
        Kind.Id or Kind.Integer => NpgsqlDbType.Bigint,
        Kind.Decimal => NpgsqlDbType.Numeric,
        Kind.Bool => NpgsqlDbType.Boolean,
        Kind.Date => NpgsqlDbType.Date,
        Kind.Moment => NpgsqlDbType.TimestampTz,
        _ => NpgsqlDbType.Text,
    };

    internal static object? Encode(SqlValue value) => value.Value is not { } present ? null : value.Type switch
    {
        Kind.Id or Kind.Integer => Storable.Whole(present),
        Kind.Decimal => Storable.Unscale(Storable.Scaled(present, value.Scale), value.Scale),
        Kind.Bool => Storable.Bool(present),
        Kind.Date => Storable.Date(present),
        Kind.Moment => Storable.Moment(present),
        _ => Storable.Text(present),
    };

    /// <summary>The next value of a row that is loaded, as <see cref="Encode"/> would make it; by its own type, because there are very many.</summary>
    internal static void Write(NpgsqlBinaryImporter copy, Column column, object value)
    {
        switch (column.Type)
        {
            case Kind.Id or Kind.Integer: copy.Write(Storable.Whole(value), NpgsqlDbType.Bigint); break;
            case Kind.Decimal: copy.Write(Storable.Unscale(Storable.Scaled(value, column.Scale), column.Scale), NpgsqlDbType.Numeric); break;
            case Kind.Bool: copy.Write(Storable.Bool(value), NpgsqlDbType.Boolean); break;
            case Kind.Date: copy.Write(Storable.Date(value), NpgsqlDbType.Date); break;
            case Kind.Moment: copy.Write(Storable.Moment(value), NpgsqlDbType.TimestampTz); break;
            default: copy.Write(Storable.Text(value), NpgsqlDbType.Text); break;
        }
    }

    private static object Array(SqlList list) => list.Type switch
    {
        Kind.Id or Kind.Integer => list.Values.Select(v => (long)Encode(v)!).ToArray(),
        Kind.Decimal => list.Values.Select(v => (decimal)Encode(v)!).ToArray(),
        Kind.Bool => list.Values.Select(v => (bool)Encode(v)!).ToArray(),
        Kind.Date => list.Values.Select(v => (DateOnly)Encode(v)!).ToArray(),
        Kind.Moment => list.Values.Select(v => (DateTime)Encode(v)!).ToArray(),
        _ => list.Values.Select(v => (string)Encode(v)!).ToArray(),
    };

    public override DatabaseFailure Explain(DbException failure)
    {
        if (failure is not PostgresException error)
            return new(failure is NpgsqlException ? FailureKind.Unavailable : FailureKind.Unknown);
        return error.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => new(FailureKind.UniqueViolation, error.ConstraintName),
            PostgresErrorCodes.NotNullViolation => new(FailureKind.NotNullViolation, error.ColumnName),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
                or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled => new(FailureKind.Busy),
            PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DatetimeFieldOverflow
                or PostgresErrorCodes.ProgramLimitExceeded => new(FailureKind.OutOfRange),
            PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => new(FailureKind.Full),
            PostgresErrorCodes.FeatureNotSupported when error.MessageText.Contains("cached plan", StringComparison.Ordinal) => new(FailureKind.StalePlan),
            { } state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) => new(FailureKind.Unavailable),
            _ => new(FailureKind.Unknown),
        };
    }
}
