using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Weir.Sql.Dialects;

namespace Weir.Sql.Sessions;

/// <summary>A SQLite file: one writer thread, a few readers that never wait for it.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int Readers = 4;

    /// <summary>No other process writes to the file, so an answer ends only when this one writes; old ones are given up for their room.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly string file;
    private readonly SqliteWriter writer;
    private readonly ConcurrentBag<SqliteLink> readers = [];
    private readonly SemaphoreSlim free = new(Readers);
    private readonly Notices notices = new();

    private SqliteDatabase(string file) : base(Kept)
    {
        this.file = file;
        writer = new(file, Faults, notices, Recollection);
        for (var i = 0; i < Readers; i++) readers.Add(SqliteLink.Reader(file));
    }

    public override Dialect Dialect => SqliteDialect.Instance;

    public static SqliteDatabase Open(string path, TimeProvider clock)
    {
        var file = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new(file) { Clock = clock };
    }

    public override string? File => file;

    public override async Task<T> Read<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default)
    {
        Refuse("Read");
        await free.WaitAsync(cancel);
        try
        {
            return ReadNow(work);
        }
        finally
        {
            free.Release();
        }
    }

    public override Task<T> Write<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default) => Enqueue(UnitKind.Write, work, cancel);

    public override Task<T> Change<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default) => Enqueue(UnitKind.Change, work, cancel);

    public override IDisposable Listen(string channel, Action<string?> heard) => notices.Add(channel, heard);

    public override Task Analyze(CancellationToken cancel = default) => Write(async s =>
    {
        await s.Execute($"pragma analysis_limit=1000", cancel);
        await s.Execute($"analyze", cancel);
    }, cancel);

    public override async Task BackUp(string copy, CancellationToken cancel = default)
    {
        var target = Path.GetFullPath(copy);
        // Of its own for each caller: several that start at one moment must not write into one file.
        var part = $"{target}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await Task.Run(() => Copy(part), cancel);
        System.IO.File.Move(part, target, overwrite: true);
    }

    public override async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        for (var i = 0; i < Readers; i++)
        {
            await free.WaitAsync();
            if (readers.TryTake(out var reader)) reader.Dispose();
        }
    }

    /// <summary>One consistent moment of the data, written to the disk before this returns; writers go on meanwhile.</summary>
    private void Copy(string part)
    {
        using (var source = SqliteLink.Reader(file))
        {
            using var command = source.Connection.CreateCommand();
            command.CommandText = "pragma query_only=off; vacuum into $1";
            command.Parameters.AddWithValue("$1", part);
            command.ExecuteNonQuery();
        }
        using var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    private T ReadNow<T>(Func<Session, ValueTask<T>> work)
    {
        if (!readers.TryTake(out var link)) throw new ObjectDisposedException(nameof(SqliteDatabase));
        var session = new SqliteSession(link, Faults, notices, UnitKind.Read) { ReadOnly = true, Recollection = (Recollection, Recollection.Moment) };
        try
        {
            link.Run("begin");
            var result = SqliteUnit.Finish(work(session));
            link.Run("commit");
            return result;
        }
        finally
        {
            session.Close();
            link.RollBack();
            readers.Add(link);
        }
    }

    private async Task<T> Enqueue<T>(UnitKind kind, Func<Session, ValueTask<T>> work, CancellationToken cancel)
    {
        Refuse(kind.ToString());
        var job = new WriteJob<T>(kind, work, cancel);
        writer.Add(job);
        return await job.Answer;
    }

    private void Refuse(string call)
    {
        if (writer.InUnit) throw new InvalidOperationException($"{call} was called inside a unit of work; use the unit's session.");
    }
}
