using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Imports a table into a form: upload, map, preview, start, cancel, undo. The work itself is done by the batch runner; rights are those of the person.</summary>
public sealed partial class Importer(ExchangeContext context)
{
    private const int RememberedBatches = 20;

    /// <summary>Keeps the file, reads it through and guesses what its columns mean. Nothing is imported yet.</summary>
    /// <exception cref="ProblemException">Forbidden; Invalid when the file is refused or holds no rows.</exception>
    public async Task<Batch> Upload(Actor actor, Form form, Stream stream, string name, CancellationToken cancel = default)
    {
        Demand(actor, form);
        var id = context.Batches.NextId();
        try
        {
            await context.Files.Keep(id, stream, SheetLimits.Default.MaxBytes, cancel);
        }
        catch (SheetProblem refused)
        {
            throw SheetFaults.Problem(refused).Exception();
        }
        try
        {
            var targets = ImportTarget.Of(actor, form);
            using var file = context.Files.Read(id);
            var plan = ImportSurvey.Of(file, name, null, targets, await Remembered(actor, form, cancel));
            return await context.Batches.Add(id, Batch.ImportKind, form, actor, BatchState.Draft, plan with { Mode = Usual(actor, form) }, cancel);
        }
        catch
        {
            context.Files.Delete(id);
            throw;
        }
    }

    /// <summary>Reads another sheet of the same workbook instead.</summary>
    public async Task<Batch> ChooseSheet(Actor actor, App app, long id, string sheet, CancellationToken cancel = default)
    {
        var batch = await Drafted(actor, app, id, cancel);
        using var file = context.Files.Demand(id);
        var plan = ImportSurvey.Of(file, batch.Plan.FileName, sheet, ImportTarget.Of(actor, batch.Form), await Remembered(actor, batch.Form, cancel));
        return await Changed(batch with { Plan = plan with { Mode = batch.Import.Mode } }, cancel);
    }

    /// <summary>The actor's own imports, newest first.</summary>
    public Task<IReadOnlyList<Batch>> Mine(Actor actor, App app, int limit = 20, CancellationToken cancel = default) => context.Batches.By(actor, app, Batch.ImportKind, limit, cancel);

    /// <summary>The actor's own imports into a form, newest first.</summary>
    public Task<IReadOnlyList<Batch>> Mine(Actor actor, Form form, int limit = 20, CancellationToken cancel = default) => context.Batches.By(actor, form, Batch.ImportKind, limit, cancel);

    /// <summary>Whether the person may import into the form at all.</summary>
    public static bool Allowed(Actor actor, Form form) => !actor.ReadOnly && FormAccess.Of(actor, form) is var access && access.Can(Operation.View) && access.Can(Operation.Import);

    /// <summary>Whether the file of an import is still there: for its error file, and for going on.</summary>
    public bool HasFile(Batch batch) => context.Files.Exists(batch.Id);

    /// <summary>An import as it stands: the counts, the state, the reason of a failure.</summary>
    /// <exception cref="ProblemException">NotFound: also when it is somebody else's.</exception>
    public Task<Batch> Progress(Actor actor, App app, long id, CancellationToken cancel = default) => context.Batches.Demand(actor, app, id, Batch.ImportKind, cancel);

    /// <summary>What columns of a file can mean for this person.</summary>
    public static IReadOnlyList<ImportTarget> Targets(Actor actor, Form form) => ImportTarget.Of(actor, form);

    /// <summary>For each title the path of the field that it most likely means, or null.</summary>
    public static IReadOnlyList<string?> GuessMapping(Actor actor, Form form, IReadOnlyList<string> titles) => ColumnGuess.Of(titles, ImportTarget.Of(actor, form));

    internal static void Demand(Actor actor, Form form)
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.View)) throw Problem.NotFound("form.not_found").Exception();
        if (actor.ReadOnly || !access.Can(Operation.Import)) throw Problem.Forbidden("import.not_allowed", ("你没有导入权限。", "You may not import here.")).Exception();
    }

    private static ImportMode Usual(Actor actor, Form form) => FormAccess.Of(actor, form).Can(Operation.Create) ? ImportMode.Create : ImportMode.Update;

    private async Task<Batch> Drafted(Actor actor, App app, long id, CancellationToken cancel)
    {
        var batch = await Progress(actor, app, id, cancel);
        Demand(actor, batch.Form);
        return batch.State == BatchState.Draft ? batch : throw Problem.Conflict("import.started", ("这次导入已经开始。", "This import has already been started.")).Exception();
    }

    private async Task<Batch> Changed(Batch batch, CancellationToken cancel) =>
        await context.Batches.TryChange(batch, cancel) ?? throw Problem.Conflict("import.changed", ("这次导入刚被更改，请刷新后再试。", "This import has just been changed; reload and try again.")).Exception();

    /// <summary>What the person mapped in earlier imports into the form, by title, the latest choice first.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Remembered(Actor actor, Form form, CancellationToken cancel)
    {
        var remembered = new Dictionary<string, string>();
        foreach (var batch in await context.Batches.By(actor, form, Batch.ImportKind, RememberedBatches, cancel))
            if (batch.State is not (BatchState.Draft or BatchState.Cancelled) || batch.Import.Handled > 0)
                foreach (var column in batch.Import.Columns) remembered.TryAdd(column.Title, column.Target ?? "");
        return remembered;
    }
}
