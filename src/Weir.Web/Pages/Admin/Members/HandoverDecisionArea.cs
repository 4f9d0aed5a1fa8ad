using Weir.Engine.Handover;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>Where the superior of somebody who leaves sees who is to take over what, and agrees or refuses.</summary>
public sealed class HandoverDecisionArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/handovers/{id:long}", Show);
        routes.MapPost("/handovers/{id:long}/agree", Agree);
        routes.MapPost("/handovers/{id:long}/refuse", Refuse);
    }

    public static string Url(long handover) => $"/handovers/{handover}";

    private static Task<IResult> Show(long id, Visit visit) => Page(visit, id, "", null, Refused.Nothing(visit));

    private static async Task<IResult> Agree(long id, Visit visit)
    {
        var comment = (await visit.Posted()).Text("comment").Trim();
        var result = await visit.Platform.HandoverRequests.Agree(visit.Actor, id, comment, visit.Cancel);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"已同意，交接了 {result.Moved:n0} 项。", $"Agreed; {result.Moved:n0} handed over.")).ToTrigger();
        return await Page(visit, id, "", result, Refused.Nothing(visit));
    }

    private static async Task<IResult> Refuse(long id, Visit visit)
    {
        var comment = (await visit.Posted()).Text("comment").Trim();
        try
        {
            await visit.Platform.HandoverRequests.Refuse(visit.Actor, id, comment, visit.Cancel);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind is ProblemKind.Invalid)
        {
            return await Page(visit, id, comment, null, Refused.By(visit, refusal));
        }
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("已拒绝，什么也没有移动。", "Refused; nothing was moved.")).ToTrigger();
        return await Page(visit, id, "", null, Refused.Nothing(visit));
    }

    private static async Task<IResult> Page(Visit visit, long id, string comment, HandoverResult? result, Refused refused)
    {
        var request = await visit.Platform.HandoverRequests.Get(visit.Actor, id, visit.Cancel);
        var name = visit.Platform.People.Current.Members[request.Member].Name;
        return Rendered.Page<HandoverDecisionScreen>(visit, new PageHead(visit.Say($"{name} 的工作交接", $"Handing over from {name}")), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Request"] = request, ["Comment"] = comment, ["Result"] = result, ["Refused"] = refused,
            ["Shares"] = request.Open ? await visit.Platform.HandoverRequests.Shares(visit.Actor, id, visit.Cancel) : [],
        }, refused.Status);
    }
}
