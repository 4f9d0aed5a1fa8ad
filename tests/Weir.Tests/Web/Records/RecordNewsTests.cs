using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class RecordNewsTests
{
    [Fact]
    public async Task What_a_colleague_changes_is_told_on_the_open_page_and_drawn_when_asked_for()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "苏州恒力"));
        var watch = (await seller.Get($"/app/l2c/account/{account.Id}")).Html.QuerySelector($"#record-news-{account.Id}")!.GetAttribute("hx-get")!;
        Assert.Equal(204, (await seller.Htmx().Get(watch)).Status);

        await host.Platform.Records.Save(host.Admin, new Draft(host.App["account"]) { Id = account.Id }.Set("short_name", "恒力").Set("level", "a"));
        var told = await seller.Htmx().Get(watch);
        Assert.Equal(200, told.Status);
        Assert.Contains("王岚修改了", told.Text, StringComparison.Ordinal);
        Assert.Contains("简称", told.Text, StringComparison.Ordinal);
        var shown = await seller.Htmx().Get($"/app/l2c/account/{account.Id}/news/show");
        Assert.Contains("恒力", shown.Text, StringComparison.Ordinal);
        // What is written in the composer is no part of it.
        Assert.DoesNotContain($"record-talk-{account.Id}", shown.Text, StringComparison.Ordinal);
        Assert.Equal(204, (await seller.Htmx().Get(shown.Html.QuerySelector($"#record-news-{account.Id}")!.GetAttribute("hx-get")!)).Status);
    }

    [Fact]
    public async Task Ones_own_changes_are_no_news_and_a_record_that_is_gone_says_so_once()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account", ("name", "苏州恒力"));
        var watch = $"/app/l2c/account/{account.Id}/news?seen={account.Version}";
        var own = await host.Platform.Records.Save(shelf.Actor(seller.Member), new Draft(host.App["account"]) { Id = account.Id }.Set("short_name", "恒力"));
        Assert.Equal(204, (await seller.Htmx().Get(watch)).Status);
        await host.Platform.Records.Delete(host.Admin, host.App["account"], account.Id, own.Record.Version);
        var gone = await seller.Htmx().Get(watch);
        Assert.Equal((200, "outerHTML"), (gone.Status, gone.Headers["HX-Reswap"]));
        Assert.Contains("已被删除", gone.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("every", gone.Text, StringComparison.Ordinal);
    }
}
