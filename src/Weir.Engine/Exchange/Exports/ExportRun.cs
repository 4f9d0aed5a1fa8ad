using Weir.Engine.Access;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Exchange.Exports;

/// <summary>Writes one export page by page into its file. A file that was begun by a stopped process is written anew.</summary>
internal sealed class ExportRun(ExchangeContext context, Batch begun, CancellationToken stop)
{
    private const int PagesPerProgress = 8;
    private const int MostCounted = 1_048_576;

    private readonly string? holder = begun.Plan.Holder;
    private Batch batch = begun;

    /// <returns>The batch when it rests; null when somebody else has taken or stopped it.</returns>
    public async Task<Batch?> Go()
    {
        try
        {
            return await Write() ? await Close(BatchState.Done, null) : await Stopped();
        }
        catch (SheetProblem refused)
        {
            context.Files.Delete(batch.Id);
            return await Close(BatchState.Failed, (refused.Message(chinese: true), refused.Message(chinese: false)));
        }
        catch (ProblemException refused) when (refused.Problem.Kind != ProblemKind.Unavailable)
        {
            context.Files.Delete(batch.Id);
            return await Close(BatchState.Failed, refused.Problem.Message);
        }
    }

    /// <summary>False when it was stopped on the way.</summary>
    private async Task<bool> Write()
    {
        var request = batch.Export.Request;
        var columns = ExportColumns.Of(Actor(), batch.Form, request);
        if (batch.Plan.Rows == 0) batch = batch with { Plan = batch.Plan with { Rows = await context.Query.Count(Actor(), columns.Query, MostCounted, stop) } };
        await using var file = context.Files.Write(batch.Id);
        using var writer = request.Format == ExportFormat.Csv ? SheetWriter.Csv(file) : SheetWriter.Xlsx(file);
        writer.Begin(batch.Form.Label.In(request.Chinese), columns.Sheet);
        var handled = 0L;
        string? after = null;
        for (var page = 1; ; page++)
        {
            // Rights and people as they are now: an export that takes minutes must not outlive them.
            var actor = Actor();
            var rows = await context.Query.List(actor, columns.Query with { After = after }, stop);
            var display = await Learned(actor, columns, rows, request.Chinese);
            foreach (var row in rows.Rows) writer.Write(columns.Cells(row, display));
            handled += rows.Rows.Count;
            after = rows.Next;
            if (after is null) break;
            if (stop.IsCancellationRequested || page % PagesPerProgress == 0 && !await Advance(handled)) return false;
        }
        writer.Finish();
        batch = batch with { Plan = batch.Export with { Handled = handled, Rows = handled, CutTexts = writer.CutTexts } };
        return true;
    }

    private Actor Actor()
    {
        var people = context.People();
        if (!people.Members.TryGetValue(batch.ById, out var member) || !member.Active)
            throw Problem.Forbidden("export.no_member", ("发起导出的成员已停用。", "The member who started the export is no longer active.")).Exception();
        var actor = people.Actor(batch.ById, "export:" + batch.Id);
        Exporter.Demand(actor, batch.Form);
        return actor;
    }

    /// <summary>Titles of linked records and names of files, one query each per page.</summary>
    private async Task<Display> Learned(Actor actor, ExportColumns columns, ListPage page, bool chinese)
    {
        var display = new Display(chinese, actor.Directory, context.Now);
        var fields = columns.Query.Columns.Select(c => c.Field).ToList();
        var values = page.Rows.SelectMany(r => fields.Select((f, i) => (Field: f, Value: r.Values[i]))).Where(v => v.Value is not null and not Masked).ToList();
        await context.Query.LearnTitles(actor, display, values.Where(v => v.Field.Type.IsReference), stop);
        var files = values.Where(v => v.Field.Type.HoldsFiles).SelectMany(v => v.Field.Type.FileIds(v.Field, v.Value)).Distinct().ToList();
        if (files.Count > 0)
            foreach (var file in await context.Database.Read(session => FileRows.Find(session, batch.Form.App.Schema, files), stop))
                display.Files[file.Id] = (file.Name, file.Type, file.Size);
        return display;
    }

    private async Task<bool> Advance(long handled)
    {
        var next = batch with { Plan = batch.Plan with { Handled = handled, HeldUntil = context.Now + BatchRunner.Lease, Tries = 0 } };
        if (await context.Batches.TryChange(next, stop) is not { } stored) return false;
        batch = stored;
        return true;
    }

    private async Task<Batch?> Stopped()
    {
        if (stop.IsCancellationRequested) return batch;
        if (await context.Batches.Find(batch.Form.App, batch.Id, CancellationToken.None) is not { } now || now.Plan.Holder != holder) return null;
        batch = now;
        context.Files.Delete(batch.Id);
        return await Close(BatchState.Cancelled, null);
    }

    private Task<Batch?> Close(BatchState state, Words? failure) => context.Batches.TryChange(
        batch with { State = state, Plan = batch.Plan with { Holder = null, HeldUntil = null, EndedAt = context.Now, Failure = failure } }, CancellationToken.None);
}
