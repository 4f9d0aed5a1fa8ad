using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class ShareTests
{
    [Fact]
    public async Task A_share_opens_the_record_until_it_is_revoked_and_the_page_says_why()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力精密"));
        var url = $"/app/l2c/account/{account.Id}";
        Assert.Equal(404, (await other.Get(url)).Status);
        Assert.Contains("看不到", (await seller.Htmx().Get($"{url}/why?member={other.Member}")).Text, StringComparison.Ordinal);

        var shared = await seller.Htmx().Post(url + "/share", ("member", other.Member.ToString()), ("level", "read"));
        Assert.Equal(200, shared.Status);
        Assert.Contains("王芳", shared.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await other.Get(url)).Status);
        Assert.Equal(403, (await other.Get(url + "/edit")).Status);
        Assert.Contains("单独共享", (await seller.Htmx().Get($"{url}/why?member={other.Member}")).Text, StringComparison.Ordinal);
        Assert.Contains("共享给了 王芳", (await seller.Htmx().Get(url + "/history")).Text, StringComparison.Ordinal);

        await seller.Htmx().Post(url + "/share", ("member", other.Member.ToString()), ("level", "edit"));
        Assert.Equal(200, (await other.Get(url + "/edit")).Status);
        Assert.Equal(200, (await seller.Htmx().Send(HttpMethod.Delete, $"{url}/share/{other.Member}")).Status);
        Assert.Equal(404, (await other.Get(url)).Status);
    }

    [Fact]
    public async Task A_collaborator_gets_an_end_that_stands_beside_the_name()
    {
        await using var host = await TestHost.Start();
        var (seller, other) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"));
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力精密"), ("collaborators", new[] { other.Member }));
        var url = $"/app/l2c/account/{account.Id}";
        Assert.Equal(200, (await other.Get(url + "/edit")).Status);

        var limited = await seller.Htmx().Post($"{url}/share/{other.Member}", ("level", "read"), ("until", "2099-12-31"));
        Assert.Equal(200, limited.Status);
        Assert.Contains("2099-12-31", limited.Text, StringComparison.Ordinal);
        Assert.Equal((200, 403), ((await other.Get(url)).Status, (await other.Get(url + "/edit")).Status));
        var refused = await seller.Htmx().Post($"{url}/share/{other.Member}", ("level", "read"), ("until", "2020-01-01"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("结束日期已经过去", refused.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await other.Htmx().Post($"{url}/share/{other.Member}", ("level", "edit"), ("until", ""))).Status);
    }

    [Fact]
    public async Task Who_may_only_read_shares_with_nobody_and_who_does_not_see_learns_nothing()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var reader = await host.SignIn("王芳", "sales_rep");
        var stranger = await host.SignIn("陈昊", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account");
        var url = $"/app/l2c/account/{account.Id}";
        await seller.Htmx().Post(url + "/share", ("member", reader.Member.ToString()), ("level", "read"));
        Assert.Equal(403, (await reader.Htmx().Post(url + "/share", ("member", stranger.Member.ToString()), ("level", "edit"))).Status);
        Assert.Equal(403, (await reader.Htmx().Send(HttpMethod.Delete, $"{url}/share/{reader.Member}")).Status);
        Assert.Equal(404, (await stranger.Htmx().Get(url + "/share")).Status);
        Assert.Equal(404, (await stranger.Htmx().Get($"{url}/why?member={seller.Member}")).Status);
        Assert.Equal(404, (await stranger.Htmx().Post(url + "/share", ("member", stranger.Member.ToString()), ("level", "edit"))).Status);
        Assert.Equal(404, (await stranger.Get(url)).Status);
    }

    [Theory]
    [InlineData("", "", "请选择成员")]
    [InlineData("me", "2020-01-01", "请选择今天或以后的日期")]
    [InlineData("me", "soon", "日期请写成")]
    public async Task A_share_that_cannot_be_is_refused_beside_its_field_and_keeps_what_was_typed(string member, string until, string words)
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account");
        var reply = await seller.Htmx().Post($"/app/l2c/account/{account.Id}/share", ("member", member == "me" ? seller.Member.ToString() : member), ("level", "edit"), ("until", until));
        Assert.Equal(422, reply.Status);
        Assert.Contains(words, reply.Text, StringComparison.Ordinal);
        if (until.Length > 0) Assert.Equal(until, reply.Html.QuerySelector("[name=until]")!.GetAttribute("value"));
        Assert.Empty(await host.Platform.Sharing.Of(host.Admin, account.Form, account.Id));
    }

    [Fact]
    public async Task A_share_ends_after_its_last_day_in_the_time_zone_of_the_organisation()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.Add("王芳", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account");
        var zone = host.Platform.People.Current.Zone;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddSeconds(host.Platform.Clock.GetUtcNow().ToUnixTimeSeconds()), zone));
        await seller.Htmx().Post($"/app/l2c/account/{account.Id}/share", ("member", other.Id.ToString()), ("level", "read"), ("until", today.ToString("yyyy-MM-dd")));
        var share = Assert.Single(await host.Platform.Sharing.Of(host.Admin, account.Form, account.Id));
        Assert.Equal(today.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeZoneInfo.ConvertTimeFromUtc(share.Until!.Value, zone));
    }
}
