using Weir.Engine.Exchange.Batches;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Imports;

internal sealed partial class ImportRun
{
    /// <summary>Reads the batch again after something went wrong: a chunk may have been stored although its answer was lost, or somebody wants it to stop.</summary>
    /// <returns>Whether this runner still has it and it still runs.</returns>
    private async Task<bool> Reload()
    {
        if (await context.Batches.Find(batch.Form.App, batch.Id, CancellationToken.None) is not { } now) return false;
        var mine = now.Plan.Holder == holder;
        batch = now;
        return mine && now.State == BatchState.Running;
    }

    /// <summary>What is left to say when it was stopped from outside; null when it belongs to another runner now.</summary>
    private async Task<Batch?> End()
    {
        if (batch.Plan.Holder != holder) return null;
        return batch.State == BatchState.Cancelling ? await Close(BatchState.Cancelled, null) : batch;
    }

    private async Task<Batch?> Close(BatchState state, Words? failure)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var closed = batch with { State = state, Plan = batch.Import with { Holder = null, HeldUntil = null, EndedAt = context.Now, Failure = failure } };
            if (await context.Batches.TryChange(closed, CancellationToken.None) is { } stored) return stored;
            // A request to stop came in between; all rows are done all the same.
            if (!await Reload() && batch.State != BatchState.Cancelling) return null;
        }
        return null;
    }

    private ImportPlan Held(ImportPlan plan) => plan with { HeldUntil = context.Now + BatchRunner.Lease, Tries = 0 };
}
