using Weir.Engine.Access;
using Weir.Engine.Outbox;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Whom it asks and tells, and what it writes down of that.</summary>
internal sealed partial class Course
{
    /// <summary>A share of this source opens a record to those who decide on it.</summary>
    public const string Share = "approval";

    private ApprovalTaskRow Task(string node, int part, long member, int? waits) => new(
        run.Store.Ids.Next(), approval.Row.Id, form.No, run.Record.Id, node, approval.Row.Round, part, waits, null, member, 0, waits is null ? Case.Asked : Case.Waiting, waits is null ? Case.ToDo : null, run.Now, null, null, null);

    /// <summary>Writes new tasks, opens the record to those who are asked, and tells those who are asked now.</summary>
    private async ValueTask Ask(IReadOnlyList<ApprovalTaskRow> tasks)
    {
        await ApprovalTaskRows.Add(Session, App, tasks);
        approval.Tasks.AddRange(tasks);
        foreach (var member in tasks.Select(t => t.MemberId).Distinct()) await ShareRows.Put(Session, App, new(form.No, member, run.Record.Id, RowAccess.ReadShare, null, Share));
        foreach (var task in tasks.Where(t => t.State == Case.Asked)) await Send(task.MemberId, NotificationKind.ToApprove, approval.Row.ById);
    }

    /// <summary>For those who only look: a copy in their list.</summary>
    private async ValueTask Tell(string? node, IReadOnlyList<long> members)
    {
        if (members.Count == 0) return;
        await ApprovalTaskRows.Add(Session, App, [.. members.Select(m => Task(node ?? "", 0, m, null) with { State = Case.Told, Box = Case.Cc })]);
        foreach (var member in members)
        {
            await ShareRows.Put(Session, App, new(form.No, member, run.Record.Id, RowAccess.ReadShare, null, Share));
            await Send(member, NotificationKind.Copied, approval.Row.ById);
        }
        await Note("cc", node: node, detail: string.Join(',', members));
    }

    private async ValueTask Change(ApprovalTaskRow task, string state, string? box, string? comment = null, int? waits = null)
    {
        var changed = task with { State = state, Box = box, Waits = waits, Comment = comment ?? task.Comment, DoneAt = state is Case.Asked or Case.Waiting ? null : run.Now };
        if (await ApprovalTaskRows.Change(Session, App, changed, task.State) == 0) throw Settled().Exception();
        approval.Tasks[approval.Tasks.IndexOf(task)] = changed;
    }

    /// <summary>Takes back what is asked no more; who has decided nothing here does not keep the record open.</summary>
    private async ValueTask Close(IEnumerable<ApprovalTaskRow> tasks, string state)
    {
        var closed = tasks.ToList();
        foreach (var task in closed) await Change(task, state, null);
        foreach (var member in closed.Select(t => t.MemberId).Distinct())
            if (approval.Tasks.All(t => t.MemberId != member || t.State is Case.Skipped or Case.Cancelled)) await ShareRows.Remove(Session, App, form.No, run.Record.Id, member, Share);
    }

    /// <summary>The member, or who stands in for them: the last of the chain of delegates who is not asked for another signature.</summary>
    private (long Asked, long Instead) StandIn(Approvers approvers, Dictionary<long, ApprovalLeaveRow> away, long member, HashSet<long> beside)
    {
        var (at, asked) = (member, member);
        for (var steps = 0; steps < 3 && away.TryGetValue(at, out var leave) && leave.DelegateId != approval.Row.ById && leave.DelegateId != member && approvers.Can(leave.DelegateId); steps++)
        {
            at = leave.DelegateId;
            if (!beside.Contains(at)) asked = at;
        }
        return (asked, asked == member ? 0 : member);
    }

    private async ValueTask Note(string kind, string? comment = null, string? node = null, string? detail = null, long forId = 0) => await ApprovalEventRows.Add(Session, App, new(
        run.Store.Ids.Next(), approval.Row.Id, form.No, run.Record.Id, run.Now, run.Actor.MemberId, forId, node ?? approval.Row.Node, kind, comment, detail));

    private ValueTask Report(NotificationKind kind) => approval.Row.ById == 0 ? ValueTask.CompletedTask : Send(approval.Row.ById, kind, run.Actor.MemberId);

    private async ValueTask Send(long member, NotificationKind kind, long by)
    {
        if (run.Actor.Quiet || member == run.Actor.MemberId) return;
        await new Tidings(member, kind, by) { FormNo = form.No, Records = [run.Record.Id] }.Send(Session, form.App, run.Store.Ids, run.Now);
    }
}
