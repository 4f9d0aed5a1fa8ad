using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>What the verbs of a running approval share: they are done with a record that the member can see, and only while it is in approval.</summary>
internal abstract class ApprovalVerb : RecordAction
{
    public override Operation Can => Operation.View;

    internal sealed override async ValueTask<Problem?> Hinder(ActionRun run)
    {
        if (!SystemFields.Deciding(run.Record) || await Case.Load(run.Session, Form, run.Record.Id) is not { } approval) return Course.Settled();
        return Hinder(run, approval);
    }

    internal sealed override async ValueTask Run(ActionRun run)
    {
        var approval = await Case.Load(run.Session, Form, run.Record.Id) ?? throw Course.Settled().Exception();
        await Run(run, approval, new Course(run, approval));
    }

    protected abstract Problem? Hinder(ActionRun run, Case approval);

    protected abstract ValueTask Run(ActionRun run, Case approval, Course course);

    /// <summary>Only whom the approval asks now.</summary>
    protected static Problem? NotAsked(ActionRun run, Case approval) =>
        approval.Open(run.Actor.MemberId) is not null ? null
        : approval.Tasks.Any(t => t.MemberId == run.Actor.MemberId && t.State is not (Case.Waiting or Case.Told)) ? Course.Settled()
        : Problem.Forbidden("approval.not_yours", ("现在不需要你审批这条记录。", "You are not asked to decide on this record now."));

    /// <summary>Somebody who can decide here and is not asked already.</summary>
    protected static void DemandSigner(ActionRun run, Case approval, long member, string field)
    {
        Words? wrong = member == approval.Row.ById ? ("不能由提交人自己审批。", "Who submitted it cannot decide on it.")
            : approval.Here.Any(t => t.MemberId == member && t.State is Case.Asked or Case.Waiting) ? ("这位成员已经在审批了。", "This member is asked already.")
            : approval.Here.Any(t => t.MemberId == member && t.State == Case.Approved) ? ("这位成员已经审批过了，请另选一位。", "This member has signed already; choose somebody else.")
            : !new Approvers(run, approval.Row.ById).Can(member) ? ("这位成员已停用，或没有查看这类记录的角色。", "This member is inactive, or has no role that sees such records.") : null;
        if (wrong is not null) throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError(field, "approval.bad_signer", wrong)).Exception();
    }
}
