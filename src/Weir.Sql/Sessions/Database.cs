using Weir.Sql.Dialects;

namespace Weir.Sql.Sessions;

/// <summary>An open database of either kind: the door through which every unit of work passes. Knows no forms and no members.</summary>
public abstract class Database : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>Where tests stop, fail or kill at a named storage call; empty in production.</summary>
    public FaultPoints Faults { get; } = new();

    /// <summary>Answers to be had again without asking.</summary>
    internal Recollection Recollection { get; }

    private protected Database(TimeSpan recalled) => Recollection = new(recalled);

    /// <summary>The file that holds everything, or null when the database is a server.</summary>
    public virtual string? File => null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Runs a read. Several may run at once; a read never waits for a writer.</summary>
    public abstract Task<T> Read<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default);

    /// <summary>Runs a unit in one transaction and returns once it is durable. The whole unit is run again after a serialization failure.</summary>
    /// <exception cref="DatabaseBusy">The queue of writers is full or the retries are used up: answer "try again".</exception>
    public abstract Task<T> Write<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default);

    /// <summary>Like <see cref="Write{T}"/> for a unit that changes the schema: short lock waits, retried with jitter, so that nobody else stands still.</summary>
    public abstract Task<T> Change<T>(Func<Session, ValueTask<T>> work, CancellationToken cancel = default);

    /// <summary>Calls back for each notice of another (or this) process on the channel, and with null whenever notices may have been missed (on a server:
    /// once the connection stands, and after each reconnect): reload everything then. The callback must be quick and must not wait for a unit.</summary>
    public abstract IDisposable Listen(string channel, Action<string?> heard);

    /// <summary>Lets the planner look at the data anew: after much was loaded, and daily.</summary>
    public abstract Task Analyze(CancellationToken cancel = default);

    /// <summary>Copies the whole database to a file while others work. Only where the database is a file.</summary>
    public abstract Task BackUp(string file, CancellationToken cancel = default);

    public abstract ValueTask DisposeAsync();

    public Task Change(Func<Session, ValueTask> work, CancellationToken cancel = default) =>
        Change(async s => { await work(s); return true; }, cancel);

    public Task Write(Func<Session, ValueTask> work, CancellationToken cancel = default) =>
        Write(async s => { await work(s); return true; }, cancel);
}

/// <summary>No writer was free in time; nothing was changed.</summary>
public sealed class DatabaseBusy(string message, Exception? inner = null) : Exception(message, inner);
