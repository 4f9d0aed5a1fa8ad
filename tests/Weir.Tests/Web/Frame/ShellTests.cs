using Microsoft.Extensions.DependencyInjection;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Xunit;

namespace Weir.Tests.Web.Frame;

/// <summary>The frame around pages: the menu holds what one may see, the switcher what one may use, and a page that fails has a way out.</summary>
public class ShellTests
{
    [Fact]
    public async Task The_menu_holds_the_forms_one_may_see_and_no_others()
    {
        await using var host = await TestHost.Start();
        var marketer = await host.SignIn("钱静", "marketing");

        var links = (await marketer.Get("/app/l2c")).Html.QuerySelectorAll(".w-side-nav a").Select(a => a.GetAttribute("href")).ToHashSet();

        foreach (var form in host.App.Forms)
            Assert.Equal(host.App.Definition.Roles.First(r => r.Key == "marketing").Forms.ContainsKey(form.Key), links.Contains("/app/l2c/" + form.Key));
        Assert.DoesNotContain("/admin/members", links);
    }

    [Fact]
    public async Task The_switcher_holds_the_apps_that_are_open_to_the_member()
    {
        await using var host = await TestHost.Start();
        await host.Platform.Apps.Install(host.Admin, Template.Load("l2c") with { Key = "parts", Label = ("备件业务", "Spare parts") });
        var (seller, boss) = (await host.SignIn("李伟", "sales_rep"), await host.SignInAdmin());

        Assert.DoesNotContain("备件业务", (await seller.Get("/app/l2c")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await seller.Get("/app/parts")).Status);
        Assert.NotNull((await boss.Get("/app/l2c")).Html.QuerySelector(".w-side a[href='/app/parts']"));
        Assert.NotNull((await boss.Get("/app/parts")).Html.QuerySelector(".w-side a[href='/app/parts/lead']"));
    }

    [Fact]
    public async Task Account_menu_and_phone_bar_are_on_every_page()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();

        foreach (var url in new[] { "/app/l2c", "/app/l2c/lead", "/me", "/admin/members", "/no/such/page" })
        {
            var page = (await boss.Get(url)).Html;
            Assert.NotNull(page.QuerySelector(".w-side [hx-post='/sign-out']"));
            Assert.NotNull(page.QuerySelector(".w-side [hx-post='/me/language']"));
            Assert.Equal(3, page.QuerySelectorAll(".w-side w-theme [data-theme-value]").Length);
            Assert.InRange(page.QuerySelectorAll(".w-bottom a").Length, 3, 6);
        }
    }

    [Theory]
    [InlineData("zh-CN", "找不到", "回到首页")]
    [InlineData("en", "Not found", "Go to the start page")]
    public async Task A_page_that_is_not_there_says_so_in_the_readers_language_and_leads_out(string language, string title, string home)
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        Assert.Equal(204, (await boss.Htmx().Post("/me/language", ("language", language))).Status);

        foreach (var url in new[] { "/no/such/page", "/app/none", "/app/l2c/nothing", "/admin/members/12345", "/admin/roles/l2c/nobody" })
        {
            var reply = await boss.Get(url);
            Assert.True(reply.Status == 404, $"{url} answered {reply.Status}");
            Assert.True(reply.Html.QuerySelector("h1")!.TextContent.StartsWith(title, StringComparison.Ordinal), url + " says " + reply.Html.QuerySelector("h1")!.TextContent);
            Assert.Equal(home, reply.Html.QuerySelector(".w-plain-page a[href='/']")!.TextContent);
        }
    }

    [Theory]
    [InlineData(401, "登录已过期")]
    [InlineData(403, "没有权限")]
    [InlineData(404, "找不到")]
    [InlineData(429, "请稍等片刻")]
    [InlineData(500, "出错了")]
    public async Task Every_refusal_has_a_title_of_its_own_even_before_anybody_is_recognised(int status, string title)
    {
        await using var host = await TestHost.Start();
        await using var scope = host.Services.CreateAsyncScope();
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (context.Request.Scheme, context.Request.Host) = ("http", new("localhost"));
        context.Response.Body = new MemoryStream();

        await Weir.Web.Pages.Frame.ProblemPage.Of(null, chinese: true, status, Problem.Unavailable("test", ("测试", "A test"))).ExecuteAsync(context);

        context.Response.Body.Position = 0;
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(context.Response.Body);
        Assert.Equal((status, title), (context.Response.StatusCode, page.QuerySelector("h1")!.TextContent));
        Assert.StartsWith(title, page.Title, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("link[rel=stylesheet]"));
        Assert.NotNull(page.QuerySelector("a[href='/']"));
    }

    [Fact]
    public async Task A_form_that_is_sent_after_the_session_ended_is_told_so_and_htmx_goes_to_sign_in()
    {
        await using var host = await TestHost.Start();
        var visitor = host.Visit();

        var plain = await visitor.Post("/app/l2c/lead/new", ("name", "恒力"));
        var part = await visitor.Htmx().Post("/app/l2c/lead/new", ("name", "恒力"));

        Assert.Equal(401, plain.Status);
        Assert.Contains("登录已过期", plain.Text, StringComparison.Ordinal);
        Assert.Equal((401, ""), (part.Status, part.Text));
    }

    [Fact]
    public async Task Icons_that_values_draw_come_from_the_fingerprinted_sprite()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        await boss.Get("/app/l2c");

        var sprite = StaticAssetMap.Url("icons.svg");

        Assert.All((await boss.Get("/app/l2c/lead/new")).Html.QuerySelectorAll("svg use"), use => Assert.StartsWith(sprite + "#", use.GetAttribute("href"), StringComparison.Ordinal));
    }
}
