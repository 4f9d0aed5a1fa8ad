using System.Globalization;
using Microsoft.AspNetCore.Components;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Pages.Records;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Approvals;

/// <summary>A member's approvals: the lists, several decided at once, and who stands in. A single decision is an action of its record.</summary>
public sealed class ApprovalArea : PageArea
{
    private const int PerPage = 40;
    private const int MostAtOnce = 200;

    public override void Map(IEndpointRouteBuilder routes)
    {
        const string at = "/app/{app}/approvals";
        routes.MapGet(at, Show);
        routes.MapGet(at + "/waiting", Waiting);
        routes.MapPost(at + "/ask/{decision}", Ask);
        routes.MapPost(at + "/decide/{decision}", Decide);
        routes.MapGet(at + "/leave", AskLeave);
        routes.MapPost(at + "/leave", SetLeave);
    }

    private static async Task<IResult> Show(Visit visit, string? box, long? before, string? part)
    {
        var chosen = BoxOf(box);
        var found = await visit.Platform.Approvals.List(visit.Actor, visit.TheApp, chosen, before, PerPage + 1, visit.Cancel);
        IReadOnlyList<ApprovalLine> shown = [.. found.Take(PerPage)];
        var next = found.Count > PerPage ? $"{Url(visit)}?box={Word(chosen)}&before={shown[^1].Id.ToString(CultureInfo.InvariantCulture)}" : null;
        if (part == "rows") return Fragment(visit, ApprovalLines.Rows(visit, shown, chosen, next));
        if (part == "cards") return Fragment(visit, ApprovalLines.Cards(visit, shown, next));
        return Rendered.Page<ApprovalScreen>(visit, new PageHead(visit.Say("审批", "Approvals"), "approvals"), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Box"] = chosen, ["Lines"] = shown, ["Next"] = next, ["Leave"] = await visit.Platform.Approvals.LeaveOf(visit.Actor, visit.TheApp, visit.Cancel),
            ["Waiting"] = await visit.Platform.Approvals.Waiting(visit.Actor, visit.TheApp, visit.Cancel),
        });
    }

    /// <summary>The red figure in the menu.</summary>
    private static async Task<IResult> Waiting(Visit visit)
    {
        var count = await visit.Platform.Approvals.Waiting(visit.Actor, visit.TheApp, visit.Cancel);
        return Fragment(visit, count == 0 ? Markup.Nothing : Markup.Of($"<span class=\"w-badge\">{(count < Weir.Engine.Capabilities.Approval.Approvals.MostCounted ? count.ToString(CultureInfo.InvariantCulture) : "99+")}</span>"));
    }

    private static async Task<IResult> Ask(Visit visit, string decision)
    {
        var ids = Ids(await visit.Posted());
        return Rendered.Fragment<DecideDialog>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Approve"] = Approves(decision), ["Ids"] = ids });
    }

    private static async Task<IResult> Decide(Visit visit, string decision)
    {
        var posted = await visit.Posted();
        var (approve, ids, comment) = (Approves(decision), Ids(posted), posted["comment"].ToString().Trim());
        if (!approve && comment.Length == 0)
            return Rendered.Fragment<DecideDialog>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Approve"] = false, ["Ids"] = ids, ["Wrong"] = visit.Say("请写明驳回的原因。", "Say why it is rejected.") }, StatusCodes.Status422UnprocessableEntity);
        var results = new List<(string Title, string Url, string? Refused)>();
        foreach (var id in ids) results.Add(await One(visit, id, approve, comment));
        visit.Http.Response.Headers["HX-Trigger"] = "acted";
        return Rendered.Fragment<DecideOutcome>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Approve"] = approve, ["Results"] = results });
    }

    private static async Task<(string Title, string Url, string? Refused)> One(Visit visit, long task, bool approve, string comment)
    {
        if (await visit.Platform.Approvals.Of(visit.Actor, visit.TheApp, task, visit.Cancel) is not var (form, record)) return ("#" + task, Url(visit), visit.Say("这项待办不是你的。", "This is not yours to decide."));
        var url = $"/app/{visit.TheApp.Key}/{form.Key}/{record}";
        var title = "#" + record;
        try
        {
            var seen = await visit.Platform.Query.Get(visit.Actor, form, record, visit.Cancel);
            if (form.Title.Type.Text(form.Title, seen.Record[form.Title], visit.Display()) is { Length: > 0 } text) title = text;
            var action = approve ? "approval.approve" : "approval.reject";
            var draft = new Draft(form.Action(action)!.Ask!).Set("task", task.ToString(CultureInfo.InvariantCulture)).Set("comment", comment.Length == 0 ? null : comment);
            if (!approve) draft.Set("to", "start");
            await visit.Platform.Records.Act(visit.Actor, form, record, action, draft, visit.Cancel);
            return (title, url, null);
        }
        catch (ProblemException refused)
        {
            return (title, url, refused.Problem.Errors.Count > 0 ? string.Join(" ", refused.Problem.Errors.Select(e => visit.Say(e.Message))) : visit.Say(refused.Problem.Message));
        }
    }

    private static async Task<IResult> AskLeave(Visit visit) => Rendered.Fragment<LeaveDialog>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Leave"] = await visit.Platform.Approvals.LeaveOf(visit.Actor, visit.TheApp, visit.Cancel),
    });

    private static async Task<IResult> SetLeave(Visit visit)
    {
        var posted = await visit.Posted();
        try
        {
            await visit.Platform.Approvals.SetLeave(visit.Actor, visit.TheApp, posted["end"] == "1" ? null : LeaveDialog.Read(visit, posted), visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return Rendered.Fragment<LeaveDialog>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Posted"] = posted, ["Errors"] = refused.Problem.Errors }, StatusCodes.Status422UnprocessableEntity);
        }
        return Rendered.Go(visit, Url(visit));
    }

    internal static string Url(Visit visit) => $"/app/{visit.TheApp.Key}/approvals";

    internal static string Word(ApprovalBox box) => box.ToString().ToLowerInvariant();

    private static ApprovalBox BoxOf(string? word) => Enum.TryParse<ApprovalBox>(word, ignoreCase: true, out var box) && Enum.IsDefined(box) ? box : ApprovalBox.ToDo;

    private static bool Approves(string decision) => decision switch { "approve" => true, "reject" => false, _ => throw Problem.NotFound("page.not_found").Exception() };

    private static IReadOnlyList<long> Ids(IFormCollection posted) =>
        [.. posted["id"].Select(t => long.TryParse(t?.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().Take(MostAtOnce)];

    private static IResult Fragment(Visit visit, RenderFragment content) => Rendered.Fragment<Drawn>(visit, new Dictionary<string, object?> { ["Content"] = content });
}
