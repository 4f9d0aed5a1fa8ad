using System.Globalization;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Me;

/// <summary>What members settle for themselves: language, theme, password, open sessions, API tokens.</summary>
public sealed class MePages : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me", Show);
        routes.MapPost("/me/language", ChangeLanguage);
        routes.MapPost("/me/password", ChangePassword);
        routes.MapPost("/me/mail", ChooseMail);
        routes.MapPost("/me/quiet", ChooseQuiet);
        routes.MapDelete("/me/sessions/{id:long}", EndSession);
        routes.MapDelete("/me/sessions", EndOtherSessions);
        routes.MapGet("/me/tokens/new", NewToken);
        routes.MapPost("/me/tokens", MakeToken);
        routes.MapDelete("/me/tokens/{id:long}", RevokeToken);
    }

    private static async Task<IResult> Show(Visit visit) => Rendered.Page<MePage>(visit, new PageHead(visit.Say("个人设置", "My settings"), "/me"), new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Sessions"] = await visit.Platform.Sessions.List(visit.Actor, visit.SessionToken), ["Tokens"] = await visit.Platform.Tokens.List(visit.Actor),
        ["Mailed"] = await visit.Platform.Notifications.Mailed(visit.Actor, visit.Cancel), ["Quiet"] = await visit.Platform.Notifications.Quiet(visit.Actor, visit.Cancel),
    });

    /// <summary>One of the two times alone says nothing yet: the other is still to be typed.</summary>
    private static async Task<IResult> ChooseQuiet(Visit visit)
    {
        var form = await visit.Posted();
        var (from, to) = (Time(form["from"].ToString()), Time(form["to"].ToString()));
        if (from is null != to is null) return Results.NoContent();
        if (from is not null && from == to) return Rendered.Told(visit, Toast.Bad(visit.Say("开始和结束是同一时刻，请改其中一个。", "It begins and ends at the same time; change one of them.")));
        await visit.Platform.Notifications.SetQuiet(visit.Actor, new(from ?? default, to ?? default, form["days_off"] == "yes"), visit.Cancel);
        return Rendered.Told(visit, Toast.Ok(visit.Say("已保存。", "Saved.")));
    }

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static async Task<IResult> ChooseMail(Visit visit)
    {
        var kinds = (await visit.Posted())["kind"].OfType<string>().Select(NotificationKinds.Find).OfType<NotificationKind>().ToList();
        await visit.Platform.Notifications.SetMailed(visit.Actor, kinds, visit.Cancel);
        return Rendered.Told(visit, Toast.Ok(visit.Say("已保存。", "Saved.")));
    }

    private static async Task<IResult> ChangeLanguage(Visit visit)
    {
        var language = (await visit.Posted())["language"].ToString();
        await visit.Platform.People.ChangeLanguage(visit.Actor, language);
        visit.WriteLanguage(language);
        visit.Http.Response.Headers["HX-Refresh"] = "true";
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePassword(Visit visit)
    {
        var form = await visit.Posted();
        var refused = Refused.Nothing(visit);
        try
        {
            await visit.Platform.Passwords.Change(visit.Actor, form["old"].ToString(), form["password"].ToString(), visit.SessionToken);
            visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("密码已修改，其他设备已退出登录。", "Password changed. You are signed out everywhere else.")).ToTrigger("weir:access-ended");
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind is ProblemKind.Invalid or ProblemKind.TooMany)
        {
            refused = Refused.By(visit, refusal);
        }
        // A lock after wrong tries is drawn in the form too, and 422 is what htmx draws.
        return Rendered.Fragment<PasswordSection>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Refused"] = refused }, refused.Message is null ? 200 : 422);
    }

    private static async Task<IResult> EndSession(long id, Visit visit)
    {
        await visit.Platform.Sessions.End(visit.Actor, id);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("已退出那台设备。", "That device is signed out.")).ToTrigger();
        return await SessionList(visit);
    }

    private static async Task<IResult> EndOtherSessions(Visit visit)
    {
        var ended = await visit.Platform.Sessions.EndOthers(visit.Actor, visit.SessionToken!);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say($"已退出其他 {ended} 处登录。", $"Signed out of {ended} other places.")).ToTrigger();
        return await SessionList(visit);
    }

    private static async Task<IResult> SessionList(Visit visit) => Rendered.Fragment<SessionSection>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Sessions"] = await visit.Platform.Sessions.List(visit.Actor, visit.SessionToken),
    });

    private static IResult NewToken(Visit visit) => Rendered.Fragment<TokenDialog>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Refused"] = Refused.Nothing(visit) });

    private static async Task<IResult> MakeToken(Visit visit)
    {
        var form = await visit.Posted();
        var (name, lifetime, readOnly) = (form["name"].ToString(), form["lifetime"].ToString(), form["reads"] == "only");
        DateTime? expires = lifetime == "never" ? null : visit.Now.AddDays(int.TryParse(lifetime, out var days) && days is > 0 and <= 3650 ? days : 90);
        try
        {
            var (token, text) = await visit.Platform.Tokens.Make(visit.Actor, name, expires, readOnly);
            return Rendered.Parts(
                Part.Of<TokenShown>("#token-dialog-frame", new Dictionary<string, object?> { ["Visit"] = visit, ["Token"] = token, ["Text"] = text }),
                Part.Of<TokenSection>("#me-tokens", await TokenParameters(visit)));
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict)
        {
            return Rendered.Fragment<TokenDialog>(visit, new Dictionary<string, object?>
            {
                ["Visit"] = visit, ["Name"] = name, ["Lifetime"] = lifetime, ["ReadOnly"] = readOnly, ["Refused"] = Refused.By(visit, refusal),
            }, 422);
        }
    }

    private static async Task<IResult> RevokeToken(long id, Visit visit)
    {
        await visit.Platform.Tokens.Revoke(visit.Actor, id);
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(visit.Say("令牌已撤销。", "Token revoked.")).ToTrigger();
        return Rendered.Fragment<TokenSection>(visit, await TokenParameters(visit));
    }

    private static async Task<Dictionary<string, object?>> TokenParameters(Visit visit) =>
        new() { ["Visit"] = visit, ["Tokens"] = await visit.Platform.Tokens.List(visit.Actor) };
}
