using Weir.Engine.Exchange.Exports;
using Weir.Engine.Outbox;

namespace Weir.Engine.Exchange.Batches;

/// <summary>What the member who began a batch is told once it has come to its end; nothing while it goes on, and nothing of what they stopped themselves.</summary>
internal static class BatchTidings
{
    public static Tidings? Of(Batch batch)
    {
        var failed = batch.State == BatchState.Failed;
        if (batch.State != BatchState.Done && !failed || batch.Plan.EndedAt is null) return null;
        // A small export is made while the person waits for it.
        if (batch.Kind == Batch.ExportKind && batch.Plan.Rows <= Exporter.AtOnce && !failed) return null;
        return new(batch.ById, batch.Kind == Batch.ExportKind ? NotificationKind.Exported : NotificationKind.Imported, batch.ById)
        {
            FormNo = batch.Form.No, Detail = new NotifiedBatch(batch.Id, failed, batch.Plan.FileName).Write(),
        };
    }
}
