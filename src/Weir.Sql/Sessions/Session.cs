using Weir.Sql.Dialects;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>An open unit of work on one connection: a read, or a transaction that commits when the unit returns and rolls back when it throws.</summary>
/// <remarks>A unit awaits nothing but its session: on SQLite it runs on the one writer thread.</remarks>
public abstract class Session
{
    public abstract Dialect Dialect { get; }

    /// <summary>The unit only reads: it locks nothing and may not write.</summary>
    public bool ReadOnly { get; internal init; }

    /// <summary>The tables that statements of this unit name and may have written to.</summary>
    internal HashSet<TableName> Touched { get; } = [];

    /// <summary>How many statements of this unit may have written so far: what was read under a lock is still so while this stands still.</summary>
    public int Writings { get; private set; }

    /// <summary>What was asked before; its moment is from before this unit began.</summary>
    internal (Recollection Of, long Moment)? Recollection { get; init; }

    /// <summary>Reads all rows of a query, or takes them from the last time when nobody has written to its tables since. For figures that many look at.</summary>
    /// <param name="read">Depends on the row and on <paramref name="beside"/> alone; what it makes is never changed.</param>
    /// <param name="beside">What else the answer depends on, beside the statement.</param>
    public async ValueTask<IReadOnlyList<T>> Recall<T>(SqlText sql, Func<Row, T> read, string? beside = null, CancellationToken cancel = default)
    {
        if (Recollection is not { } before) return await Query(sql, read, cancel);
        var statement = Statement.Of(sql, Dialect);
        var question = Sessions.Recollection.Question<T>(statement, beside);
        if (before.Of.Find<T>(question) is { } known) return known;
        var rows = await Query(sql, read, cancel);
        before.Of.Keep(question, rows, statement, before.Moment);
        return rows;
    }

    /// <summary>Notes which tables a unit that writes may change; a plain select changes none.</summary>
    private protected void Touch(Statement statement)
    {
        if (ReadOnly || statement.Text.StartsWith("select", StringComparison.Ordinal)) return;
        Writings++;
        foreach (var table in statement.Tables) Touched.Add(table);
    }

    private protected void Touch(TableName table)
    {
        Writings++;
        Touched.Add(table);
    }

    /// <summary>Reads all rows of a query.</summary>
    public abstract ValueTask<List<T>> Query<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default);

    /// <summary>Runs a statement; returns the number of rows it touched.</summary>
    public abstract ValueTask<int> Execute(SqlText sql, CancellationToken cancel = default);

    /// <summary>Runs statements in order, on a server in one journey.</summary>
    public abstract ValueTask ExecuteAll(IReadOnlyList<SqlText> statements, CancellationToken cancel = default);

    /// <summary>Runs one statement that stands at once, whatever becomes of this unit, so that what it holds is free again at once. A writer on SQLite is
    /// alone, so there it belongs to the unit.</summary>
    public abstract ValueTask<List<T>> Aside<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default);

    /// <summary>Loads many rows as fast as the database can (COPY, or one prepared insert). Values are in column order.</summary>
    public abstract ValueTask<long> Load(TableName table, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancel = default);

    /// <summary>Applies schema changes inside this transaction, in order. Only in a unit opened by <see cref="Database.Change{T}"/>.</summary>
    /// <exception cref="InvalidOperationException">A change is destructive and <paramref name="allowed"/> does not say so.</exception>
    public abstract ValueTask Apply(IReadOnlyList<SchemaChange> changes, Danger allowed = Danger.Rewrite, CancellationToken cancel = default);

    /// <summary>The present shape of a table as the database knows it, or null.</summary>
    public abstract ValueTask<Table?> ReadTable(TableName table, CancellationToken cancel = default);

    /// <summary>Goes beside all others that share the key, until the transaction ends, but not beside who excludes it; then asks. Writers on SQLite are alone anyway.</summary>
    public abstract ValueTask<T?> Share<T>(long key, SqlText then, Func<Row, T> read, CancellationToken cancel = default);

    /// <summary>Waits until nobody shares the key and keeps everybody out until the transaction ends.</summary>
    public abstract ValueTask Exclude(long key, CancellationToken cancel = default);

    /// <summary>As <see cref="Exclude(long, CancellationToken)"/> for many keys, one after the other in the order given and in one journey; whoever sorts them alike never waits in a circle.</summary>
    public abstract ValueTask Exclude(IReadOnlyList<long> keys, CancellationToken cancel = default);

    /// <summary>Tells other processes, after the commit, that something on this channel changed. For metadata versions only: it serialises commits.</summary>
    public abstract ValueTask Notify(string channel, string payload, CancellationToken cancel = default);

    /// <summary>Registers work that runs once the transaction is durable; never after a rollback.</summary>
    public abstract void AfterCommit(Action work);

    public async ValueTask<T?> First<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default)
    {
        var rows = await Query(sql, read, cancel);
        return rows.Count > 0 ? rows[0] : default;
    }

    public async ValueTask<long> Count(SqlText sql, CancellationToken cancel = default) => await First(sql, r => r.Long(0), cancel);
}
