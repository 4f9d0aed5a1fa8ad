using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.SignIn;

/// <summary>Setting a password by a link from an administrator; afterwards one signs in with it.</summary>
internal static class PasswordPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/password/{token}", Show).AllowAnonymous();
        routes.MapPost("/password/{token}", Set).AllowAnonymous();
    }

    private static async Task<IResult> Show(string token, Visit visit) =>
        Form(visit, await visit.Platform.Passwords.FindLink(token), Refused.Nothing(visit));

    private static async Task<IResult> Set(string token, Visit visit)
    {
        var member = await visit.Platform.Passwords.FindLink(token);
        var password = (await visit.Posted())["password"].ToString();
        try
        {
            await visit.Platform.Passwords.UseLink(token, password);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind != ProblemKind.NotFound)
        {
            return Form(visit, member, Refused.By(visit, refusal));
        }
        SessionCookie.Write(visit.Http, await visit.Platform.Passwords.SignIn(member.Email.Length > 0 ? member.Email : member.Mobile!, password, visit.Visitor));
        return Results.LocalRedirect("/");
    }

    private static IResult Form(Visit visit, Member member, Refused refused) =>
        Rendered.Welcome<PasswordForm>(visit.KeepLanguage(), visit.Say("设置新密码", "Set a new password"), new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Csrf"] = visit.Csrf, ["Member"] = member, ["Refused"] = refused,
        }, refused.Status);
}
