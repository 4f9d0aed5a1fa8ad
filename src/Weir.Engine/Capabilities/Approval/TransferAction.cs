using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Gives the question to somebody else. An administrator can do so with what lies with others.</summary>
internal sealed class TransferAction : ApprovalVerb
{
    public override string Key => "approval.transfer";

    public override Words Label => ("转交", "Reassign");

    public override Words Done => ("已转交", "Reassigned");

    public override string Icon => "arrow-forward-up";

    public static TransferAction Of(Form form)
    {
        var action = new TransferAction { Form = form };
        action.Ask = ApprovalQuestion.Build(form, action.Key, action.Label, [new() { Key = ApprovalQuestion.To, Type = "member", Label = ("转交给", "Reassign to"), Required = true }, ApprovalQuestion.CommentField()]);
        return action;
    }

    protected override Problem? Hinder(ActionRun run, Case approval) => Task(run, approval) is null ? NotAsked(run, approval) : null;

    protected override async ValueTask Run(ActionRun run, Case approval, Course course)
    {
        var to = (long)run.Asked![ApprovalQuestion.To]!;
        DemandSigner(run, approval, to, ApprovalQuestion.To);
        await course.Transfer(Task(run, approval)!, to, ApprovalQuestion.CommentOf(run));
    }

    private ApprovalTaskRow? Task(ActionRun run, Case approval) => approval.Open(run.Actor.MemberId)
        ?? (FormAccess.Of(run.Actor, Form).Everything ? approval.Here.FirstOrDefault(t => t.State == Case.Asked) : null);
}
