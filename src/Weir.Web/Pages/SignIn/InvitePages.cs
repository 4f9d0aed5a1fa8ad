using Weir.Engine.Access.SignIn;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.SignIn;

/// <summary>Taking a place in the organisation by the link of an invitation.</summary>
internal static class InvitePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/invite/{token}", Show).AllowAnonymous();
        routes.MapPost("/invite/{token}", Accept).AllowAnonymous();
    }

    private static async Task<IResult> Show(string token, Visit visit)
    {
        var invite = await visit.Platform.Invitations.Find(token);
        return Form(visit, invite, new AcceptEntry(invite.Name, "", invite.Email), Refused.Nothing(visit));
    }

    private static async Task<IResult> Accept(string token, Visit visit)
    {
        var form = await visit.Posted();
        var entry = new AcceptEntry(form["name"].ToString(), form["password"].ToString(), form["email"].ToString(), form["mobile"].ToString());
        try
        {
            SessionCookie.Write(visit.Http, await visit.Platform.Invitations.Accept(token, entry, visit.Visitor));
            return Results.LocalRedirect("/");
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind != ProblemKind.NotFound)
        {
            return Form(visit, await visit.Platform.Invitations.Find(token), entry, Refused.By(visit, refusal));
        }
    }

    private static IResult Form(Visit visit, Invite invite, AcceptEntry entry, Refused refused) =>
        Rendered.Welcome<InviteForm>(visit.KeepLanguage(), visit.Say("接受邀请", "Accept the invitation"), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Csrf"] = visit.Csrf, ["Invite"] = invite, ["Entered"] = entry, ["Refused"] = refused,
        }, refused.Status);
}
