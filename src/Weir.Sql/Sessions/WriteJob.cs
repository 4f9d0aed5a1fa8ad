namespace Weir.Sql.Sessions;

/// <summary>A unit of work that waits for the writer of a SQLite file: it runs once or more, and is told only after the commit.</summary>
internal abstract class WriteJob(UnitKind kind, CancellationToken cancel)
{
    private readonly ExecutionContext? context = ExecutionContext.Capture();

    public UnitKind Kind { get; } = kind;

    public Exception? Failure { get; private set; }

    /// <summary>The session of the last run; its callbacks run after the commit.</summary>
    public SqliteSession? Session { get; private set; }

    public bool GivenUp => cancel.IsCancellationRequested;

    /// <summary>Runs the unit under the caller's context (its culture, its trace); true when it may be committed.</summary>
    public bool Run(SqliteSession session)
    {
        Failure = null;
        Session = session;
        try
        {
            if (context is null) Work(session);
            else ExecutionContext.Run(context, _ => Work(session), null);
        }
        catch (Exception error)
        {
            Failure = error;
        }
        finally
        {
            session.Close();
        }
        return Failure is null;
    }

    public void Fail(Exception failure) => Failure ??= failure;

    /// <summary>Tells the caller; only after the commit or the rollback.</summary>
    public void Tell()
    {
        if (Failure is null && Session is not null) RunCallbacks(Session.Committed);
        if (GivenUp && Failure is OperationCanceledException) TellGivenUp(cancel);
        else if (Failure is { } failure) TellFailure(failure);
        else TellResult();
    }

    protected abstract void Work(SqliteSession session);

    protected abstract void TellResult();

    protected abstract void TellFailure(Exception failure);

    protected abstract void TellGivenUp(CancellationToken cancel);

    private void RunCallbacks(List<Action> callbacks)
    {
        foreach (var callback in callbacks)
        {
            try { callback(); }
            catch (Exception error) { Fail(error); }
        }
    }
}

/// <summary>A job with the type of its answer.</summary>
internal sealed class WriteJob<T>(UnitKind kind, Func<Session, ValueTask<T>> work, CancellationToken cancel) : WriteJob(kind, cancel)
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Answer => answer.Task;

    protected override void Work(SqliteSession session) => result = SqliteUnit.Finish(work(session));

    protected override void TellResult() => answer.TrySetResult(result!);

    protected override void TellFailure(Exception failure) => answer.TrySetException(failure);

    protected override void TellGivenUp(CancellationToken cancel) => answer.TrySetCanceled(cancel);
}
