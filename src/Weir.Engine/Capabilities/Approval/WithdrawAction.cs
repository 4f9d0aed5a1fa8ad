using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Takes a record back from approval: who submitted it, before anybody has decided; an administrator at any time.</summary>
internal sealed class WithdrawAction : ApprovalVerb
{
    public override string Key => "approval.withdraw";

    public override Words Label => ("撤回", "Withdraw");

    public override Words Done => ("已撤回", "Withdrawn");

    public override string Icon => "arrow-back";

    protected override Problem? Hinder(ActionRun run, Case approval)
    {
        if (FormAccess.Of(run.Actor, Form).Everything) return null;
        if (run.Actor.MemberId != approval.Row.ById) return Problem.Forbidden("approval.not_yours", ("只有提交人可以撤回。", "Only who submitted it can withdraw it."));
        return approval.Decided ? Problem.Conflict("approval.decided", ("已经有人审批过，不能再撤回。", "Somebody has decided already; it cannot be withdrawn any more.")) : null;
    }

    protected override ValueTask Run(ActionRun run, Case approval, Course course) => course.Withdraw(null);
}
