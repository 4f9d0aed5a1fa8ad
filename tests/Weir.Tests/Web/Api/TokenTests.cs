using System.Text.Json.Nodes;
using Weir.Engine.Access.SignIn;
using Xunit;

namespace Weir.Tests.Web.Api;

/// <summary>In whose name the interface answers: tokens and nothing else, with the member's rights, at a measured pace.</summary>
public sealed class TokenTests
{
    private static readonly JsonObject Account = new() { ["name"] = "苏州恒力精密机械有限公司", ["scale"] = "smb" };

    [Fact]
    public async Task Without_a_token_nothing_answers_and_nothing_changes()
    {
        await using var host = await TestHost.Start();
        var nobody = new Caller(host, null);
        var liar = new Caller(host, "weir_" + new string('a', 43));

        foreach (var caller in new[] { nobody, liar })
        {
            Assert.Equal(401, (await caller.Get("account")).Status);
            var refused = await caller.Post("account", Account);
            Assert.Equal((401, "token.missing"), (refused.Status, refused.Code));
            Assert.StartsWith("Bearer", refused.Reply["WWW-Authenticate"]);
        }
        Assert.Empty((await (await Caller.OfAdmin(host)).Get("account")).Items);
    }

    [Fact]
    public async Task A_browser_session_opens_no_part_of_the_interface()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();

        Assert.Equal(401, (await boss.Get("/api/v1/me")).Status);
        var request = new HttpRequestMessage(HttpMethod.Post, Caller.Root + "account") { Content = JsonContent() };
        request.Headers.Add(Weir.Web.Http.Csrf.Header, await boss.Csrf());
        Assert.Equal(401, (await boss.Send(request)).Status);
        Assert.Empty((await (await Caller.OfAdmin(host)).Get("account")).Items);
    }

    [Fact]
    public async Task A_token_opens_no_page()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);

        Assert.Equal(302, (await boss.Get("/app/l2c/account")).Status);
    }

    [Fact]
    public async Task A_token_needs_no_antiforgery_token_and_carries_the_rights_of_its_member()
    {
        await using var host = await TestHost.Start();
        var rep = await Caller.Of(host, "李伟", "sales_rep");
        var finance = await Caller.Of(host, "吴刚", "finance");

        var made = await rep.Create("account", Account.DeepClone().AsObject());

        Assert.Equal("api", (await rep.Get($"account/{made.Id}/history")).Items[0]!["road"]!.GetValue<string>());
        Assert.Equal(200, (await finance.Get($"account/{made.Id}")).Status);
        Assert.Equal(403, (await finance.Patch($"account/{made.Id}", new JsonObject { ["website"] = "https://a.example" }, made.ETag)).Status);
        Assert.Equal(403, (await finance.Post("account", Account.DeepClone())).Status);
        Assert.Equal(404, (await finance.Get("lead")).Status);
        Assert.Equal(404, (await finance.Post("lead", new JsonObject())).Status);
    }

    [Fact]
    public async Task A_read_only_token_reads_and_changes_nothing()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var made = await boss.Create("account", Account.DeepClone().AsObject());
        var reader = await Caller.Of(host, host.Admin.MemberId, readOnly: true);

        Assert.Equal(200, (await reader.Get($"account/{made.Id}")).Status);
        foreach (var refused in new[]
        {
            await reader.Post("account", new JsonObject { ["name"] = "无锡博远" }),
            await reader.Patch($"account/{made.Id}", new JsonObject { ["website"] = "https://a.example" }, "*"),
            await reader.Delete($"account/{made.Id}", "*"),
        })
            Assert.Equal((403, "token.read_only"), (refused.Status, refused.Code));
        Assert.Single((await reader.Get("account")).Items);
        Assert.Equal(made.ETag, (await reader.Get($"account/{made.Id}")).ETag);
        Assert.True((bool)(await reader.Get("/api/v1/me"))["readOnly"]!);
        var document = (await reader.Get("openapi.json"))["paths"]!.AsObject();
        Assert.DoesNotContain(document, p => p.Value!.AsObject().Any(o => o.Key is "post" or "patch" or "delete"));
    }

    [Fact]
    public async Task A_revoked_token_and_that_of_a_leaver_end_at_once()
    {
        await using var host = await TestHost.Start();
        var actor = host.Admin;
        var (token, text) = await host.Platform.Tokens.Make(actor, "one", null, readOnly: false);
        var one = new Caller(host, text);
        Assert.Equal(200, (await one.Get("/api/v1/me")).Status);
        await host.Platform.Tokens.Revoke(actor, token.Id);
        Assert.Equal(401, (await one.Get("/api/v1/me")).Status);

        var leaver = await host.Add("王芳", "sales_rep");
        var other = await Caller.Of(host, leaver.Id);
        Assert.Equal(200, (await other.Get("account")).Status);
        await host.Platform.People.Deactivate(host.Admin, leaver.Id);
        Assert.Equal(401, (await other.Get("account")).Status);
    }

    [Fact]
    public async Task A_token_that_asks_too_fast_is_told_when_to_come_again()
    {
        await using var host = await TestHost.Start();
        var fast = await Caller.OfAdmin(host);
        Answer answer;
        var asked = 0;
        do answer = await fast.Get("/api/v1/me");
        while (answer.Status == 200 && ++asked < 2000);

        Assert.Equal((429, "api.too_fast"), (answer.Status, answer.Code));
        Assert.InRange(asked, 600, 1999);
        Assert.InRange(int.Parse(answer.Reply["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(200, (await (await Caller.OfAdmin(host)).Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task Me_and_apps_tell_who_the_token_is()
    {
        await using var host = await TestHost.Start();
        var member = await host.Add("李伟", "sales_rep");
        var rep = await Caller.Of(host, member.Id);

        var me = await rep.Get("/api/v1/me");
        Assert.Equal((member.Id, "李伟", false), ((long)me["id"]!, (string)me["name"]!, (bool)me["administrator"]!));
        Assert.Equal("sales_rep", (string)me["roles"]![0]!["role"]!);
        Assert.Equal("l2c", (string)(await rep.Get("/api/v1/apps")).Items[0]!["key"]!);
        var stranger = await Caller.Of(host, "路人");
        Assert.Empty((await stranger.Get("/api/v1/apps")).Items);
        Assert.Equal(404, (await stranger.Get("account")).Status);
        Assert.Equal(404, (await stranger.Get("openapi.json")).Status);
        Assert.Equal(404, (await stranger.Get("/api/v1/none/account")).Status);
    }

    private static StringContent JsonContent() => new(Account.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
}
