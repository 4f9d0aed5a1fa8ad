using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>A unit of work on a SQLite connection. Every call completes before it returns.</summary>
internal sealed partial class SqliteSession(SqliteLink link, FaultPoints faults, Notices notices, UnitKind kind) : Session
{
    private bool closed;

    public List<Action> Committed { get; } = [];

    public override Dialect Dialect => SqliteDialect.Instance;

    public override ValueTask<List<T>> Query<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default)
    {
        Enter("query", UnitKind.Read, cancel);
        var rows = new List<T>();
        var statement = Statement.Of(sql, Dialect);
        Touch(statement);
        var command = link.Take(statement);
        try
        {
            using var stop = kind == UnitKind.Read && cancel.CanBeCanceled
                ? cancel.Register(() => raw.sqlite3_interrupt(link.Connection.Handle))
                : default;
            link.Reading = true;
            using var reader = command.ExecuteReader();
            while (reader.Read()) rows.Add(read(new Row(reader, Dialect)));
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was given up.", error, cancel);
        }
        catch (SqliteException error)
        {
            Blame(error);
            throw;
        }
        finally
        {
            link.Reading = false;
        }
        return new(rows);
    }

    public override ValueTask<int> Execute(SqlText sql, CancellationToken cancel = default)
    {
        Enter("execute", UnitKind.Write, cancel);
        return new(Run(Statement.Of(sql, Dialect)));
    }

    public override ValueTask<long> Load(
        TableName table, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancel = default)
    {
        Enter("load", UnitKind.Write, cancel);
        Touch(table);
        var names = string.Join(", ", columns.Select(c => Dialect.Quote(c.Name)));
        var marks = string.Join(", ", Enumerable.Range(1, columns.Count).Select(i => "$" + i));
        var text = $"insert into {Dialect.Quote(table)} ({names}) values ({marks})";
        var count = 0L;
        try
        {
            using var insert = link.Insert(text);
            foreach (var row in rows)
            {
                if (row.Count != columns.Count) throw new ArgumentException($"A row has {row.Count} values for {columns.Count} columns.", nameof(rows));
                for (var i = 0; i < row.Count; i++) insert.Bind(i + 1, SqlValue.For(columns[i], row[i]));
                insert.Run();
                count++;
            }
        }
        catch (SqliteException error)
        {
            Blame(error);
            throw;
        }
        return new(count);
    }

    public override ValueTask ExecuteAll(IReadOnlyList<SqlText> statements, CancellationToken cancel = default)
    {
        foreach (var sql in statements)
        {
            Enter("execute", UnitKind.Write, cancel);
            Run(Statement.Of(sql, Dialect));
        }
        return default;
    }

    public override ValueTask<List<T>> Aside<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default) => Query(sql, read, cancel);

    public override ValueTask<T?> Share<T>(long key, SqlText then, Func<Row, T> read, CancellationToken cancel = default) where T : default => First(then, read, cancel);

    public override ValueTask Exclude(long key, CancellationToken cancel = default) => default;

    public override ValueTask Exclude(IReadOnlyList<long> keys, CancellationToken cancel = default) => default;

    public override ValueTask Notify(string channel, string payload, CancellationToken cancel = default)
    {
        Enter("execute", UnitKind.Write, cancel);
        Committed.Add(() => notices.Tell(channel, payload));
        return default;
    }

    public override void AfterCommit(Action work)
    {
        Enter(null, UnitKind.Write, default);
        Committed.Add(work);
    }

    /// <summary>Ends the unit: a call that comes later (from work that was not awaited) is refused.</summary>
    public void Close() => closed = true;

    private int Run(Statement statement)
    {
        Touch(statement);
        try
        {
            return Math.Max(link.Take(statement).ExecuteNonQuery(), 0);
        }
        catch (SqliteException error)
        {
            Blame(error);
            throw;
        }
    }

    private void Enter(string? point, UnitKind needed, CancellationToken cancel)
    {
        if (closed) throw new InvalidOperationException("The unit of work has ended; this call came from something it did not await.");
        if (kind < needed)
            throw new InvalidOperationException(kind == UnitKind.Read ? "A read cannot change data." : "The schema changes only in a unit opened by Change.");
        cancel.ThrowIfCancellationRequested();
        if (point is not null) faults.Reach(point);
    }
}
