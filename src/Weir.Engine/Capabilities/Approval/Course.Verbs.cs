using Weir.Engine.Outbox;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>What those who are asked can do.</summary>
internal sealed partial class Course
{
    /// <summary>A member approves: every question open to them here is answered by it.</summary>
    public async ValueTask Approve(string? comment)
    {
        var mine = approval.Here.Where(t => t.MemberId == run.Actor.MemberId && t.State == Case.Asked).ToList();
        if (mine.Count == 0) throw Settled().Exception();
        foreach (var task in mine) await Change(task, Case.Approved, Case.Done, comment);
        await Note("approve", comment, forId: mine[0].ForId);
        await Settle();
    }

    /// <param name="to">Key of a node it has gone through; null sends it back to who submitted it.</param>
    public async ValueTask Reject(string? to, string comment)
    {
        var mine = approval.Open(run.Actor.MemberId) ?? throw Settled().Exception();
        await Change(mine, Case.Rejected, Case.Done, comment);
        if (to is null)
        {
            await Note("reject", comment, forId: mine.ForId);
            await Report(NotificationKind.Rejected);
            await Broken(Approval.Rejected, Definition.OnRejected, comment);
            return;
        }
        await Note("return", comment, detail: to, forId: mine.ForId);
        await Close(approval.Here.Where(t => t.State is Case.Asked or Case.Waiting), Case.Cancelled);
        await Enter(approval.Flow.Nodes.First(n => n.Key == to));
    }

    public async ValueTask Withdraw(string? comment)
    {
        await Note("withdraw", comment);
        await Broken(Approval.Withdrawn, Definition.OnWithdrawn);
    }

    public async ValueTask Transfer(ApprovalTaskRow task, long to, string? comment)
    {
        await Change(task, Case.Transferred, Case.Done, comment);
        await Note("transfer", comment, detail: to.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Ask([Task(task.Node, task.Part, to, null) with { Origin = task.Origin, DueAt = task.DueAt }]);
    }

    /// <summary>Signers decide before the member, or after; one after the other. The node is not left without them.</summary>
    public async ValueTask AddSigners(IReadOnlyList<long> signers, bool before, string? comment)
    {
        var mine = approval.Open(run.Actor.MemberId) ?? throw Settled().Exception();
        await Note(before ? "add_before" : "add_after", comment, detail: string.Join(',', signers));
        var part = approval.Here.Max(t => t.Part);
        var waits = before ? (int?)null : mine.Part;
        var added = new List<ApprovalTaskRow>();
        foreach (var signer in signers)
        {
            added.Add(Task(mine.Node, ++part, signer, waits) with { Origin = mine.Part, DueAt = mine.DueAt });
            waits = part;
        }
        if (before)
            foreach (var task in approval.Here.Where(t => t.Part == mine.Part && t.State == Case.Asked).ToList()) await Change(task, Case.Waiting, null, waits: part);
        else
            foreach (var task in approval.Here.Where(t => t.Waits == mine.Part && t.State == Case.Waiting).ToList()) await Change(task, Case.Waiting, null, waits: part);
        await Ask(added);
    }

    public async ValueTask Urge(string? comment)
    {
        await Note("urge", comment);
        await Remind(run.Actor.MemberId);
    }

    /// <summary>The time of the node is up.</summary>
    public async ValueTask Expire()
    {
        switch (approval.Node?.Definition.Limit?.Then)
        {
            case LimitThen.Return:
                await Note("auto_return");
                await Report(NotificationKind.Rejected);
                await Broken(Approval.Rejected, Definition.OnRejected);
                break;
            case LimitThen.Approve when ApproveAction.Missing(approval.Node, run.Record).Count == 0:
                await Note("auto_approve");
                await Close(approval.Here.Where(t => t.State is Case.Asked or Case.Waiting), Case.Expired);
                await GoOn();
                break;
            default:
                await Note("remind");
                await Remind(0);
                break;
        }
    }

    private async ValueTask Remind(long by)
    {
        foreach (var member in approval.Here.Where(t => t.State == Case.Asked).Select(t => t.MemberId).Distinct()) await Send(member, NotificationKind.Urged, by);
    }

    /// <summary>After an approval: whoever need not decide any more is let go, whoever has waited is asked, and a node with nothing left to ask is done.</summary>
    private async ValueTask Settle()
    {
        bool Satisfied(int part) => approval.Here.Any(t => t.Part == part && t.State == Case.Approved);
        bool Pending(ApprovalTaskRow t) => t.State is Case.Asked or Case.Waiting;
        await Close(approval.Here.Where(t => Pending(t) && Satisfied(t.Part)), Case.Skipped);
        if (approval.Node?.Definition.Mode == NodeMode.Any && approval.Here.Any(t => t.Origin is null && t.State == Case.Approved))
            await Close(approval.Here.Where(t => Pending(t) && !Satisfied(t.Origin ?? t.Part)), Case.Skipped);
        foreach (var task in approval.Here.Where(t => t.State == Case.Waiting && t.Waits is { } part && Satisfied(part)).ToList())
        {
            await Change(task, Case.Asked, Case.ToDo);
            await Send(task.MemberId, NotificationKind.ToApprove, approval.Row.ById);
        }
        if (!approval.Here.Any(Pending)) await GoOn();
    }

    private async ValueTask GoOn()
    {
        if (await Next(approval.Flow.IndexOf(approval.Row.Node) + 1) is { } next) await Enter(next);
        else await Approved();
    }
}
