using Npgsql;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>A unit of work on a PostgreSQL connection.</summary>
internal sealed partial class PostgresSession(NpgsqlConnection connection, FaultPoints faults, UnitKind kind, NpgsqlDataSource? aside = null) : Session
{
    private const int ChangeTimeoutSeconds = 1800;

    private bool closed;

    public List<Action> Committed { get; } = [];

    public override Dialect Dialect => PostgresDialect.Instance;

    public override async ValueTask<List<T>> Query<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default)
    {
        Enter("query", UnitKind.Read);
        await using var command = Command(Statement.Of(sql, Dialect));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(read(new Row(reader, Dialect)));
        return rows;
    }

    public override async ValueTask<int> Execute(SqlText sql, CancellationToken cancel = default)
    {
        Enter("execute", UnitKind.Write);
        await using var command = Command(Statement.Of(sql, Dialect));
        return Math.Max(await command.ExecuteNonQueryAsync(cancel), 0);
    }

    public override async ValueTask<long> Load(
        TableName table, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancel = default)
    {
        Enter("load", UnitKind.Write);
        Touch(table);
        var names = string.Join(", ", columns.Select(c => Dialect.Quote(c.Name)));
        await using var copy = await connection.BeginBinaryImportAsync($"copy {Dialect.Quote(table)} ({names}) from stdin (format binary)", cancel);
        foreach (var row in rows)
        {
            if (row.Count != columns.Count) throw new ArgumentException($"A row has {row.Count} values for {columns.Count} columns.", nameof(rows));
            cancel.ThrowIfCancellationRequested();
            // Into the driver's buffer: a task for each of very many values would cost more than now and then waiting for the socket.
            copy.StartRow();
            for (var i = 0; i < columns.Count; i++)
            {
                if (row[i] is { } value) PostgresDialect.Write(copy, columns[i], value);
                else copy.WriteNull();
            }
        }
        return (long)await copy.CompleteAsync(cancel);
    }

    public override async ValueTask ExecuteAll(IReadOnlyList<SqlText> statements, CancellationToken cancel = default)
    {
        if (statements.Count == 0) return;
        await using var batch = Batch(statements, "execute", UnitKind.Write);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public override async ValueTask<List<T>> Aside<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default)
    {
        Enter("query", UnitKind.Write);
        await using var other = await aside!.OpenConnectionAsync(cancel);
        return await new PostgresSession(other, new FaultPoints(), UnitKind.Write).Query(sql, read, cancel);
    }

    public override async ValueTask<T?> Share<T>(long key, SqlText then, Func<Row, T> read, CancellationToken cancel = default) where T : default
    {
        // Two statements, because the second must see what was committed while the first waited.
        await using var batch = Batch([$"select pg_advisory_xact_lock_shared({key})", then], "query", UnitKind.Write);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        return await reader.ReadAsync(cancel) ? read(new Row(reader, Dialect)) : default;
    }

    public override async ValueTask Exclude(long key, CancellationToken cancel = default) => await Execute($"select pg_advisory_xact_lock({key})", cancel);

    public override async ValueTask Exclude(IReadOnlyList<long> keys, CancellationToken cancel = default)
    {
        if (keys.Count == 0) return;
        var list = new SqlList([.. keys.Select(k => SqlValue.Id(k))], Schema.ColumnType.Id, 0);
        await Execute($"select count(pg_advisory_xact_lock(k)) from unnest({SqlText.Packed(list, bare: true)}) k", cancel);
    }

    public override async ValueTask Notify(string channel, string payload, CancellationToken cancel = default) =>
        await Execute($"select pg_notify({channel}, {payload})", cancel);

    public override void AfterCommit(Action work)
    {
        Enter(null, UnitKind.Write);
        Committed.Add(work);
    }

    public void Close() => closed = true;

    /// <summary>A change of the schema waits only a moment for a lock (others would queue up behind it), but may then work for long.</summary>
    public async ValueTask WaitShortly(TimeSpan wait, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"set local lock_timeout='{(int)wait.TotalMilliseconds}ms'; set local statement_timeout='{ChangeTimeoutSeconds}s'", connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlBatch Batch(IReadOnlyList<SqlText> statements, string point, UnitKind needed)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var sql in statements)
        {
            Enter(point, needed);
            var statement = Statement.Of(sql, Dialect);
            Touch(statement);
            var command = new NpgsqlBatchCommand(statement.Text);
            foreach (var parameter in statement.Parameters) command.Parameters.Add(PostgresDialect.Bind(parameter));
            batch.BatchCommands.Add(command);
        }
        if (kind == UnitKind.Change) batch.Timeout = ChangeTimeoutSeconds;
        return batch;
    }

    private NpgsqlCommand Command(Statement statement)
    {
        Touch(statement);
        var command = new NpgsqlCommand(statement.Text, connection);
        foreach (var parameter in statement.Parameters) command.Parameters.Add(PostgresDialect.Bind(parameter));
        if (kind == UnitKind.Change) command.CommandTimeout = ChangeTimeoutSeconds;
        return command;
    }

    private void Enter(string? point, UnitKind needed)
    {
        if (closed) throw new InvalidOperationException("The unit of work has ended; this call came from something it did not await.");
        if (kind < needed)
            throw new InvalidOperationException(kind == UnitKind.Read ? "A read cannot change data." : "The schema changes only in a unit opened by Change.");
        if (point is not null) faults.Reach(point);
    }
}
