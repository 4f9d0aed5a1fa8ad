using Weir.Engine.Access;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class CommentTests
{
    [Fact]
    public async Task A_comment_is_written_changed_and_removed_by_its_author_in_the_stream_of_the_record()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力"));
        var url = $"/app/l2c/account/{account.Id}";
        var added = await seller.Htmx().Post(url + "/comments", ("text", "@李伟 请看 https://example.com/a?b=1&c=2。\n<b>粗</b>"));
        Assert.Equal(200, added.Status);
        Assert.Contains("<span class=\"w-mention\">@李伟</span>", added.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.com/a?b=1&amp;c=2\"", added.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>粗</b>", added.Text, StringComparison.Ordinal);
        var comment = Assert.Single(await host.Platform.Comments.Of(host.Admin, account.Form, account.Id));
        Assert.Contains($"comment-{comment.Id}", (await seller.Get(url)).Text, StringComparison.Ordinal);

        var changed = await seller.Htmx().Send(HttpMethod.Patch, $"{url}/comments/{comment.Id}", ("text", "改过"));
        Assert.Contains("已编辑", changed.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await seller.Htmx().Send(HttpMethod.Delete, $"{url}/comments/{comment.Id}")).Status);
        Assert.Empty(await host.Platform.Comments.Of(host.Admin, account.Form, account.Id));
    }

    [Fact]
    public async Task Nobody_changes_or_removes_the_comment_of_another_person()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account");
        var comment = await host.Platform.Comments.Add(host.Platform.People.Current.Actor(seller.Member), account.Form, account.Id, "我的话");
        var boss = await host.SignInAdmin();
        var url = $"/app/l2c/account/{account.Id}/comments/{comment.Id}";
        Assert.Equal(403, (await boss.Htmx().Send(HttpMethod.Patch, url, ("text", "篡改"))).Status);
        Assert.Equal(403, (await boss.Htmx().Send(HttpMethod.Delete, url)).Status);
        Assert.Equal(403, (await boss.Htmx().Get(url + "?edit=1")).Status);
        Assert.Equal("我的话", (await host.Platform.Comments.Get(host.Admin, account.Form, account.Id, comment.Id)).Text);
    }

    [Fact]
    public async Task Who_does_not_see_the_record_can_neither_read_nor_write_its_comments()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var shelf = new Shelf(host);
        var account = await shelf.Make(seller.Member, "account");
        var others = await shelf.Make(other.Member, "account");
        var comment = await host.Platform.Comments.Add(shelf.Actor(seller.Member), account.Form, account.Id, "机密");
        Assert.Equal(404, (await other.Htmx().Post($"/app/l2c/account/{account.Id}/comments", ("text", "x"))).Status);
        Assert.Equal(404, (await other.Htmx().Get($"/app/l2c/account/{account.Id}/comments/{comment.Id}")).Status);
        Assert.Equal(404, (await other.Htmx().Get($"/app/l2c/account/{account.Id}/history")).Status);
        // Not through a record that they do see, either.
        Assert.Equal(404, (await other.Htmx().Get($"/app/l2c/account/{others.Id}/comments/{comment.Id}")).Status);
    }

    [Fact]
    public async Task An_empty_and_an_endless_comment_are_refused_and_a_deleted_record_takes_none()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var account = await new Shelf(host).Make(boss.Member, "account");
        var url = $"/app/l2c/account/{account.Id}/comments";
        Assert.Equal(422, (await boss.Htmx().Post(url, ("text", "  \n "))).Status);
        Assert.Equal(422, (await boss.Htmx().Post(url, ("text", new string('长', 4001)))).Status);
        await host.Platform.Records.Delete(host.Admin, account.Form, account.Id);
        Assert.Equal(404, (await boss.Htmx().Post(url, ("text", "还在吗"))).Status);
    }

    [Fact]
    public async Task The_stream_goes_on_where_it_stopped_with_comments_and_changes_in_order()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var shelf = new Shelf(host);
        var account = await shelf.Make(boss.Member, "account");
        for (var i = 0; i < 25; i++)
        {
            await host.Platform.Comments.Add(host.Admin, account.Form, account.Id, $"话 {i:00}");
            await shelf.Change(boss.Member, account, ("short_name", $"简称 {i:00}"));
        }
        var first = await boss.Htmx().Get($"/app/l2c/account/{account.Id}/history");
        var more = first.Html.QuerySelector(".w-more a")!.GetAttribute("hx-get")!;
        var second = await boss.Htmx().Get(more);
        Assert.Null(second.Html.QuerySelector(".w-more"));
        var entries = first.Html.QuerySelectorAll("li:not(.w-more)").Concat(second.Html.QuerySelectorAll("li")).Select(e => e.TextContent).ToList();
        Assert.Equal(51, entries.Count);
        for (var i = 0; i < 25; i++)
        {
            Assert.Contains($"简称 {24 - i:00}", entries[2 * i], StringComparison.Ordinal);
            Assert.Contains($"话 {24 - i:00}", entries[2 * i + 1], StringComparison.Ordinal);
        }
        Assert.DoesNotContain("话 01", (await boss.Htmx().Get($"/app/l2c/account/{account.Id}/history?show=system")).Text, StringComparison.Ordinal);
    }
}
