using Weir.Engine.Exchange.Batches;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Imports, as the runner sees them: going on with one, stopping one, or taking one back.</summary>
public sealed class ImportWork(ExchangeContext context) : BatchWork
{
    public override string Kind => Batch.ImportKind;

    /// <summary>Taking back needs no file; nor does stopping.</summary>
    internal override bool CanRun(Batch batch) => batch.State is BatchState.Undoing or BatchState.Cancelling || context.Files.Exists(batch.Id);

    internal override async Task<Batch?> Run(Batch batch, CancellationToken stop) => batch.State switch
    {
        BatchState.Undoing => await new ImportUndo(context, batch, stop).Go(),
        BatchState.Cancelling => await context.Batches.TryChange(
            batch with { State = BatchState.Cancelled, Plan = batch.Plan with { Holder = null, HeldUntil = null, EndedAt = context.Now } }, CancellationToken.None),
        _ => await new ImportRun(context, batch, stop).Go(),
    };
}
