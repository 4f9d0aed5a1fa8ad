using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Reminds those who have not decided yet; by whoever waits for them, and not every minute.</summary>
internal sealed class UrgeAction : ApprovalVerb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public override string Key => "approval.urge";

    public override Words Label => ("催办", "Urge");

    public override Words Done => ("已催办", "Reminder sent");

    public override string Icon => "bell-ringing";

    protected override Problem? Hinder(ActionRun run, Case approval) =>
        run.Actor.MemberId == approval.Row.ById || run.Actor.MemberId.Equals(run.Record[SystemFields.Owner]) || FormAccess.Of(run.Actor, Form).Everything ? null
        : Problem.Forbidden("approval.not_yours", ("只有提交人可以催办。", "Only who submitted it can urge."));

    protected override async ValueTask Run(ActionRun run, Case approval, Course course)
    {
        var last = (await ApprovalEventRows.Of(run.Session, Form.App.Schema, [approval.Row.Id])).LastOrDefault(e => e.Kind == "urge");
        if (last is not null && last.At > run.Now - Pause)
            throw Problem.TooMany("approval.urged", ("刚刚已经催过了，十分钟后可以再催。", "They have just been reminded; try again in ten minutes.")).Exception();
        await course.Urge(null);
    }
}
