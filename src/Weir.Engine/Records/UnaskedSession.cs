using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>Stands where a session should: whoever asks it anything learns that the database is needed. So what was found out with it depends on nothing stored.</summary>
internal sealed class UnaskedSession(Dialect dialect) : Session
{
    public override Dialect Dialect => dialect;

    public override ValueTask<List<T>> Query<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask<int> Execute(SqlText sql, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask ExecuteAll(IReadOnlyList<SqlText> statements, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask<List<T>> Aside<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask<long> Load(TableName table, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask Apply(IReadOnlyList<SchemaChange> changes, Danger allowed = Danger.Rewrite, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask<Table?> ReadTable(TableName table, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask<T?> Share<T>(long key, SqlText then, Func<Row, T> read, CancellationToken cancel = default) where T : default => throw new DatabaseNeeded();

    public override ValueTask Exclude(long key, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask Exclude(IReadOnlyList<long> keys, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override ValueTask Notify(string channel, string payload, CancellationToken cancel = default) => throw new DatabaseNeeded();

    public override void AfterCommit(Action work) => throw new DatabaseNeeded();
}

/// <summary>Something was asked that only the database knows.</summary>
internal sealed class DatabaseNeeded() : Exception("This can only be found out inside a transaction.");
