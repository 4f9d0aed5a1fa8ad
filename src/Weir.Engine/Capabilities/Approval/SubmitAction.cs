using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Hands a record in for approval: whoever owns it, made it or may edit it.</summary>
internal sealed class SubmitAction : RecordAction
{
    public override string Key => "approval.submit";

    public override Words Label => ("提交审批", "Submit for approval");

    public override Words Done => ("已提交审批", "Submitted for approval");

    public override string Icon => "send";

    public override ActionTone Tone => ActionTone.Primary;

    public override Operation Can => Operation.View;

    internal override async ValueTask<Problem?> Hinder(ActionRun run)
    {
        if (run.Record[SystemFields.FlowStatus] is Approval.InApproval or Approval.Approved or "void")
            return Problem.Conflict("approval.submitted", ("这条记录已经提交过了。", "This record has been submitted already."));
        if (SystemFields.Deciding(run.Record)) return Problem.Conflict("approval.running", ("这条记录的申请还在审批，请等它结束再提交。", "A request about this record is being decided; submit it afterwards."));
        var settings = ApprovalSettings.Of(Form);
        await run.Linked.Load([run.Record], settings.SubmitWhen.Paths.Select(p => p.Via));
        if (!RuleBook.Holds(settings.SubmitWhen, run.Record, run.Linked, run.Actor, run.Now))
            return Problem.Conflict("action.not_now", ("现在不能提交审批：记录的状态不合适。", "It cannot be submitted now: the record is not in the right state."));
        var me = run.Actor.MemberId;
        if (run.Actor.IsSystem || me.Equals(run.Record[SystemFields.Owner]) || me.Equals(run.Record[SystemFields.CreatedBy])) return null;
        return await RowCheck.May(run.Session, FormAccess.Of(run.Actor, Form), Operation.Edit, run.Record.Id, run.Now) ? null : RowCheck.NotAllowed(Operation.Edit);
    }

    internal override ValueTask Run(ActionRun run) => Course.Start(run);
}
