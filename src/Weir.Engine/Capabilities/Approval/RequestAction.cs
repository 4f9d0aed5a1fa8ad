using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Asks for an action in the place of doing it. What is answered is kept with the approval; the record stays open to work meanwhile.</summary>
internal sealed class RequestAction(Request request) : RecordAction
{
    /// <summary>Why it is asked for, where the action itself asks for nothing.</summary>
    public const string Reason = "reason";

    private const int MostLookedAt = 50;

    public override string Key => KeyOf(request.Key);

    public override Words Label => request.Definition.Label;

    public override Words Done => ("已提交，等待审批", "Sent; it waits for approval");

    public override string Icon => request.Definition.Icon;

    public override Operation Can => request.Definition.Can;

    public override Condition When => request.When;

    public override string? Replaces => request.Definition.Instead ? request.Definition.Action : null;

    public static string KeyOf(string request) => "request." + request;

    public static RequestAction Of(Form form, Request request) => new(request) { Form = form };

    public override bool For(FormAccess access) =>
        base.For(access) && (request.Definition.Roles.Count == 0 || access.Actor.Roles(Form.App.Key).Any(request.Definition.Roles.Contains));

    /// <summary>What it asks is what the action asks, so that both are answered alike.</summary>
    internal override void Complete()
    {
        var carried = Carried() ?? throw ApprovalSettings.Wrong(Form, "approval.no_action", ($"没有动作“{request.Definition.Action}”。", $"There is no action '{request.Definition.Action}'."));
        if (carried.Ask is { } question)
        {
            if (question.LineFields.Any()) throw ApprovalSettings.Wrong(Form, "approval.asks_lines", ($"动作“{carried.Label.Zh}”要填明细，不能先申请后执行。", $"The action '{carried.Label.En}' asks for line items; it cannot be asked for and carried out later."));
            Borrow(question);
            return;
        }
        Ask = ActionQuestion.Build(Form, Key, Label, [new() { Key = Reason, Type = "long_text", Label = ("理由", "Reason"), Required = true, Settings = new() { ["maxLength"] = System.Text.Json.JsonSerializer.SerializeToElement(500) } }], []);
    }

    internal override async ValueTask<Problem?> Hinder(ActionRun run)
    {
        if (SystemFields.Deciding(run.Record)) return Problem.Conflict("approval.running", ("这条记录已有审批在进行，请等它结束。", "Something about this record is in approval already; wait for its end."));
        return Carried() is { } carried ? await run.Store.Hinders(run, carried, Actor.System("approval", run.Actor.Directory)) : Course.Settled();
    }

    internal override async ValueTask<ActionStanding?> Standing(Session session, Record record)
    {
        var (app, last) = (Form.App.Schema, (ApprovalRow?)null);
        foreach (var row in await ApprovalRows.Of(session, app, Form.No, record.Id, MostLookedAt)) last ??= row.Request == request.Key ? row : null;
        if (last is null or { State: Approval.Withdrawn }) return null;
        var tasks = await ApprovalTaskRows.Of(session, app, [last.Id]);
        return last.State switch
        {
            Approval.Approved => new(StandingState.Granted, Who(Case.Approved), last.EndedAt ?? last.At, null),
            Approval.Rejected => new(StandingState.Refused, Who(Case.Rejected), last.EndedAt ?? last.At, tasks.FirstOrDefault(t => t.State == Case.Rejected)?.Comment),
            _ => new(StandingState.Waiting, Who(Case.Asked), last.At, null),
        };

        IReadOnlyList<long> Who(string state) => [.. tasks.Where(t => t.State == state && (last.EndedAt is not null || t.Round == last.Round)).Select(t => t.MemberId).Distinct()];
    }

    internal override ValueTask Begin(ActionRun run, Draft asked) => Carried()!.Ask is null ? ValueTask.CompletedTask : Carried()!.Begin(run, asked);

    internal override ValueTask Run(ActionRun run) => Course.Ask(run, request, AskedAnswers.Write(run.Asked!));

    private RecordAction? Carried() => Form.Action(request.Definition.Action);
}
