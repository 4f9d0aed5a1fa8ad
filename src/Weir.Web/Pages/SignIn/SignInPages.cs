using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.SignIn;

/// <summary>Signing in with e-mail or mobile number and password, and signing out.</summary>
public sealed class SignInPages : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", Show).AllowAnonymous();
        routes.MapPost("/sign-in", SignIn).AllowAnonymous();
        routes.MapPost("/sign-out", SignOut).AllowAnonymous();
        InvitePages.Map(routes);
        PasswordPages.Map(routes);
    }

    private static IResult Show(Visit visit)
    {
        if (visit.Platform.Setup.IsOpen) return Results.LocalRedirect(Gate.SetUpPath);
        return visit.SignedIn ? Results.LocalRedirect(Back(visit.Http.Request.Query["return"])) : Form(visit, "", Refused.Nothing(visit));
    }

    private static async Task<IResult> SignIn(Visit visit)
    {
        var form = await visit.Posted();
        var who = form["who"].ToString();
        try
        {
            var signedIn = await visit.Platform.Passwords.SignIn(who, form["password"].ToString(), visit.Visitor);
            SessionCookie.Write(visit.Http, signedIn);
            return Results.LocalRedirect(Back(visit.Http.Request.Query["return"]));
        }
        catch (ProblemException refusal)
        {
            return Form(visit, who, Refused.By(visit, refusal));
        }
    }

    private static async Task<IResult> SignOut(Visit visit)
    {
        await visit.Platform.Sessions.SignOut(visit.SessionToken);
        SessionCookie.Forget(visit.Http);
        return Rendered.Go(visit, Gate.SignInPath);
    }

    private static IResult Form(Visit visit, string who, Refused refused) => Rendered.Welcome<SignInForm>(visit.KeepLanguage(), visit.Say("登录", "Sign in"), new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Csrf"] = visit.Csrf, ["Who"] = who, ["Refused"] = refused, ["Return"] = Back(visit.Http.Request.Query["return"]),
    }, refused.Status);

    /// <summary>Where to go after sign-in: a path of this site and nothing else.</summary>
    internal static string Back(string? wanted) => wanted is ['/', ..] && wanted is not ['/', '/' or '\\', ..] && wanted.All(c => !char.IsControl(c) && c != '\\')
        && !wanted.StartsWith(Gate.SignInPath, StringComparison.Ordinal) ? wanted : "/";
}
