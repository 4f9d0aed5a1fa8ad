using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Exchange.Exports;

/// <summary>A finished export, open to be read; whoever gets it closes it.</summary>
public sealed record ExportFile(Stream Content, string Name, string MediaType);

/// <summary>Exports records to a file: small ones at once, large ones by the batch runner. Only who made a file may fetch it, for seven days.</summary>
public sealed class Exporter(ExchangeContext context)
{
    /// <summary>Up to so many rows are written while the person waits.</summary>
    public const int AtOnce = 2000;

    /// <summary>Makes the file, or hands it to the runner; the state of the batch says which.</summary>
    /// <exception cref="ProblemException">NotFound, Forbidden, Invalid: an unknown field or a condition that does not fit.</exception>
    public async Task<Batch> Export(Actor actor, Form form, ExportRequest request, CancellationToken cancel = default)
    {
        Demand(actor, form);
        var columns = ExportColumns.Of(actor, form, request);
        var rows = await context.Query.Count(actor, columns.Query, AtOnce + 1, cancel);
        var plan = new ExportPlan { Request = request, FileName = Name(form, request), Rows = rows > AtOnce ? 0 : rows };
        var id = context.Batches.NextId();
        if (rows > AtOnce)
        {
            var queued = await context.Batches.Add(id, Batch.ExportKind, form, actor, BatchState.Queued, plan, cancel);
            context.Wake();
            return queued;
        }
        var held = plan with { Holder = "request:" + id, HeldUntil = context.Now + BatchRunner.Lease, StartedAt = context.Now };
        var batch = await context.Batches.Add(id, Batch.ExportKind, form, actor, BatchState.Running, held, cancel);
        return await new ExportRun(context, batch, cancel).Go() ?? batch;
    }

    /// <summary>The actor's own exports, newest first.</summary>
    public Task<IReadOnlyList<Batch>> Mine(Actor actor, App app, int limit = 20, CancellationToken cancel = default) => context.Batches.By(actor, app, Batch.ExportKind, limit, cancel);

    /// <summary>The actor's own exports of a form, newest first.</summary>
    public Task<IReadOnlyList<Batch>> Mine(Actor actor, Form form, int limit = 20, CancellationToken cancel = default) => context.Batches.By(actor, form, Batch.ExportKind, limit, cancel);

    /// <summary>Whether the file of an export can still be fetched.</summary>
    public bool HasFile(Batch batch) => batch.State == BatchState.Done && context.Files.Exists(batch.Id);

    /// <exception cref="ProblemException">NotFound: also when it is somebody else's.</exception>
    public Task<Batch> Progress(Actor actor, App app, long id, CancellationToken cancel = default) => context.Batches.Demand(actor, app, id, Batch.ExportKind, cancel);

    /// <summary>Stops an export; there will be no file.</summary>
    public async Task<Batch> Cancel(Actor actor, App app, long id, CancellationToken cancel = default)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var batch = await Progress(actor, app, id, cancel);
            if (batch.State is not (BatchState.Queued or BatchState.Running)) return batch;
            if (await context.Batches.TryChange(batch with { State = batch.State == BatchState.Queued ? BatchState.Cancelled : BatchState.Cancelling }, cancel) is not { } changed) continue;
            context.Wake();
            return changed;
        }
        throw Problem.Unavailable("export.busy", ("系统正忙，请再试一次。", "The system is busy; try again.")).Exception();
    }

    /// <summary>The finished file.</summary>
    /// <exception cref="ProblemException">NotFound: not ready, expired, or somebody else's; Forbidden when the right to export has gone meanwhile.</exception>
    public async Task<ExportFile> Open(Actor actor, App app, long id, CancellationToken cancel = default)
    {
        var batch = await Progress(actor, app, id, cancel);
        Demand(actor, batch.Form);
        if (batch.State != BatchState.Done) throw new ProblemException(Problem.NotFound("export.not_ready") with { Message = ("文件还没有准备好。", "The file is not ready.") });
        if (batch.At + ExchangeFiles.Kept < context.Now) throw new ProblemException(Problem.NotFound("exchange.file_gone") with { Message = ("文件已过期，请重新导出。", "The file has expired; export it again.") });
        var type = batch.Export.Request.Format == ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return new(context.Files.Demand(id), batch.Plan.FileName, type);
    }

    internal static void Demand(Actor actor, Form form)
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.View)) throw Problem.NotFound("form.not_found").Exception();
        if (!access.Can(Operation.Export)) throw Problem.Forbidden("export.not_allowed", ("你没有导出权限。", "You may not export here.")).Exception();
    }

    private string Name(Form form, ExportRequest request)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(context.Now, context.People().Zone).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
        var label = new string([.. form.Label.In(request.Chinese).Select(c => Path.GetInvalidFileNameChars().Contains(c) || "\\/:*?\"<>|".Contains(c) ? ' ' : c)]);
        return $"{label}-{local}.{(request.Format == ExportFormat.Csv ? "csv" : "xlsx")}";
    }
}
