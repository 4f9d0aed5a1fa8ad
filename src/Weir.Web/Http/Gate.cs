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
        if (endpoint is null) throw Problem.NotFound("page.not_found").Exception();
        var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (!visit.SignedIn && !open)
        {
            await Refuse(visit);
            return;
        }
        if (endpoint.Metadata.GetMetadata<AdministratorsOnly>() is not null && !visit.Actor.Administrator) throw Problem.NotFound("page.not_found").Exception();
        if (Visit.Bearer(context.Request) is null && !await Csrf.Proven(context))
        {
            await ProblemAnswer.Write(visit, StatusCodes.Status400BadRequest, Unproven);
            return;
        }
        await next(context);
    });

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
        if (request.Headers.ContainsKey("HX-Request") || !HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var home = request.Path == "/";
        response.Redirect(visit.Platform.Setup.IsOpen ? SetUpPath : home ? SignInPath : SignInPath + "?return=" + Uri.EscapeDataString(request.GetEncodedPathAndQuery()));
    }
}
