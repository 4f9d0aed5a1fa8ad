using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Sends a record back: to who submitted it, or to a node that it has gone through. Never without saying why.</summary>
internal sealed class RejectAction : ApprovalVerb
{
    public override string Key => "approval.reject";

    public override Words Label => ("驳回", "Reject");

    public override Words Done => ("已驳回", "Rejected");

    public override string Icon => "arrow-back-up";

    public override ActionTone Tone => ActionTone.Danger;

    public static RejectAction Of(Form form)
    {
        var action = new RejectAction { Form = form };
        var flows = ApprovalSettings.Of(form).AllFlows.ToList();
        var options = flows.SelectMany(f => f.Nodes).DistinctBy(n => n.Key).Select(n => new Option(n.Key, n.Label)).Prepend(new(ApprovalQuestion.Start, ("发起人", "Who submitted it")));
        var rules = flows.SelectMany(f => f.Nodes.Select((n, i) => new RuleDefinition
        {
            Kind = RuleKind.Options, Fields = [ApprovalQuestion.To], Options = [ApprovalQuestion.Start, .. f.Nodes.Take(i).Select(b => b.Key)],
            When = new() { Field = ApprovalQuestion.Node, Op = "is", Value = JsonSerializer.SerializeToElement(ApprovalQuestion.Place(f.Definition.Key, n.Key)) },
        }));
        action.Ask = ApprovalQuestion.Build(form, action.Key, action.Label,
            [ApprovalQuestion.CommentField(required: true), ApprovalQuestion.Choice(ApprovalQuestion.To, ("退回到", "Back to"), options, ApprovalQuestion.Start), .. ApprovalQuestion.Unseen], [.. rules]);
        return action;
    }

    internal override async ValueTask Begin(ActionRun run, Draft asked)
    {
        if (await Case.Load(run.Session, Form, run.Record.Id) is { } approval && approval.Open(run.Actor.MemberId) is { } task) ApprovalQuestion.Begin(approval, task, run.Record, asked);
    }

    protected override Problem? Hinder(ActionRun run, Case approval) => NotAsked(run, approval);

    protected override async ValueTask Run(ActionRun run, Case approval, Course course)
    {
        ApprovalQuestion.Demand(run, approval);
        var to = run.Asked![ApprovalQuestion.To] as string is { } key && key != ApprovalQuestion.Start ? key : null;
        if (to is not null && approval.Before.All(n => n.Key != to))
            throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError(ApprovalQuestion.To, "approval.bad_node", ("只能退回到已经走过的节点。", "It can only go back to a step it has gone through."))).Exception();
        await course.Reject(to, ApprovalQuestion.CommentOf(run)!);
    }
}
