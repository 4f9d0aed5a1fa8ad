using System.Collections.Concurrent;
using Weir.Sql.Dialects;
using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Tests.Sql.Query;

/// <summary>A database that also keeps how it answers each question about one table: by which index, in which order. Changes no answer.</summary>
internal sealed class ExplainedDatabase(Database inner, TableName about) : Database(TimeSpan.Zero)
{
    public ConcurrentQueue<string> Plans { get; } = [];

    public override Dialect Dialect => inner.Dialect;

    public override Task<T> Read<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default) => inner.Read(s => work(new Explaining(s, about, Plans)), cancel);

    public override Task<T> Write<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default) => inner.Write(work, cancel);

    public override Task<T> Change<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default) => inner.Change(work, cancel);

    public override IDisposable Listen(string channel, Action<string?> heard) => inner.Listen(channel, heard);

    public override Task Analyze(CancellationToken cancel = default) => inner.Analyze(cancel);

    public override Task BackUp(string file, CancellationToken cancel = default) => inner.BackUp(file, cancel);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Explaining(Session inner, TableName about, ConcurrentQueue<string> plans) : Session
    {
        public override Dialect Dialect => inner.Dialect;

        public override async ValueTask<List<T>> Query<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default)
        {
            if (Statement.Of(sql, Dialect).Tables.Contains(about))
            {
                var lite = Dialect is SqliteDialect;
                var explain = lite ? (SqlText)$"explain query plan {sql}" : (SqlText)$"explain {sql}";
                plans.Enqueue(string.Join('\n', await inner.Query(explain, r => r.Text(lite ? 3 : 0), cancel)));
            }
            return await inner.Query(sql, read, cancel);
        }

        public override ValueTask<int> Execute(SqlText sql, CancellationToken cancel = default) => inner.Execute(sql, cancel);

        public override ValueTask ExecuteAll(IReadOnlyList<SqlText> statements, CancellationToken cancel = default) => inner.ExecuteAll(statements, cancel);

        public override ValueTask<List<T>> Aside<T>(SqlText sql, Func<Row, T> read, CancellationToken cancel = default) => inner.Aside(sql, read, cancel);

        public override ValueTask<long> Load(TableName table, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancel = default) => inner.Load(table, columns, rows, cancel);

        public override ValueTask Apply(IReadOnlyList<SchemaChange> changes, Danger allowed = Danger.Rewrite, CancellationToken cancel = default) => inner.Apply(changes, allowed, cancel);

        public override ValueTask<Table?> ReadTable(TableName table, CancellationToken cancel = default) => inner.ReadTable(table, cancel);

        public override ValueTask<T?> Share<T>(long key, SqlText then, Func<Row, T> read, CancellationToken cancel = default) where T : default => inner.Share(key, then, read, cancel);

        public override ValueTask Exclude(long key, CancellationToken cancel = default) => inner.Exclude(key, cancel);

        public override ValueTask Exclude(IReadOnlyList<long> keys, CancellationToken cancel = default) => inner.Exclude(keys, cancel);

        public override ValueTask Notify(string channel, string payload, CancellationToken cancel = default) => inner.Notify(channel, payload, cancel);

        public override void AfterCommit(Action work) => inner.AfterCommit(work);
    }
}
