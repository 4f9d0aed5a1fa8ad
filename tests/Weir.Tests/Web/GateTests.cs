using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Weir.Web.Http;
using Xunit;

namespace Weir.Tests.Web;

/// <summary>The one door: sign-in, antiforgery and headers on every route there is.</summary>
public class GateTests
{
    /// <summary>Routes that answer without sign-in; a new one is a decision, made here.</summary>
    private static readonly string[] Public = ["/sign-in", "/sign-out", "/set-up", "/invite/{token}", "/password/{token}", "/f/{key}", "/f/{key}/thanks", "/ui-gallery/{part?}"];

    [Fact]
    public async Task Every_route_needs_sign_in_except_the_public_ones()
    {
        await using var host = await TestHost.Start();
        var visitor = host.Visit();

        foreach (var route in RouteTable.Of(host))
        {
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                Assert.Contains("/" + route.RoutePattern.RawText!.TrimStart('/'), Public);
                continue;
            }
            foreach (var method in RouteTable.Methods(route))
            {
                var reply = await visitor.Send(new HttpRequestMessage(new HttpMethod(method), RouteTable.Example(route)));
                var refused = reply.Status == 401 || reply is { Status: 302, Location: var to } && to!.StartsWith("/sign-in", StringComparison.Ordinal);
                Assert.True(refused, $"{method} {route.RoutePattern.RawText} answered {reply.Status}");
            }
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();

        foreach (var route in RouteTable.Ending(host).Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false))
        {
            var reply = await boss.Get(RouteTable.Example(route));
            Assert.True(reply["Content-Security-Policy"]?.Contains("default-src", StringComparison.Ordinal) == true || reply["Content-Security-Policy"]?.Contains("sandbox", StringComparison.Ordinal) == true, route.RoutePattern.RawText);
            Assert.Equal("nosniff", reply["X-Content-Type-Options"]);
            Assert.NotEqual(500, reply.Status);
        }
        Assert.Equal(SecurityHeaders.ContentPolicy, (await boss.Get("/no/such/page"))["Content-Security-Policy"]);
    }

    [Fact]
    public async Task Every_unsafe_route_asks_for_the_token()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var asked = 0;

        foreach (var route in RouteTable.Of(host).Where(r => !r.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)))
            foreach (var method in RouteTable.Methods(route).Where(m => m is not ("GET" or "HEAD")))
            {
                var reply = await boss.Send(new HttpRequestMessage(new HttpMethod(method), RouteTable.Example(route)));
                Assert.True(reply.Status == 400, $"{method} {route.RoutePattern.RawText} answered {reply.Status} without the token");
                asked++;
            }
        Assert.InRange(asked, 40, 1000);
    }

    [Fact]
    public async Task A_safe_request_never_asks_for_the_token_and_changes_nothing()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var before = host.Platform.People.Current.Version;

        foreach (var route in RouteTable.Ending(host).Where(r => RouteTable.Methods(r).Contains("GET")))
            Assert.DoesNotContain("页面已经过期", (await boss.Get(RouteTable.Example(route))).Text, StringComparison.Ordinal);
        Assert.Equal(before, host.Platform.People.Current.Version);
    }

    [Fact]
    public async Task An_unsafe_request_without_the_token_changes_nothing()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();

        var reply = await boss.Send(new HttpRequestMessage(HttpMethod.Post, "/sign-out"));

        Assert.Equal(400, reply.Status);
        Assert.Equal(200, (await boss.Get("/app/l2c")).Status);
    }

    [Fact]
    public async Task The_token_of_another_browser_proves_nothing()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var other = await host.SignIn("李伟", "sales");
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Add(Csrf.Header, await other.Csrf());

        Assert.Equal(400, (await boss.Send(request)).Status);
    }

    [Fact]
    public async Task A_request_that_another_site_started_is_refused_even_with_the_token()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Add(Csrf.Header, await boss.Csrf());
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(400, (await boss.Send(request)).Status);
    }

    [Fact]
    public async Task An_app_that_gives_me_no_role_does_not_exist()
    {
        await using var host = await TestHost.Start();
        var stranger = await host.SignIn("路人");

        Assert.Equal(404, (await stranger.Get("/app/l2c")).Status);
        Assert.Equal(404, (await stranger.Get("/app/none")).Status);
    }

    [Fact]
    public async Task An_htmx_request_without_a_session_gets_401_and_no_page()
    {
        await using var host = await TestHost.Start();

        var reply = await host.Visit().Htmx().Get("/app/l2c");

        Assert.Equal((401, ""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task A_refusal_speaks_json_to_programs_and_in_a_toast_to_htmx()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();

        var toast = await boss.Htmx().Get("/no/such/page");

        Assert.Equal((404, "none"), (toast.Status, toast["HX-Reswap"]));
        Assert.Contains("toast", toast["HX-Trigger"]);
        var json = await boss.Get("/api/no/such/thing");
        Assert.Equal((404, "application/problem+json"), (json.Status, MediaTypeHeaderValue.Parse(json["Content-Type"]!).MediaType));
    }
}
