using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Calls others in to decide too, before the member or after (加签).</summary>
internal sealed class AddSignerAction : ApprovalVerb
{
    private const int Most = 10;

    public override string Key => "approval.add_signer";

    public override Words Label => ("加签", "Add approvers");

    public override Words Done => ("已加签", "Approvers added");

    public override string Icon => "user-plus";

    public static AddSignerAction Of(Form form)
    {
        var action = new AddSignerAction { Form = form };
        action.Ask = ApprovalQuestion.Build(form, action.Key, action.Label,
        [
            new() { Key = ApprovalQuestion.Signers, Type = "members", Label = ("加签人", "Approvers"), Required = true },
            ApprovalQuestion.Choice(ApprovalQuestion.Order, ("顺序", "Order"), [new(ApprovalQuestion.Before, ("在我之前", "Before me")), new(ApprovalQuestion.After, ("在我之后", "After me"))], ApprovalQuestion.Before),
            ApprovalQuestion.CommentField(),
        ]);
        return action;
    }

    protected override Problem? Hinder(ActionRun run, Case approval) => NotAsked(run, approval);

    protected override async ValueTask Run(ActionRun run, Case approval, Course course)
    {
        var signers = ((long[])run.Asked![ApprovalQuestion.Signers]!).Distinct().ToList();
        if (signers.Count > Most) throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError(ApprovalQuestion.Signers, "approval.too_many", ($"一次最多加签 {Most} 人。", $"At most {Most} at once."))).Exception();
        foreach (var signer in signers) DemandSigner(run, approval, signer, ApprovalQuestion.Signers);
        await course.AddSigners(signers, run.Asked[ApprovalQuestion.Order] is not ApprovalQuestion.After, ApprovalQuestion.CommentOf(run));
    }
}
