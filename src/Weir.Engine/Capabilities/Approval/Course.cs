using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Moves an approval on within the transaction of an action: begins it, enters its nodes, ends it. The record is locked, so of two who decide one comes second.</summary>
internal sealed partial class Course(ActionRun run, Case approval)
{
    private readonly Form form = run.Record.Form;

    private Session Session => run.Session;

    private Sql.Schema.SqlName App => form.App.Schema;

    private ApprovalDefinition Definition => ApprovalSettings.Of(form).Definition;

    /// <summary>Begins to decide on something that is asked for; where nobody is to be asked it is done at once.</summary>
    public static async ValueTask Ask(ActionRun run, Request request, string answers)
    {
        var form = run.Record.Form;
        var row = new ApprovalRow(run.Store.Ids.Next(), form.No, run.Record.Id, request.Flow.Definition.Key, request.Flow.Write(), form.App.Version, Approval.InApproval, null, 0, run.Actor.MemberId, run.Now, null)
        {
            Request = request.Key, Answers = answers,
        };
        var course = new Course(run, new Case { Row = row, Flow = request.Flow, Tasks = [] });
        await ApprovalRows.Add(run.Session, form.App.Schema, row);
        await course.Note("submit");
        if (await course.Next(0) is not { } first)
        {
            await course.Approved(auto: true);
            return;
        }
        await run.Set((SystemFields.FlowRequest, request.Key));
        await course.Enter(first);
    }

    /// <summary>Takes the first flow that fits; without one, or where nobody is to be asked, the record is approved at once.</summary>
    public static async ValueTask Start(ActionRun run)
    {
        var form = run.Record.Form;
        var settings = ApprovalSettings.Of(form);
        if (settings.Definition.Why is { } why && run.Record[why] is not null) await run.Set((why, null));
        Flow? taken = null;
        foreach (var flow in settings.Flows)
            if (taken is null && await flow.When.Holds(run.Record, run.Linked, run.Actor, run.Now)) taken = flow;
        taken ??= Flow.Compile(form, new FlowDefinition { Key = "none", Label = ("无需审批", "No approval needed"), Auto = true });
        var row = new ApprovalRow(run.Store.Ids.Next(), form.No, run.Record.Id, taken.Definition.Key, taken.Write(), form.App.Version, Approval.InApproval, null, 0, Submitter(run), run.Now, null);
        var course = new Course(run, new Case { Row = row, Flow = taken, Tasks = [] });
        await ApprovalRows.Add(run.Session, form.App.Schema, row);
        await course.Note("submit");
        var first = taken.Definition.Auto ? null : await course.Next(0);
        if (first is null)
        {
            await course.Follow(settings.Definition.OnSubmit);
            await course.Approved(auto: true);
            return;
        }
        await run.Set((SystemFields.FlowStatus, Approval.InApproval), (Approval.NodeField, course.Known(first.Key)));
        await course.Follow(settings.Definition.OnSubmit);
        await course.Enter(first);
    }

    /// <summary>What hands itself in was handed in by who made it.</summary>
    private static long Submitter(ActionRun run) => !run.Actor.IsSystem ? run.Actor.MemberId : run.Record[SystemFields.CreatedBy] as long? ?? run.Record[SystemFields.Owner] as long? ?? 0;

    /// <summary>The first node from there on whose condition holds for the record as it is.</summary>
    private async ValueTask<Node?> Next(int from)
    {
        foreach (var node in approval.Flow.Nodes.Skip(from))
            if (await node.When.Holds(run.Record, run.Linked, run.Actor, run.Now)) return node;
        return null;
    }

    private async ValueTask Enter(Node node)
    {
        approval.Row = approval.Row with { Node = node.Key, Round = approval.Row.Round + 1 };
        await Keep();
        if (!approval.IsRequest && run.Record[Approval.NodeField] as string != Known(node.Key)) await run.Set((Approval.NodeField, Known(node.Key)));
        var approvers = new Approvers(run, approval.Row.ById);
        var (parts, nobody) = await approvers.Of(node.Definition.Approvers);
        if (nobody) await Note("no_approver");
        var due = node.Definition.Limit is { } limit ? run.Now.AddMinutes(limit.Minutes) : (DateTime?)null;
        var away = (await ApprovalLeaveRows.At(Session, App, run.Now)).ToDictionary(l => l.MemberId);
        var tasks = new List<ApprovalTaskRow>();
        for (var part = 0; part < parts.Count; part++)
            foreach (var member in parts[part])
            {
                // Several who must sign are several people: nobody stands in for one beside whom they sign themselves.
                var beside = node.Definition.Mode == NodeMode.Any ? [] : parts.Where((_, other) => other != part).SelectMany(p => p).Concat(tasks.Where(t => t.Part != part).Select(t => t.MemberId)).ToHashSet();
                var (asked, instead) = StandIn(approvers, away, member, beside);
                if (tasks.Any(t => t.Part == part && t.MemberId == asked)) continue;
                var waits = node.Definition.Mode == NodeMode.Turn && part > 0 ? part - 1 : (int?)null;
                tasks.Add(Task(node.Key, part, asked, waits) with { ForId = instead, DueAt = due });
            }
        await Ask(tasks);
        if (due is { } at) await OutboxRows.Add(Session, App, new(run.Store.Ids.Next(), ApprovalTimer.Letter, ApprovalTimer.Payload(approval.Row), at, 0, null));
        await Tell(node.Key, await approvers.Told(node.Definition.Cc));
    }

    private async ValueTask Approved(bool auto = false)
    {
        await End(Approval.Approved);
        if (auto) await Note("auto");
        if (approval.IsRequest) await CarryOut();
        else
        {
            await run.Set((SystemFields.FlowStatus, Approval.Approved), (Approval.NodeField, null));
            await Follow(Definition.OnApproved);
        }
        await Tell(null, await new Approvers(run, approval.Row.ById).Told(approval.Flow.Definition.Cc));
        if (!auto) await Report(NotificationKind.Approved);
    }

    /// <summary>Ends it otherwise. What the form does about it comes first: a check that holds for the state before must not keep a record from leaving it.</summary>
    private async ValueTask Broken(string state, string? action, string? why = null)
    {
        await Close(approval.Here.Where(t => t.State is Case.Asked or Case.Waiting), Case.Cancelled);
        await End(state);
        if (approval.IsRequest)
        {
            await run.Set((SystemFields.FlowRequest, null));
            return;
        }
        await Follow(action);
        await run.Set([(SystemFields.FlowStatus, state), (Approval.NodeField, null), .. Definition.Why is { } field && why is not null ? [(field, why)] : Array.Empty<(string, object?)>()]);
    }

    /// <summary>Does what was asked for, with the answers that were given then. It can be hindered by now; then the decision is refused with the reason.</summary>
    private async ValueTask CarryOut()
    {
        if (run.Record[SystemFields.FlowRequest] is not null) await run.Set((SystemFields.FlowRequest, null));
        var asked = ApprovalSettings.Of(form).Requests.FirstOrDefault(r => r.Key == approval.Row.Request);
        if (asked is null || form.Action(asked.Definition.Action) is not { } action)
            throw Problem.Conflict("approval.no_request", ("这种申请已从表单中移除，请驳回。", "Such requests have been taken out of the form; reject it.")).Exception();
        var answers = action.Ask is { } question ? AskedAnswers.Read(question, approval.Row.Answers!).ToDictionary(a => a.Field.Key, a => a.Value) : [];
        await run.Run(action, run.Record.Id, answers, run.Actor.ByDecision());
    }

    private ValueTask End(string state)
    {
        approval.Row = approval.Row with { State = state, Node = null, EndedAt = run.Now };
        return Keep();
    }

    private async ValueTask Keep()
    {
        if (await ApprovalRows.Change(Session, App, approval.Row) == 0) throw Settled().Exception();
    }

    private async ValueTask Follow(string? action)
    {
        if (action is not null && form.Action(action) is { } follows) await run.Run(follows, run.Record.Id, new Dictionary<string, object?>());
    }

    /// <summary>The key, if the form of today knows the node; a flow of the past may have others.</summary>
    private string? Known(string node) => form[Approval.NodeField].Type.Options(form[Approval.NodeField]).Any(o => o.Key == node) ? node : null;

    public static Problem Settled() => Problem.Conflict("approval.decided", ("这一步已经处理过了，请刷新查看。", "This step has been decided already; reload to see it."));
}
