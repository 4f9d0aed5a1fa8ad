using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>Stickies in the browser: stuck on a record, changed in their place, and all in one list.</summary>
public sealed class StickyPagesTests
{
    [Fact]
    public async Task A_sticky_is_written_on_the_record_changed_removed_and_listed()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var url = $"/app/l2c/account/{account.Id}";
        Assert.Contains("贴便签", (await seller.Get(url)).Text, StringComparison.Ordinal);
        Assert.Contains("<textarea", (await seller.Htmx().Get(url + "/stickies/new")).Text, StringComparison.Ordinal);

        var added = await seller.Htmx().Post(url + "/stickies", ("text", "喜欢电话沟通 <b>"));
        Assert.Contains("喜欢电话沟通 &lt;b&gt;", added.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await seller.Htmx().Post(url + "/stickies", ("text", " "))).Status);
        var sticky = Assert.Single(await host.Platform.Stickies.Of(host.Platform.People.Current.Actor(seller.Member), account.Form, account.Id));
        Assert.False(sticky.Shared);
        Assert.Contains($"sticky-{sticky.Id}", (await seller.Get(url)).Text, StringComparison.Ordinal);
        Assert.Contains($"sticky-{sticky.Id}", (await seller.Htmx().Get(url + "?in=drawer")).Text, StringComparison.Ordinal);

        var changed = await seller.Htmx().Send(HttpMethod.Patch, $"{url}/stickies/{sticky.Id}", ("text", "周五不上班"), ("shared", "1"), ("seen", $"{sticky.Since.Ticks}"));
        Assert.Contains("周五不上班", changed.Text, StringComparison.Ordinal);
        Assert.Equal(409, (await seller.Htmx().Send(HttpMethod.Patch, $"{url}/stickies/{sticky.Id}", ("text", "旧的"), ("seen", $"{sticky.Since.Ticks}"))).Status);
        var list = await seller.Get("/app/l2c/stickies?q=" + Uri.EscapeDataString("周五"));
        Assert.Contains("周五不上班", list.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{url}\"", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("周五不上班", (await seller.Get("/app/l2c/stickies?q=abc")).Text, StringComparison.Ordinal);

        Assert.DoesNotContain("周五不上班", (await seller.Htmx().Send(HttpMethod.Delete, $"{url}/stickies/{sticky.Id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_sticky_is_on_no_page_of_anybody_else()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var url = $"/app/l2c/account/{account.Id}";
        await seller.Htmx().Post(url + "/stickies", ("text", "老板姓赵"));
        await seller.Htmx().Post(url + "/stickies", ("text", "周五不上班"), ("shared", "1"));
        var boss = await host.SignInAdmin();
        foreach (var page in new[] { url, url + "/history", "/app/l2c/stickies", "/app/l2c/stickies?q=" + Uri.EscapeDataString("老板"), url + "/stickies", "/app/l2c/search?q=" + Uri.EscapeDataString("老板姓赵") })
            Assert.DoesNotContain("老板姓赵</p>", (await boss.Get(page)).Text, StringComparison.Ordinal);
        Assert.Contains("周五不上班", (await boss.Get(url)).Text, StringComparison.Ordinal);
        var other = await host.SignIn("王芳", "sales_rep");
        Assert.Equal(404, (await other.Htmx().Get(url + "/stickies")).Status);
        Assert.Equal(404, (await other.Htmx().Post(url + "/stickies", ("text", "x"))).Status);
    }
}
