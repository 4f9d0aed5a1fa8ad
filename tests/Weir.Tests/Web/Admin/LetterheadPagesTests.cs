using Weir.Tests.Web.Records;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>What stands on papers beside the company's name, on its page and on paper.</summary>
public sealed class LetterheadPagesTests
{
    private const string Page = "/admin/organisation/letterhead";
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task What_is_entered_stands_on_the_next_paper_in_its_language()
    {
        await using var host = await TestHost.Start();
        var (chief, seller) = (await host.SignInAdmin(), await host.SignIn("李伟", "sales_rep"));
        var record = "/app/l2c/account/" + (await new Shelf(host).Make(seller.Member, "account")).Id;
        var before = (await seller.Get(record + "/print?lang=zh")).Html;
        Assert.Null(before.QuerySelector(".w-paper-foot"));

        var saved = await Send(chief, Png, ("address", " 苏州市工业园区星湖街1号 "), ("address_en", "1 Xinghu Street, Suzhou"), ("phone", "0512-6288"), ("name_en", "Hengyuan"), ("bank", "招商银行 1234"));

        Assert.Equal(200, saved.Status);
        var chinese = (await seller.Get(record + "/print?lang=zh")).Html;
        Assert.Equal(["苏州市工业园区星湖街1号", "电话：0512-6288"], chinese.QuerySelectorAll(".w-paper-from span").Select(s => s.TextContent));
        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(Png), chinese.QuerySelector(".w-paper-from img")!.GetAttribute("src"));
        Assert.Equal("开户行及账号：招商银行 1234", chinese.QuerySelector(".w-paper-foot")!.TextContent);
        var english = (await seller.Get(record + "/print?lang=en")).Html;
        Assert.Equal(("Hengyuan", "1 Xinghu Street, Suzhou"), (english.QuerySelector(".w-paper-company")!.TextContent, english.QuerySelector(".w-paper-from span")!.TextContent));
        Assert.Contains("修改了单据抬头", (await chief.Get("/admin/organisation/trail")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await seller.Get(Page)).Status);
    }

    [Fact]
    public async Task The_logo_stays_until_it_is_taken_away_and_what_is_no_image_is_refused()
    {
        await using var host = await TestHost.Start();
        var chief = await host.SignInAdmin();
        await Send(chief, Png);

        var refused = await Send(chief, "<svg/>"u8.ToArray(), ("phone", "110"));

        Assert.Equal(422, refused.Status);
        Assert.Contains("PNG", refused.Html.QuerySelector("#f-logo-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("110", refused.Html.QuerySelector("#f-phone")!.GetAttribute("value"));
        Assert.Equal(422, (await Send(chief, [.. Png, .. new byte[300_000]])).Status);
        await Send(chief, null, ("phone", "110"));
        Assert.Equal(Png, host.Platform.People.Current.Letterhead.Logo);
        Assert.Equal("110", host.Platform.People.Current.Letterhead.Phone);
        await Send(chief, null, ("no_logo", "yes"));
        Assert.Null(host.Platform.People.Current.Letterhead.Logo);
    }

    private static async Task<Reply> Send(Browser chief, byte[]? logo, params (string Name, string Value)[] fields)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        if (logo is not null) content.Add(new ByteArrayContent(logo), "logo", "logo.png");
        var request = new HttpRequestMessage(HttpMethod.Post, Page) { Content = content };
        request.Headers.Add("X-CSRF-Token", await chief.Csrf());
        return await chief.Send(request);
    }
}
