using Weir.Engine.Access;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Carries out one import: reads the file behind the last row that is dealt with and saves chunk by chunk until the end or a stop.</summary>
/// <remarks>A chunk is one transaction: its records, the outcome of its rows and the progress of the batch. After a crash at any point the stored progress
/// therefore says exactly which rows are in, and going on makes no twin.</remarks>
internal sealed partial class ImportRun(ExchangeContext context, Batch begun, CancellationToken stop)
{
    /// <summary>Enough rows for the cost of a commit to vanish, few enough that others who write wait only for a moment.</summary>
    public const int ChunkRows = 300;

    private readonly string? holder = begun.Plan.Holder;
    private Batch batch = begun;
    private Actor actor = null!;
    private ImportMap map = null!;
    private ImportReading reading = null!;
    private readonly ImportAhead ahead = new(context.Records);
    private Apps.App? app;

    /// <returns>The batch when it rests; null when somebody else has taken it.</returns>
    public async Task<Batch?> Go()
    {
        try
        {
            Refresh();
            using var file = context.Files.Demand(batch.Id);
            using var reader = SheetReader.Open(file, batch.Plan.FileName);
            reader.Select(batch.Import.Sheet);
            foreach (var (by, groups) in ahead.Chunks(reader.Rows(), batch.Import.LastRow))
            {
                if (stop.IsCancellationRequested) return batch;
                Refresh();
                // What was read ahead holds only for the rights, people and form it was read with.
                if (!await Chunk(by == ahead.Reading ? groups : [.. groups.SelectMany(Again)])) return await End();
            }
            return await Close(BatchState.Done, null);
        }
        catch (SheetProblem refused)
        {
            return await Close(BatchState.Failed, SheetFaults.Problem(refused).Message);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Forbidden or ProblemKind.NotFound)
        {
            return await Close(BatchState.Failed, refused.Problem.Message);
        }
    }

    /// <summary>Rights, people and the form as they are now, not as they were when the import was started.</summary>
    /// <exception cref="ProblemException">The person may no longer import.</exception>
    private void Refresh()
    {
        var people = context.People();
        var now = context.Apps.Find(batch.Form.App.Key);
        if (ReferenceEquals(app, now) && actor is not null && ReferenceEquals(actor.Directory, people)) return;
        app = now;
        if (now?.Find(batch.Form.Key) is not { } form) throw Problem.NotFound("form.not_found").Exception();
        if (!people.Members.TryGetValue(batch.ById, out var member) || !member.Active)
            throw Problem.Forbidden("import.no_member", ("发起导入的成员已停用。", "The member who started the import is no longer active.")).Exception();
        actor = people.Actor(batch.ById, "import:" + batch.Id);
        Importer.Demand(actor, form);
        batch = batch with { Form = form };
        map = new(actor, form, batch.Import);
        reading = new(actor, form, map, context.Now);
        ahead.Use(new(actor, form, map, context.Now));
    }

    /// <summary>Saves them together; what is refused as a whole is halved until the row that is to blame stands alone. False when the batch is to stop here.</summary>
    private async Task<bool> Chunk(IReadOnlyList<ImportGroup> groups)
    {
        for (var waits = 1; ; waits++)
        {
            try
            {
                await Save(groups);
                return true;
            }
            catch (BatchLost)
            {
                if (!await Reload()) return false;
                if (batch.Import.LastRow >= groups[^1].LastRow) return true;
            }
            catch (ProblemException busy) when (busy.Problem.Kind == ProblemKind.Unavailable && waits <= 8)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 << waits), stop);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                if (!await Reload()) return false;
                if (batch.Import.LastRow >= groups[^1].LastRow) return true;
                if (groups.Count == 1) await Fail(groups[0], failure);
                else
                    foreach (var half in groups.Chunk((groups.Count + 1) / 2))
                        if (half.Where(g => batch.Import.LastRow < g.LastRow).SelectMany(Again).ToList() is { Count: > 0 } rest && !await Chunk(rest)) return false;
                return true;
            }
            groups = [.. groups.SelectMany(Again)];
        }
    }

    private IEnumerable<ImportGroup> Again(ImportGroup group) => reading.Groups(group.Rows, afterRow: 0);

    private async Task Save(IReadOnlyList<ImportGroup> groups)
    {
        await context.Database.Read(async session =>
        {
            await reading.Read(session, groups);
            return true;
        }, stop);
        var tried = groups.Where(g => g.Draft is not null).ToList();
        Batch? next = null;
        if (tried.Count == 0) await context.Database.Write(session => Record(session, []), stop);
        else await context.Records.SaveMany(actor, [.. tried.Select(g => g.Draft!)], Record, stop);
        batch = next!;

        async ValueTask Record(Session session, IReadOnlyList<(Saved? Saved, Problem? Problem)> results)
        {
            var outcome = new ImportOutcome(map, batch);
            for (var (i, n) = (0, 0); i < groups.Count; i++)
            {
                var (saved, problem) = groups[i].Draft is null ? (null, null) : results[n++];
                outcome.Add(groups[i], saved, problem);
            }
            await BatchRows.AddLines(session, batch.Form.App.Schema, outcome.Lines);
            next = await BatchStore.Change(session, batch with { Plan = Held(outcome.Plan) });
        }
    }

    /// <summary>A row that cannot be saved for a reason nobody foresaw stops the others from nothing; when not even that can be written, the batch rests.</summary>
    private async Task Fail(ImportGroup group, Exception failure)
    {
        var problem = (failure as ProblemException)?.Problem ?? Problem.Invalid("import.row_failed", ("这一行没能保存，请联系管理员。", "This row could not be saved; please ask an administrator."));
        await context.Database.Write(async session =>
        {
            var outcome = new ImportOutcome(map, batch);
            outcome.Add(group, null, problem);
            await BatchRows.AddLines(session, batch.Form.App.Schema, outcome.Lines);
            batch = await BatchStore.Change(session, batch with { Plan = Held(outcome.Plan) });
        }, stop);
    }
}
