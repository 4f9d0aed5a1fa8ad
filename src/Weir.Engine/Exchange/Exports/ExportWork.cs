using Weir.Engine.Exchange.Batches;

namespace Weir.Engine.Exchange.Exports;

/// <summary>Exports, as the runner sees them.</summary>
public sealed class ExportWork(ExchangeContext context) : BatchWork
{
    public override string Kind => Batch.ExportKind;

    internal override bool CanRun(Batch batch) => true;

    internal override async Task<Batch?> Run(Batch batch, CancellationToken stop)
    {
        if (batch.State != BatchState.Cancelling) return await new ExportRun(context, batch, stop).Go();
        context.Files.Delete(batch.Id);
        return await context.Batches.TryChange(
            batch with { State = BatchState.Cancelled, Plan = batch.Plan with { Holder = null, HeldUntil = null, EndedAt = context.Now } }, CancellationToken.None);
    }
}
