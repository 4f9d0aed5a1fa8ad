using Weir.Engine.Access;
using Weir.Engine.Handover;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Settings;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>Giving what a member has to others, before they leave or after: what there is, who takes it, who is asked first, what was left and why.</summary>
public sealed class HandoverArea : PageArea
{
    private const string At = MemberList.Path + "/{id:long}/handover";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(At, Show).ForAdministrators();
        routes.MapPost(At, Run).ForAdministrators();
        routes.MapPost(At + "/disable", Disable).ForAdministrators();
        routes.MapPost(At + "/{request:long}/withdraw", Withdraw).ForAdministrators();
        routes.MapPost(At + "/{request:long}/resume", Resume).ForAdministrators();
    }

    public static string Url(long member) => $"{MemberList.Path}/{member}/handover";

    private static Task<IResult> Show(long id, Visit visit) => Page(visit, Known(visit, id), HandoverEntry.New, null, Refused.Nothing(visit));

    private static async Task<IResult> Run(long id, Visit visit)
    {
        var member = Known(visit, id);
        var form = await visit.Posted();
        var entry = HandoverEntry.Of(visit, form);
        // A button within the form only changes what is entered.
        if (form.Text("do") is { Length: > 0 } what) return await Page(visit, member, entry.Do(what, form.Text("line.form")), null, Refused.Nothing(visit));
        try
        {
            if (entry.Login.Length > 0 && id == visit.Actor.MemberId) throw Problem.Invalid("handover.self", ("不能停用自己。", "You cannot disable yourself."), new FieldError("disable", "handover.self", ("请由另一位管理员停用你的账号。", "Another administrator has to disable your account."))).Exception();
            var requests = visit.Platform.HandoverRequests;
            if (entry.Ask && requests.Superior(visit.Actor, id) is { } above)
            {
                await requests.Ask(visit.Actor, id, entry.Choice, entry.Login == "yes", visit.Cancel);
                if (entry.Login == "now") await visit.Platform.People.Deactivate(visit.Actor, id);
                Told(visit, visit.Say($"已请{visit.Platform.People.Current.Members[above].Name}确认。", $"{visit.Platform.People.Current.Members[above].Name} is asked."));
                return await Page(visit, Known(visit, id), HandoverEntry.New, null, Refused.Nothing(visit));
            }
            var result = await requests.CarryOut(visit.Actor, id, entry.Choice, entry.Login == "yes", entry.Unasked, visit.Cancel);
            if (entry.Login == "now") await visit.Platform.People.Deactivate(visit.Actor, id);
            return await Done(visit, id, entry, result);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return await Page(visit, Known(visit, id), entry, null, Refused.By(visit, refusal));
        }
    }

    private static async Task<IResult> Disable(long id, Visit visit)
    {
        var member = await visit.Platform.People.Deactivate(visit.Actor, id);
        Told(visit, visit.Say($"{member.Name} 已停用，所有登录都已结束。", $"{member.Name} is disabled and signed out everywhere."));
        return member.Id == visit.Actor.MemberId ? Rendered.Go(visit, "/sign-in") : await Show(id, visit);
    }

    private static async Task<IResult> Withdraw(long id, long request, Visit visit)
    {
        await visit.Platform.HandoverRequests.Withdraw(visit.Actor, request, visit.Cancel);
        Told(visit, visit.Say("已撤回。", "Withdrawn."));
        return await Show(id, visit);
    }

    private static async Task<IResult> Resume(long id, long request, Visit visit) =>
        await Done(visit, id, HandoverEntry.New, await visit.Platform.HandoverRequests.Resume(visit.Actor, request, visit.Cancel));

    private static Task<IResult> Done(Visit visit, long id, HandoverEntry entry, HandoverResult result)
    {
        Told(visit, visit.Say($"已交接 {result.Moved:n0} 项。", $"{result.Moved:n0} handed over."));
        return Page(visit, Known(visit, id), entry, result, Refused.Nothing(visit));
    }

    private static void Told(Visit visit, string words) => visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(words).ToTrigger();

    private static async Task<IResult> Page(Visit visit, Member member, HandoverEntry entry, HandoverResult? result, Refused refused)
    {
        var requests = visit.Platform.HandoverRequests;
        var last = await requests.Last(visit.Actor, member.Id, visit.Cancel);
        foreach (var lines in entry.Choice.Lines.GroupBy(l => l.Form))
            if (HandoverEntry.FormOf(visit, lines.Key) is { } form) await FieldIsland.Learn(form, lines.Select(l => l.Where));
        return Rendered.Page<HandoverScreen>(visit, new PageHead(visit.Say($"{member.Name} 的工作交接", $"Handing over from {member.Name}"), MemberList.Path), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Member"] = member, ["Entered"] = entry, ["Result"] = result, ["Refused"] = refused, ["Holdings"] = await visit.Platform.Handovers.Count(visit.Actor, member.Id, visit.Cancel),
            ["Superior"] = requests.Superior(visit.Actor, member.Id), ["Last"] = last, ["Shares"] = last is { Open: true } ? await requests.Shares(visit.Actor, last.Id, visit.Cancel) : [],
        }, refused.Status);
    }

    private static Member Known(Visit visit, long id) => visit.Platform.People.Current.Members.GetValueOrDefault(id)
        ?? throw (Problem.NotFound("member.not_found") with { Message = ("找不到这位成员。", "There is no such member.") }).Exception();
}
