using System.Data.Common;
using Weir.Sql.Query;
using Weir.Sql.Schema;

namespace Weir.Sql.Dialects;

/// <summary>What differs between the databases, and nothing else; what both share is written once, outside.</summary>
public abstract class Dialect
{
    /// <summary>Stable key: <c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Key { get; }

    /// <summary>The quoted name of a table with its schema.</summary>
    public abstract string Quote(TableName table);

    public string Quote(SqlName name) => "\"" + name.Value + "\"";

    public abstract string ColumnType(Column column);

    public abstract bool ReadBool(DbDataReader reader, int i);

    public abstract decimal ReadDecimal(DbDataReader reader, int i, int scale);

    public abstract DateOnly ReadDate(DbDataReader reader, int i);

    public abstract DateTime ReadMoment(DbDataReader reader, int i);

    /// <summary>What a failure of the database means; the only reader of SQLSTATE and SQLite codes.</summary>
    public abstract DatabaseFailure Explain(DbException failure);
}

public enum FailureKind { Unknown, Busy, UniqueViolation, NotNullViolation, Unavailable, OutOfRange, Full, StalePlan }

/// <summary>A failure in words the program can act on; <paramref name="Constraint"/> names the index when the database tells.</summary>
public sealed record DatabaseFailure(FailureKind Kind, string? Constraint = null);
