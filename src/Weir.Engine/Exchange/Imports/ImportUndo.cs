using Weir.Engine.Access;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Takes an import back, from its last row to its first: what it made goes to the recycle bin, what it changed gets its old values; what others changed since stays.</summary>
internal sealed class ImportUndo(ExchangeContext context, Batch begun, CancellationToken stop)
{
    private static readonly IReadOnlyList<string> Done = [RowOutcome.Created, RowOutcome.Updated];

    private readonly string? holder = begun.Plan.Holder;
    private Batch batch = begun;

    private Actor actor = null!;

    public async Task<Batch?> Go()
    {
        var people = context.People();
        if (!people.Members.TryGetValue(batch.ById, out var member) || !member.Active) return await Close(BatchState.Failed, ("发起导入的成员已停用。", "The member who started the import is no longer active."));
        actor = people.Actor(batch.ById, "undo:" + batch.Id);
        var most = ImportRun.ChunkRows;
        while (!stop.IsCancellationRequested)
        {
            var lines = await Next(most);
            if (lines.Count == 0) return await Close(BatchState.Undone, null);
            try
            {
                if (lines[0].Op == RowOutcome.Created) await Withdraw(lines);
                else await Restore(lines);
                most = ImportRun.ChunkRows;
            }
            catch (BatchLost)
            {
                if (await context.Batches.Find(batch.Form.App, batch.Id, CancellationToken.None) is not { } now || now.Plan.Holder != holder) return null;
                batch = now;
            }
            catch (ProblemException) when (most > 1)
            {
                // One of them is in the way: one by one, the others get through.
                most = 1;
            }
            catch (ProblemException refused) when (refused.Problem.Kind != ProblemKind.Unavailable)
            {
                await context.Database.Write(session => Keep(session, [lines[0] with { Op = RowOutcome.Left, Error = Note(lines[0], refused.Problem.Message) }]), stop);
            }
        }
        return batch;
    }

    /// <summary>The next lines of one outcome in which no record comes twice.</summary>
    private async Task<IReadOnlyList<BatchLine>> Next(int most)
    {
        var back = await context.Database.Read(session => BatchRows.LinesBack(session, batch.Form.App.Schema, batch.Id, Done, batch.Import.UndoRow, most), stop);
        var ids = new HashSet<long>();
        return [.. back.TakeWhile(l => l.Op == back[0].Op && ids.Add(l.RecordId ?? 0))];
    }

    private Task Withdraw(IReadOnlyList<BatchLine> lines) => context.Records.Withdraw(
        actor, batch.Form, [.. lines.Select(l => l.RecordId!.Value)], new HashSet<string> { "import:" + batch.Id, "undo:" + batch.Id },
        (session, stays) => Keep(session, [.. lines.Select(l => stays[l.RecordId!.Value] is { } why ? l with { Op = RowOutcome.Left, Error = Note(l, why) } : l with { Op = RowOutcome.Undone })]), stop);

    private async Task Restore(IReadOnlyList<BatchLine> lines)
    {
        var present = await context.Database.Read(session => RecordRows.Read(session, batch.Form, [.. lines.Select(l => l.RecordId!.Value)], lines: true), stop);
        var drafts = new List<Draft>();
        var results = new BatchLine[lines.Count];
        var at = new List<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            var changed = new List<Words>();
            if (present.GetValueOrDefault(lines[i].RecordId!.Value) is not { Deleted: false } record)
            {
                results[i] = lines[i] with { Op = RowOutcome.Left, Error = Note(lines[i], ("记录已被删除。", "The record has been deleted.")) };
                continue;
            }
            var draft = UndoNote.Read(lines[i].Before!, record, changed);
            var nothing = draft.Values.Count + draft.Lines.Count == 0;
            results[i] = lines[i] with { Op = nothing && changed.Count > 0 ? RowOutcome.Left : RowOutcome.Undone, Error = changed.Count == 0 ? null : Note(lines[i], Since(changed)) };
            if (nothing) continue;
            at.Add(i);
            drafts.Add(draft);
        }
        if (drafts.Count == 0) await context.Database.Write(session => Keep(session, results), stop);
        else await context.Records.SaveMany(actor, drafts, (session, saved) =>
        {
            for (var n = 0; n < saved.Count; n++)
                if (saved[n].Problem is { } refused) results[at[n]] = lines[at[n]] with { Op = RowOutcome.Left, Error = Note(lines[at[n]], refused.Errors.Count > 0 ? refused.Errors[0].Message : refused.Message) };
            return Keep(session, results);
        }, stop);
    }

    private async ValueTask Keep(Session session, IReadOnlyList<BatchLine> lines)
    {
        foreach (var line in lines) await BatchRows.ChangeLine(session, batch.Form.App.Schema, line);
        var left = lines.Count(l => l.Op == RowOutcome.Left);
        var plan = batch.Import with { UndoRow = (int)lines[^1].RowNo, Undone = batch.Import.Undone + lines.Count - left, Left = batch.Import.Left + left, HeldUntil = context.Now + BatchRunner.Lease, Tries = 0 };
        var next = await BatchStore.Change(session, batch with { Plan = plan });
        session.AfterCommit(() => batch = next);
    }

    private async Task<Batch?> Close(BatchState state, Words? failure) =>
        await context.Batches.TryChange(batch with { State = state, Plan = batch.Import with { Holder = null, HeldUntil = null, EndedAt = context.Now, Failure = failure } }, CancellationToken.None);

    private static string Note(BatchLine line, Words why) => RowError.Write([new((int)line.RowNo, "", "undo.left", why)]);

    private static Words Since(IReadOnlyList<Words> fields) =>
        ($"{string.Join("、", fields.Select(f => f.Zh))}在导入后又被修改，已保留。", $"{string.Join(", ", fields.Select(f => f.En))}: changed since the import, so kept.");
}
