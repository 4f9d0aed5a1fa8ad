using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>What happens when the time of a node is up; the clock does it, nobody else.</summary>
internal sealed class ExpireAction : ApprovalVerb
{
    public const string Name = "approval.expire", Round = "round";

    public override string Key => Name;

    public override Words Label => ("到时处理", "Time is up");

    public override string Icon => "clock";

    public override bool Offered => false;

    public static ExpireAction Of(Form form)
    {
        var action = new ExpireAction { Form = form };
        action.Ask = ApprovalQuestion.Build(form, action.Key, action.Label, [new() { Key = Round, Type = "text", Label = ("轮次", "Round"), Required = true }]);
        return action;
    }

    /// <summary>The node of which the clock speaks: this approval, entered for the so-many-th time.</summary>
    public static string Written(long approval, int round) => FormattableString.Invariant($"{approval}/{round}");

    public override bool For(FormAccess access) => access.Actor.IsSystem;

    protected override Problem? Hinder(ActionRun run, Case approval) => null;

    protected override async ValueTask Run(ActionRun run, Case approval, Course course)
    {
        if (run.Asked![Round] as string == Written(approval.Row.Id, approval.Row.Round)) await course.Expire();
    }
}
