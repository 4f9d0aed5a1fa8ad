using System.Data.Common;
using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Dialects;

/// <summary>What differs between the databases, and nothing else; what both share is written once, outside.</summary>
public abstract partial class Dialect
{
    /// <summary>Stable key: <c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Key { get; }

    /// <summary>The quoted name of a table with its schema.</summary>
    public abstract string Quote(TableName table);

    public string Quote(SqlName name) => "\"" + name.Value + "\"";

    public abstract string ColumnType(Column column);

    /// <summary>The values of one list parameter, in parentheses, as they stand behind <c>in</c>.</summary>
    internal abstract string InList(string parameter);

    /// <summary>The name under which an index is created; elsewhere it is written like a table.</summary>
    internal abstract string NewIndex(TableName table, SqlName index);

    /// <summary>What stands behind the columns of a new table.</summary>
    internal abstract string TableTail(Table table);

    /// <summary>The order of an index column; nulls stand so that "descending, nulls last" can walk it.</summary>
    internal abstract string IndexOrder(IndexPart part, bool nullable);

    /// <summary>A constant in DDL, where parameters are not allowed.</summary>
    internal abstract string Literal(Column column, object value);

    /// <summary>The statement that makes a schema, or null where there are none.</summary>
    internal abstract string? CreateSchema(SqlName schema);

    /// <summary>The statement that keeps others out of a table until the commit, or null where only one writes anyway.</summary>
    internal abstract string? LockTable(TableName table);

    internal abstract IEnumerable<string> RenameTable(TableName from, TableName to);

    /// <summary>Makes sure after a rebuild that no reference points nowhere.</summary>
    internal abstract ValueTask CheckReferences(Session session, CancellationToken cancel);

    /// <summary>True when the null rule and the default of a column can be changed in place.</summary>
    internal abstract bool AltersColumns { get; }

    /// <summary>Ends a select that takes only rows which nobody else has taken.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Ends a select whose rows stay locked until the transaction ends; empty where writers are alone anyway.</summary>
    public abstract string LockRows { get; }

    /// <summary>The same for rows that will be gone: also waits for those who <see cref="HoldRows">hold</see> them.</summary>
    internal abstract string CloseRows { get; }

    /// <summary>Ends a select whose rows may change but not go until the transaction ends; empty where writers are alone anyway.</summary>
    internal abstract string HoldRows { get; }

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
