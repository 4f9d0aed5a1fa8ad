using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Ownership;

/// <summary>A record that went to another owner together with others.</summary>
/// <param name="Title">Empty when the actor may not see it.</param>
/// <param name="Stays">Why it does not go back; null when it does.</param>
public sealed record TransferredRecord(Form Form, long Id, string Title, Words? Stays);

/// <summary>What one transfer moved, from whom to whom.</summary>
public sealed record PastTransfer(DateTime At, long By, long From, long To, string? Note, IReadOnlyList<TransferredRecord> Records);

/// <summary>Takes transfers back, record by record, as long as nothing newer is undone by it. Makes none itself.</summary>
public sealed class Transfers(Database database, RecordStore records, RecordQuery query, TimeProvider clock)
{
    /// <summary>So long a transfer can be taken back.</summary>
    public const int Days = 30;

    private const int Most = 500;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The transfer by which a record came to its present owner, with all that went along; null when it came otherwise or too long ago.</summary>
    /// <exception cref="ProblemException">NotFound; Forbidden to who may not assign it.</exception>
    public Task<PastTransfer?> Last(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session => (await Find(session, actor, form, id))?.Past, cancel);

    /// <summary>Gives back what may go back, each record for itself.</summary>
    /// <param name="only">Which of the records, as form and id; all when null.</param>
    /// <returns>Every record of the transfer that was asked for: those without a reason went back.</returns>
    /// <exception cref="ProblemException">NotFound; Forbidden; Conflict when there is no transfer to take back any more.</exception>
    public async Task<PastTransfer> Undo(Actor actor, Form form, long id, IReadOnlySet<(string Form, long Id)>? only = null, CancellationToken cancel = default)
    {
        if (await database.Read(session => Find(session, actor, form, id), cancel) is not { } found)
            throw Problem.Conflict("transfer.gone", ($"没有可以撤销的转移：超过 {Days} 天，或负责人后来又变过。", $"There is no transfer to take back: it is more than {Days} days ago, or the owner has changed since.")).Exception();
        var results = new List<TransferredRecord>();
        foreach (var same in found.Past.Records.Where(r => only?.Contains((r.Form.Key, r.Id)) != false).GroupBy(r => r.Form))
        {
            var going = same.Where(r => r.Stays is null).ToList();
            var drafts = going.Select(r => new Draft(same.Key)
            {
                Id = r.Id, SeenVersion = found.Versions[(same.Key, r.Id)], ByAction = true, Handing = new(OwnershipKind.Transfer, Note: actor.Chinese ? "撤销转移" : "Transfer taken back"),
            }.Set(SystemFields.Owner, found.Past.From)).ToList();
            var saved = await records.SaveMany(actor, drafts, cancel);
            results.AddRange(going.Select((r, i) => saved[i].Problem is { } problem ? r with { Stays = problem.Errors is [var first, ..] ? first.Message : problem.Message } : r));
            results.AddRange(same.Where(r => r.Stays is not null));
        }
        return found.Past with { Records = results };
    }

    private async ValueTask<(PastTransfer Past, IReadOnlyDictionary<(Form, long), long> Versions)?> Find(Session session, Actor actor, Form form, long id)
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Assign, id, Now);
        var schema = form.App.Schema;
        if ((await OwnershipRows.Of(session, schema, form.No, id, null, 1)) is not [{ Kind: "transfer", FromId: { } from, ToId: { } to } last] || last.At < Now.AddDays(-Days)) return null;
        var rows = await OwnershipRows.Together(session, schema, [.. form.App.Forms.Select(f => (long)f.No)], last, Most);
        var (moved, versions) = (new List<TransferredRecord>(), new Dictionary<(Form, long), long>());
        // The record that was asked about first, then form by form.
        foreach (var same in rows.GroupBy(r => r.FormNo).OrderBy(g => g.Key == form.No ? 0 : g.Key))
        {
            if (form.App.Forms.FirstOrDefault(f => f.No == same.Key) is not { } of) continue;
            var ids = same.Select(r => r.RecordId).Distinct().ToList();
            var (access, read, newest) = (FormAccess.Of(actor, of), await RecordRows.Read(session, of, ids, lines: false), await OwnershipRows.Newest(session, schema, of.No, ids));
            var allowed = access.Can(Operation.Assign) ? await RowCheck.Allowed(session, access, Operation.Assign, ids, Now) : new HashSet<long>();
            var titles = await query.Titles(session, actor, of, ids);
            foreach (var row in same.OrderBy(r => r.RecordId == id ? 0 : r.RecordId))
            {
                if (!read.TryGetValue(row.RecordId, out var record)) continue;
                moved.Add(new(of, row.RecordId, titles.GetValueOrDefault(row.RecordId, ""), Stays(record, newest.GetValueOrDefault(row.RecordId) == row.Id)));
                versions[(of, row.RecordId)] = record.Version;
            }

            Words? Stays(Record record, bool last)
            {
                if (record.Deleted) return ("已在回收站。", "It is in the recycle bin.");
                if (record[SystemFields.Owner] as long? != to || !last) return Name(record[SystemFields.Owner] as long?) is { } now ? ($"后来归了{now}，保持不变。", $"It went on to {now} and stays there.") : ("后来回到了池中，保持不变。", "It went back to its pool and stays there.");
                if (!allowed.Contains(record.Id)) return ("你不能更换它的负责人。", "You may not change its owner.");
                return actor.Directory.Members.TryGetValue(from, out var former) && former.Active ? null : ("原负责人已停用。", "The former owner is inactive.");
            }
        }
        return (new(last.At, last.ById, from, to, last.Note, moved), versions);

        string? Name(long? member) => member is { } owner && actor.Directory.Members.TryGetValue(owner, out var person) ? person.Name : null;
    }
}
