using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records;

namespace Weir.Web.Pages.Exchange;

public sealed partial class ImportArea
{
    private static async Task<IResult> Start(HttpContext http, long id)
    {
        var visit = ImportVisit.Of(http);
        var batch = await visit.Batch(id);
        // A second press, or a second tab, finds it started and is shown how far it is.
        if (batch.State == BatchState.Draft) await visit.Imports.Start(visit.Visit.Actor, visit.Visit.App, id, ImportChoice.Of(batch.Import), visit.Cancel);
        return Rendered.Go(visit.Visit.Visit, visit.Of(batch));
    }

    private static async Task<IResult> Cancel(HttpContext http, long id)
    {
        var visit = ImportVisit.Of(http);
        var before = await visit.Batch(id);
        var batch = await visit.Imports.Cancel(visit.Visit.Actor, visit.Visit.App, id, visit.Cancel);
        return before.State == BatchState.Draft ? Rendered.Go(visit.Visit.Visit, visit.Url) : await Body(visit, batch);
    }

    private static async Task<IResult> Undo(HttpContext http, long id)
    {
        var visit = ImportVisit.Of(http);
        await visit.Batch(id);
        return await Body(visit, await visit.Imports.Undo(visit.Visit.Actor, visit.Visit.App, id, visit.Cancel));
    }

    private static async Task<IResult> Errors(HttpContext http, long id)
    {
        var visit = ImportVisit.Of(http);
        var batch = await visit.Batch(id);
        var file = Download.Buffer();
        await visit.Imports.WriteErrors(visit.Visit.Actor, visit.Visit.App, id, file, visit.Cancel);
        file.Position = 0;
        return Download.Of(file, Path.GetFileNameWithoutExtension(batch.Plan.FileName) + visit.Say("-未导入.xlsx", " - left out.xlsx"));
    }

    private static async Task<IResult> Records(HttpContext http, long id, int after)
    {
        var visit = ImportVisit.Of(http);
        var batch = await visit.Batch(id);
        var records = await visit.Imports.Imported(visit.Visit.Actor, visit.Visit.App, id, after, ShownRecords, visit.Cancel);
        return Drawn.Fragment(visit.Visit, ImportRecords.Rows(visit, batch, records, ShownRecords));
    }

    /// <summary>The page below its bar, put where it stands.</summary>
    private static async Task<IResult> Body(ImportVisit visit, Batch batch) =>
        Rendered.Parts(new Part("#import-body", Drawn.Of<ImportState>([.. await Loaded(visit, batch), ("Visit", visit)])));

    private static async Task<(string, object?)[]> Loaded(ImportVisit visit, Batch batch)
    {
        if (batch.Open) return [("Batch", batch)];
        var (actor, app, plan) = (visit.Visit.Actor, visit.Visit.App, batch.Import);
        IReadOnlyList<RowError> errors = plan.Failed > 0 ? await visit.Imports.Errors(actor, app, batch.Id, 50, visit.Cancel) : [];
        IReadOnlyList<RowError> left = plan.Left > 0 ? await visit.Imports.LeftByUndo(actor, app, batch.Id, 50, visit.Cancel) : [];
        IReadOnlyList<ImportedRecord> records = plan.Created + plan.Updated > 0 ? await visit.Imports.Imported(actor, app, batch.Id, 0, ShownRecords, visit.Cancel) : [];
        return [("Batch", batch), ("Errors", errors), ("Left", left), ("Records", records), ("More", records.Count == ShownRecords)];
    }
}
