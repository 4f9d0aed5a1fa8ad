using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Weir.Sql.Sessions;

/// <summary>The one thread that writes to a SQLite file. Takes what is queued, commits it as a group, and only then answers.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    public const int QueueLength = 4096;
    private const int GroupSize = 256;
    private const int StackSize = 16 << 20;

    private readonly BlockingCollection<WriteJob> queue = new(QueueLength);
    private readonly SqliteLink link;
    private readonly FaultPoints faults;
    private readonly Notices notices;
    private readonly Recollection recollection;
    private readonly WalFile wal;
    private readonly Thread thread;
    private bool inUnit;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteWriter(string file, FaultPoints faults, Notices notices, Recollection recollection)
    {
        this.recollection = recollection;
        this.faults = faults;
        this.notices = notices;
        link = SqliteLink.Writer(file);
        wal = new(link, file);
        thread = new(Work, StackSize) { Name = "writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>True for code that a job is running right now.</summary>
    public bool InUnit => inUnit && Thread.CurrentThread == thread;

    /// <exception cref="DatabaseBusy">The queue is full.</exception>
    public void Add(WriteJob job)
    {
        if (queue.IsAddingCompleted) throw new ObjectDisposedException(nameof(SqliteWriter));
        if (!queue.TryAdd(job)) throw new DatabaseBusy($"{QueueLength} writes are waiting already.");
    }

    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await ended.Task;
        queue.Dispose();
    }

    private void Work()
    {
        var group = new List<WriteJob>(GroupSize);
        WriteJob? next = null;
        while (next is not null || queue.TryTake(out next, Timeout.Infinite))
        {
            group.Add(next);
            next = null;
            // A change of the schema stands alone: it may switch off foreign keys, which works only outside a transaction.
            while (group[0].Kind != UnitKind.Change && group.Count < GroupSize && queue.TryTake(out next) && next.Kind != UnitKind.Change)
            {
                group.Add(next);
                next = null;
            }
            Serve(group);
            group.Clear();
        }
        link.Dispose();
        ended.SetResult();
    }

    private void Serve(List<WriteJob> group)
    {
        try
        {
            Commit(group);
            wal.Restart();
        }
        catch (Exception error)
        {
            foreach (var job in group) job.Fail(Clear(error));
        }
        foreach (var job in group)
        {
            if (job.Kind == UnitKind.Change) recollection.Rebuilt();
            else if (job.Session is { } session) recollection.Written(session.Touched);
        }
        foreach (var job in group) job.Tell();
    }

    private void Commit(List<WriteJob> group)
    {
        var change = group[0].Kind == UnitKind.Change;
        try
        {
            if (change) link.Run("pragma foreign_keys=off");
            link.Run("begin immediate");
            foreach (var job in group)
            {
                if (RunJob(job, alone: group.Count == 1)) continue;
                RunOneByOne(group);
                return;
            }
            if (group.TrueForAll(j => j.Failure is not null))
            {
                link.RollBack();
                return;
            }
            faults.Reach("commit");
            link.Run("commit");
        }
        catch
        {
            link.RollBack();
            throw;
        }
        finally
        {
            if (change) link.Run("pragma foreign_keys=on");
        }
        faults.Reach("committed");
    }

    /// <summary>False when the failure of this job took the whole transaction with it (disk full, I/O error).</summary>
    private bool RunJob(WriteJob job, bool alone)
    {
        if (job.GivenUp)
        {
            job.Fail(new OperationCanceledException());
            return true;
        }
        if (!alone) link.Run("savepoint job");
        inUnit = true;
        var done = job.Run(new SqliteSession(link, faults, notices, job.Kind));
        inUnit = false;
        link.Reading = false;
        if (!link.InTransaction) return alone;
        if (alone) return true;
        if (!done) link.Run("rollback to job");
        link.Run("release job");
        return true;
    }

    private void RunOneByOne(List<WriteJob> group)
    {
        foreach (var job in group.Where(j => j.Failure is null))
        {
            try { Commit([job]); }
            catch (Exception error) { job.Fail(Clear(error)); }
        }
    }

    private static Exception Clear(Exception error) =>
        error is SqliteException { SqliteErrorCode: 5 or 6 } ? new DatabaseBusy("Another process holds the database file.", error) : error;
}
