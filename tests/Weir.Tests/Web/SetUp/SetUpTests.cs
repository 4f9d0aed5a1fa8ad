using Xunit;

namespace Weir.Tests.Web.SetUp;

/// <summary>The first start in the browser: whoever knows the code of the console founds the organisation, once.</summary>
public class SetUpTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/app/l2c")]
    [InlineData("/admin/members")]
    public async Task While_nobody_is_here_every_page_leads_to_the_set_up(string url)
    {
        await using var host = TestHost.StartEmpty();

        var reply = await host.Visit().Get(url);

        Assert.Equal((302, "/set-up"), (reply.Status, reply.Location));
    }

    [Fact]
    public async Task The_code_is_never_in_a_page()
    {
        await using var host = TestHost.StartEmpty();

        var page = await host.Visit().Get("/set-up");

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain(host.Platform.Setup.Code, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_code_is_told_at_its_field_and_founds_nothing()
    {
        await using var host = TestHost.StartEmpty();

        var reply = await host.Visit().Post("/set-up", Entry(host, ("code", "AAAA-AAAA-AAAA-AAAA")));

        Assert.Equal(403, reply.Status);
        Assert.NotNull(reply.Html.QuerySelector("#f-code[aria-invalid=true]"));
        Assert.Equal("恒通装备", reply.Html.QuerySelector("#f-company")!.GetAttribute("value"));
        Assert.True(host.Platform.Setup.IsOpen);
    }

    [Fact]
    public async Task Too_many_wrong_codes_must_wait()
    {
        await using var host = TestHost.StartEmpty();
        var visitor = host.Visit();
        for (var i = 0; i < 10; i++) await visitor.Post("/set-up", Entry(host, ("code", "no")));

        var reply = await visitor.Post("/set-up", Entry(host));

        Assert.Equal((429, "60"), (reply.Status, reply["Retry-After"]));
        Assert.True(host.Platform.Setup.IsOpen);
    }

    [Fact]
    public async Task Whatever_is_wrong_is_said_at_once_and_what_was_typed_stays()
    {
        await using var host = TestHost.StartEmpty();

        var reply = await host.Visit().Post("/set-up", Entry(host, ("company", ""), ("email", "nobody"), ("password", "12345678"), ("currency", "yuan")));

        Assert.Equal(422, reply.Status);
        foreach (var field in new[] { "company", "email", "password", "currency" }) Assert.NotNull(reply.Html.QuerySelector($"#f-{field}-field[data-invalid]"));
        Assert.Equal("王岚", reply.Html.QuerySelector("#f-name")!.GetAttribute("value"));
        Assert.Null(reply.Html.QuerySelector("#f-password")!.GetAttribute("value"));
    }

    [Fact]
    public async Task The_right_code_founds_installs_signs_in_and_shows_the_first_list()
    {
        await using var host = TestHost.StartEmpty();
        var visitor = host.Visit();

        var founded = await visitor.Post("/set-up", Entry(host));

        Assert.Equal((302, "/app/l2c/lead"), (founded.Status, founded.Location));
        var list = await visitor.Get("/app/l2c/lead");
        Assert.Equal(200, list.Status);
        Assert.NotNull(list.Html.QuerySelector(".w-empty a[href='/app/l2c/lead/new']"));
        var now = host.Platform.People.Current;
        Assert.Equal(("恒通装备", "Asia/Shanghai", "CNY", "zh-CN"), (now.Company, now.Zone.Id, now.Currency, now.Language));
        Assert.True(Assert.Single(now.Members.Values).Administrator);
    }

    [Fact]
    public async Task Without_a_template_the_administrator_arrives_where_apps_are_installed()
    {
        await using var host = TestHost.StartEmpty();
        var visitor = host.Visit();

        Assert.Equal("/admin/apps", (await visitor.Post("/set-up", Entry(host, ("template", "")))).Location);

        Assert.Empty(host.Platform.Apps.Current);
        Assert.Equal(200, (await visitor.Get("/admin/apps")).Status);
        Assert.Equal(200, (await visitor.Get("/admin/roles")).Status);
        Assert.Equal("/admin/apps", (await visitor.Get("/")).Location);
    }

    [Fact]
    public async Task Once_founded_there_is_no_set_up_any_more()
    {
        await using var host = TestHost.StartEmpty();
        var code = host.Platform.Setup.Code;
        await host.Visit().Post("/set-up", Entry(host));
        var stranger = host.Visit();

        Assert.Equal(404, (await stranger.Get("/set-up")).Status);
        Assert.Equal(404, (await stranger.Post("/set-up", Entry(host, ("code", code), ("email", "other@example.com")))).Status);
        Assert.Single(host.Platform.People.Current.Members);
    }

    [Fact]
    public async Task The_page_speaks_both_languages_and_keeps_the_choice()
    {
        await using var host = TestHost.StartEmpty();
        var visitor = host.Visit();

        Assert.Contains("开始使用 Weir", (await visitor.Get("/set-up")).Text, StringComparison.Ordinal);
        Assert.Contains("Set up Weir", (await visitor.Get("/set-up?lang=en")).Text, StringComparison.Ordinal);
        Assert.Contains("Set up Weir", (await visitor.Get("/set-up")).Text, StringComparison.Ordinal);
    }

    private static (string, string)[] Entry(TestHost host, params (string Name, string Value)[] other)
    {
        (string Name, string Value)[] good =
        [
            ("code", host.Platform.Setup.Code), ("company", "恒通装备"), ("zone", "Asia/Shanghai"), ("currency", "CNY"), ("language", "zh-CN"),
            ("name", "王岚"), ("email", "boss@example.com"), ("password", "correct-horse-9"), ("template", "l2c"),
        ];
        return [.. good.Select(g => other.FirstOrDefault(o => o.Name == g.Name) is { Name: not null } own ? own : g)];
    }
}
