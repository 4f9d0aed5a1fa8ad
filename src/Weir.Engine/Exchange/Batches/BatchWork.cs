namespace Weir.Engine.Exchange.Batches;

/// <summary>How one kind of batch is carried out. It may be stopped and started again at any point without doing anything twice.</summary>
public abstract class BatchWork
{
    /// <summary>The kind of batch, as stored.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether this process can do it: its file may lie on another machine.</summary>
    internal abstract bool CanRun(Batch batch);

    /// <summary>Works until the batch is done, stopped or lost. The batch is already held by <paramref name="batch"/>'s holder.</summary>
    /// <returns>The batch as it stands then; null when somebody else has it now.</returns>
    internal abstract Task<Batch?> Run(Batch batch, CancellationToken stop);
}
