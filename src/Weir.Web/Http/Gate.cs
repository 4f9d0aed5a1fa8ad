using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.StaticAssets;
using Weir.Engine;
using Weir.Engine.Problems;

namespace Weir.Web.Http;

/// <summary>The one door of all routes: receives the visit, demands sign-in, and refuses unsafe requests that no page of ours has made.</summary>
public static class Gate
{
    public const string SignInPath = "/sign-in";
    public const string SetUpPath = "/set-up";

    /// <summary>Put on routes that only administrators of the organisation may know of.</summary>
    internal sealed record AdministratorsOnly;

    public static TBuilder ForAdministrators<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AdministratorsOnly());

    public static IApplicationBuilder UseGate(this IApplicationBuilder app, Platform platform, HostSettings settings) => app.Use(async (context, next) =>
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            await next(context);
            return;
        }
        var visit = await Visit.Receive(context, platform, settings);
        if (endpoint is null) throw NoPage.Exception();
        var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (!visit.SignedIn && !open)
        {
            await Refuse(visit);
            return;
        }
        if (endpoint.Metadata.GetMetadata<AdministratorsOnly>() is not null && !visit.Actor.Administrator) throw NoPage.Exception();
        if (Visit.Bearer(context.Request) is null && !await Csrf.Proven(context))
        {
            await ProblemAnswer.Write(visit, StatusCodes.Status400BadRequest, Unproven);
            return;
        }
        await next(context);
    });

    /// <summary>The answer for an address that leads nowhere, or nowhere for this visitor.</summary>
    internal static readonly Problem NoPage = Problem.NotFound("page.not_found") with
    {
        Message = ("没有这个页面，或者它没有对你开放。请检查网址，或从首页重新进入。", "There is no such page, or it is not open to you. Check the address, or start again from the home page."),
    };

    private static readonly Problem SignedOut = Problem.Forbidden("session.ended", (
        "登录已过期，没有保存。请在新标签页登录，再回到上一页重新提交。", "Your session has ended and nothing was saved. Sign in in another tab, then go back and send it again."));

    private static readonly Problem Unproven = Problem.Invalid("request.unproven", (
        "这个页面已经过期，请刷新后再试。", "This page is out of date. Reload it and try again."));

    private static readonly Problem NoToken = Problem.Forbidden("token.missing", (
        "请在请求头 Authorization 中带上有效的 API 令牌：Bearer …", "Send a valid API token in the header Authorization: Bearer …"));

    private static async ValueTask Refuse(Visit visit)
    {
        var (request, response) = (visit.Http.Request, visit.Http.Response);
        if (request.Path.StartsWithSegments("/api"))
        {
            response.Headers.WWWAuthenticate = Visit.Bearer(request) is null ? "Bearer" : "Bearer error=\"invalid_token\"";
            await ProblemAnswer.Write(visit, StatusCodes.Status401Unauthorized, NoToken);
            return;
        }
        if (request.Headers.ContainsKey("HX-Request"))
        {
            // The page itself leads on to sign-in, and keeps what was typed.
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        if (!HttpMethods.IsGet(request.Method))
        {
            await ProblemAnswer.Write(visit, StatusCodes.Status401Unauthorized, SignedOut);
            return;
        }
        var home = request.Path == "/";
        response.Redirect(visit.Platform.Setup.IsOpen ? SetUpPath : home ? SignInPath : SignInPath + "?return=" + Uri.EscapeDataString(request.GetEncodedPathAndQuery()));
    }
}
