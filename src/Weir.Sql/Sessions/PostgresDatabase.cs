using System.Diagnostics;
using Npgsql;
using Weir.Sql.Dialects;

namespace Weir.Sql.Sessions;

/// <summary>A PostgreSQL server (or a Citus coordinator): pooled connections, read committed, whole units run again after a conflict.</summary>
internal sealed class PostgresDatabase : Database
{
    private const int Tries = 5;
    private static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(800);

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource aside;
    private readonly PostgresListener listener;

    // Without this the driver turns the first and the last date into infinity.
    static PostgresDatabase() => AppContext.SetSwitch("Npgsql.DisableDateTimeInfinityConversions", true);

    /// <summary>So old may a figure be when another process has written; what this one writes counts at once.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    private PostgresDatabase(NpgsqlDataSource source, NpgsqlDataSource aside, PostgresListener listener) : base(Lag)
    {
        this.source = source;
        this.aside = aside;
        this.listener = listener;
    }

    public override Dialect Dialect => PostgresDialect.Instance;

    public static async Task<PostgresDatabase> Open(string address, TimeProvider clock)
    {
        var settings = new NpgsqlConnectionStringBuilder(address) { ApplicationName = "weir", NoResetOnClose = true };
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 200;
        settings.AutoPrepareMinUsages = 2;
        settings.Options = "-c statement_timeout=30000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000 -c TimeZone=UTC "
            + "-c default_transaction_isolation=read\\ committed " + settings.Options;
        var source = new NpgsqlDataSourceBuilder(settings.ToString()).Build();
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            if (connection.PostgreSqlVersion.Major < 13) throw new InvalidOperationException("PostgreSQL 13 or newer is needed.");
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
        // A pool of its own, because its users hold a connection of the other. What they commit is in the log before what depends on it, so it need not be
        // flushed by itself.
        var aside = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ToString()) { MinPoolSize = 0, MaxPoolSize = 4, Options = settings.Options + " -c synchronous_commit=off" });
        settings.Pooling = false;
        settings.KeepAlive = 30;
        return new(source, aside, new(NpgsqlDataSource.Create(settings))) { Clock = clock };
    }

    public override Task<T> Read<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default) => Repeat(async connection =>
    {
        var session = new PostgresSession(connection, Faults, UnitKind.Read) { ReadOnly = true, Recollection = (Recollection, Recollection.Moment) };
        try { return await work(session); }
        finally { session.Close(); }
    }, cancel, harmless: true);

    public override Task<T> Write<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default) =>
        Repeat(connection => Transact(connection, UnitKind.Write, work, cancel), cancel);

    public override async Task<T> Change<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default)
    {
        var since = Stopwatch.StartNew();
        // Where many write without a pause, a wait that is always short would never see the end of their queue.
        for (var wait = ShortestWait; ; wait = wait * 2 > LongestWait ? LongestWait : wait * 2)
        {
            try
            {
                return await Repeat(connection => Transact(connection, UnitKind.Change, work, cancel, wait), cancel);
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (since.Elapsed > ChangePatience) throw new DatabaseBusy("The tables are in use; the schema could not be changed now.", error);
            }
            await Task.Delay(Random.Shared.Next(100, 250), cancel);
        }
    }

    public override IDisposable Listen(string channel, Action<string?> heard) => listener.Add(channel, heard);

    public override Task Analyze(CancellationToken cancel = default) => Write(async s => { await s.Execute($"analyze", cancel); }, cancel);

    public override Task BackUp(string file, CancellationToken cancel = default) =>
        throw new NotSupportedException("A PostgreSQL database is backed up with pg_dump or the server's own archive.");

    public override async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        await aside.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<T> Transact<T>(NpgsqlConnection connection, UnitKind kind, Func<Session, ValueTask<T>> work, CancellationToken cancel, TimeSpan wait = default)
    {
        var session = new PostgresSession(connection, Faults, kind, aside);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        T result;
        try
        {
            if (kind == UnitKind.Change) await session.WaitShortly(wait, cancel);
            result = await work(session);
        }
        finally
        {
            session.Close();
        }
        try
        {
            Faults.Reach("commit");
            await transaction.CommitAsync(CancellationToken.None);
            Faults.Reach("committed");
        }
        finally
        {
            // Also after a failure: the server may have committed before the connection was cut.
            if (kind == UnitKind.Change) Recollection.Rebuilt();
            else Recollection.Written(session.Touched);
        }
        foreach (var callback in session.Committed) callback();
        return result;
    }

    /// <summary>Runs a unit again as a whole when it lost against another one, or when a prepared statement was older than the schema.</summary>
    /// <param name="harmless">The unit changes nothing, so it may also be run again after its connection was cut (a restarted server).</param>
    private async Task<T> Repeat<T>(Func<NpgsqlConnection, Task<T>> unit, CancellationToken cancel, bool harmless = false)
    {
        for (var tried = 1; ; tried++)
        {
            await using var connection = await Connect(cancel);
            try
            {
                return await unit(connection);
            }
            catch (PostgresException error) when (IsConflict(error))
            {
                if (tried == Tries) throw new DatabaseBusy("Others changed the same data again and again.", error);
            }
            catch (PostgresException error) when (tried < Tries && Dialect.Explain(error).Kind == FailureKind.StalePlan)
            {
                connection.UnprepareAll();
                continue;
            }
            catch (NpgsqlException error) when (harmless && tried == 1 && Dialect.Explain(error).Kind == FailureKind.Unavailable)
            {
                // Connections that stood idle before the cut are broken too.
                NpgsqlConnection.ClearPool(connection);
            }
            await connection.CloseAsync();
            await Task.Delay(Random.Shared.Next(5, 50 << tried), cancel);
        }
    }

    private async Task<NpgsqlConnection> Connect(CancellationToken cancel)
    {
        try
        {
            return await source.OpenConnectionAsync(cancel);
        }
        catch (NpgsqlException error) when (error.InnerException is TimeoutException && error.Message.Contains("pool", StringComparison.Ordinal))
        {
            throw new DatabaseBusy("All connections are in use.", error);
        }
    }

    private static bool IsConflict(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
