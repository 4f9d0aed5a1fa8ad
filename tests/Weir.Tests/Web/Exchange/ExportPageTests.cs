using Xunit;
using Weir.Engine.Records;

namespace Weir.Tests.Web.Exchange;

public sealed class ExportPageTests
{
    private const string Filter = """{"field":"company_name","op":"contains","value":"恒"}""";

    [Fact]
    public async Task What_the_list_shows_is_what_the_file_holds()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        await Import(browser);
        var query = "?columns=company_name,contact_name&sort=-company_name&filter=" + Uri.EscapeDataString(Filter);
        Assert.Contains("/app/l2c/lead/export?", (await browser.Get("/app/l2c/lead" + query)).Text);
        var page = await browser.Get("/app/l2c/lead/export" + query);
        Assert.Contains("2 条线索", page.Text);
        var list = page.Html.QuerySelector("input[name=list]")!.GetAttribute("value")!;
        var answer = await browser.Post("/app/l2c/lead/export", ("list", list), ("columns", "view"), ("format", "csv"));
        Assert.Equal(302, answer.Status);
        var file = await browser.Get(answer.Location!);
        Assert.StartsWith("attachment", file["Content-Disposition"], StringComparison.Ordinal);
        var lines = file.Text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l[(l.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        // The text that would be a formula is one no more.
        Assert.Equal(["客户名称,联系人", "恒通电机,'=1+1", "恒力机械,张三"], lines);
        Assert.Contains(answer.Location!, (await browser.Get("/app/l2c/lead/export")).Text);
    }

    [Fact]
    public async Task Without_the_right_it_is_absent_and_refused()
    {
        await using var host = await TestHost.Start();
        var admin = await host.SignInAdmin();
        await Import(admin);
        var answer = await admin.Post("/app/l2c/lead/export", ("list", ""), ("columns", "all"), ("format", "xlsx"));
        var seller = await host.SignIn("李伟", "sales_rep");
        foreach (var url in new[] { "/app/l2c/lead/export", answer.Location! }) Assert.InRange((await seller.Get(url)).Status, 403, 404);
        Assert.DoesNotContain("/lead/export", (await seller.Get("/app/l2c/lead")).Text);
        // Nobody fetches the file of somebody else.
        var manager = await host.SignIn("孙磊", "sales_manager");
        Assert.Equal(404, (await manager.Get(answer.Location!)).Status);
    }

    [Fact]
    public async Task A_large_set_is_made_in_the_background()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var form = host.App["lead"];
        foreach (var some in Enumerable.Range(0, 2100).Chunk(700))
            Assert.All(await host.Platform.Records.SaveMany(host.Admin, [.. some.Select(i => new Draft(form).Set("company_name", $"第{i}家").Set("contact_name", "张三").Set("mobile", $"138{i:00000000}").Set("source", "purchased_list"))]), r => Assert.Null(r.Problem));
        var answer = await browser.Post("/app/l2c/lead/export", ("list", ""), ("columns", "view"), ("format", "xlsx"));
        Assert.DoesNotContain("/file", answer.Location!);
        Assert.True(await Eventually.Holds(async () => (await browser.Get(answer.Location!)).Html.QuerySelector("#export-state[hx-get]") is null));
        var page = await browser.Get(answer.Location!);
        Assert.Contains("2,100 条", page.Text);
        Assert.Equal(200, (await browser.Get(page.Html.QuerySelector("#export-state a")!.GetAttribute("href")!)).Status);
    }

    private static async Task Import(Browser browser)
    {
        var url = (await browser.Upload("客户名称,联系人,手机,线索来源\r\n恒力机械,张三,13800138000,采购名单\r\n申工机电,李四,13800138001,采购名单\r\n恒通电机,'=1+1,13800138002,采购名单\r\n")).Begun();
        await browser.Post(url + "/start");
        await browser.Rest(url);
    }
}
