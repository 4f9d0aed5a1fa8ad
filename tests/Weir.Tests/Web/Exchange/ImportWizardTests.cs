using Xunit;
using System.Text;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Tests.Web.Exchange;

public sealed class ImportWizardTests
{
    private const string Titles = "客户名称,联系人,手机,线索来源,微信外号\r\n";

    [Fact]
    public async Task A_list_is_uploaded_matched_checked_imported_and_undone()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var url = (await browser.Upload(Titles + "恒力机械,张三,13800138000,采购名单,a\r\n,李四,13800138001,采购名单,b\r\n申工机电,王五,13800138002,没有这种,c\r\n永力工具,赵六,13800138003,采购名单,d\r\n")).Begun();

        var columns = await browser.Get(url);
        Assert.Contains("「微信外号」没有字段可存", columns.Text);
        Assert.Contains("2 可导入", columns.Text);
        Assert.Contains("2 有问题", columns.Text);
        Assert.Equal("4 行 · 5 列", columns.Html.QuerySelector(".w-import-facts span")!.TextContent.Trim());

        var check = await browser.Get(url + "?step=check&only=errors");
        Assert.Equal(["3", "4"], check.Html.QuerySelectorAll(".w-row-bad td:first-child").Select(c => c.TextContent.Trim()));
        Assert.Contains("没有这种", check.Text);

        var started = await browser.Post(url + "/start");
        Assert.Equal((302, url), (started.Status, started.Location));
        var done = await browser.Rest(url);
        Assert.Equal(["2", "0", "0", "2"], done.Html.QuerySelectorAll(".w-stat-figure").Select(f => f.TextContent.Trim()));
        Assert.Contains("恒力机械", done.Html.QuerySelector(".w-cell-title a")!.TextContent);
        var errors = await browser.Get(url + "/errors.xlsx");
        Assert.Equal((200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (errors.Status, errors["Content-Type"]));
        Assert.Contains("attachment", errors["Content-Disposition"]);

        var undoing = await browser.Htmx().Post(url + "/undo");
        Assert.Equal(200, undoing.Status);
        var undone = await browser.Rest(url);
        Assert.Contains("已撤销", undone.Text);
        Assert.Equal(0, await host.Platform.Query.Count(host.Admin, new ListQuery(host.App["lead"]), 10));
        Assert.Contains("名单.csv", (await browser.Get(ImportSite.Leads)).Text);
    }

    [Fact]
    public async Task Choices_are_kept_as_they_are_made_and_survive_a_reload()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var url = (await browser.Upload(Titles + "恒力机械,张三,13800138000,采购名单,a\r\n")).Begun();
        var choices = (await browser.Get(url)).Choices().Select(c => c.Name switch { "c2" => ("c2", ""), "c4" => ("c4", "wechat"), "mode" => ("mode", "both"), _ => c }).ToArray();
        var part = await browser.Htmx().Post(url + "/columns", choices);
        Assert.Equal("import-form", part.Html.Body!.FirstElementChild!.Id);
        Assert.Contains("请选择用来查找已有记录的列", part.Text);
        var again = (await browser.Get(url)).Choices();
        Assert.Contains(("c4", "wechat"), again);
        Assert.Contains(("c2", ""), again);
        Assert.Contains(("mode", "both"), again);
        // What is incomplete cannot be checked or started.
        Assert.Equal(302, (await browser.Get(url + "?step=check")).Status);
        Assert.Equal(422, (await browser.Post(url + "/start")).Status);
        var ignored = await browser.Htmx().Post(url + "/columns", [.. again, ("ignore", "1")]);
        Assert.DoesNotContain("没有字段可存", ignored.Text);
    }

    [Fact]
    public async Task Started_in_one_tab_it_goes_on_in_the_other_too()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var url = (await browser.Upload(Titles + "恒力机械,张三,13800138000,采购名单,a\r\n")).Begun();
        var choices = (await browser.Get(url)).Choices().ToArray();
        Assert.Equal(302, (await browser.Post(url + "/start")).Status);
        Assert.Equal(302, (await browser.Post(url + "/start")).Status);
        var late = await browser.Htmx().Post(url + "/columns", choices);
        Assert.Equal(url, late["HX-Redirect"]);
        await browser.Rest(url);
        Assert.Equal(1, await host.Platform.Query.Count(host.Admin, new ListQuery(host.App["lead"]), 10));
    }

    [Fact]
    public async Task A_missing_required_column_is_named()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var url = (await browser.Upload("客户名称,手机\r\n恒力机械,13800138000\r\n")).Begun();
        var page = await browser.Get(url);
        Assert.Contains("必填字段没有对应的列：「联系人」、「线索来源」", page.Text);
        // One value for all rows does as well as a column.
        Assert.Equal(["all.contact_name", "all.source"], page.Html.QuerySelectorAll(".w-import-given .w-input").Select(i => i.GetAttribute("name")));
        var choices = page.Choices().Where(c => !c.Name.StartsWith("all.", StringComparison.Ordinal)).ToArray();
        var wrong = await browser.Htmx().Post(url + "/columns", [.. choices, ("all.contact_name", "前台"), ("all.source", "没有这种来源")]);
        Assert.Contains("“线索来源”：", wrong.Text);
        Assert.Equal(422, (await browser.Post(url + "/start")).Status);
        var right = await browser.Htmx().Post(url + "/columns", [.. choices, ("all.contact_name", "前台"), ("all.source", "采购名单"), ("all.no_such", "x")]);
        Assert.Contains("1 可导入", right.Text);
        Assert.Equal("采购名单", (await browser.Get(url)).Html.QuerySelector(".w-import-given option[selected]")!.TextContent);
        await browser.Post(url + "/start");
        await browser.Rest(url);
        var lead = Assert.Single((await host.Platform.Query.List(host.Admin, new ListQuery(host.App["lead"]) { Columns = [new FieldPath([], host.App["lead"]["contact_name"]), new FieldPath([], host.App["lead"]["source"])] })).Rows);
        Assert.Equal(["前台", "purchased_list"], lead.Values);
    }

    [Theory]
    [InlineData("", "sheet.empty")]
    [InlineData("<html><body>", "sheet.html")]
    [InlineData("客户名称,手机\r\n", "import.no_rows")]
    public async Task A_file_that_cannot_be_read_is_refused_in_words(string text, string code)
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var refused = await browser.Upload(text, "名单.xlsx");
        Assert.Equal((422, "application/problem+json"), (refused.Status, refused["Content-Type"]));
        Assert.Contains($"\"{code}\"", refused.Text);
        Assert.DoesNotContain("名单.xlsx", (await browser.Get(ImportSite.Leads)).Text);
    }

    [Fact]
    public async Task The_template_is_offered_as_a_workbook_and_as_text()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var book = await browser.Get(ImportSite.Leads + "/template.xlsx");
        Assert.Equal(200, book.Status);
        Assert.StartsWith("PK", book.Text, StringComparison.Ordinal);
        var text = await browser.Get(ImportSite.Leads + "/template.csv");
        Assert.Contains("客户名称（必填）", text.Text);
        // Filled in as it is, it can be imported.
        var url = (await browser.Upload(Encoding.UTF8.GetBytes(text.Text), "模板.csv")).Begun();
        Assert.Contains(("c0", (await browser.Get(url)).Choices()[0].Value), (await browser.Get(url)).Choices());
        Assert.DoesNotContain("必填字段没有对应的列", (await browser.Get(url)).Text);
        Assert.Equal(404, (await browser.Get(ImportSite.Leads + "/template.exe")).Status);
    }

    [Fact]
    public async Task Without_the_right_it_is_absent_and_refused()
    {
        await using var host = await TestHost.Start();
        var admin = await host.SignInAdmin();
        var url = (await admin.Upload(Titles + "恒力机械,张三,13800138000,采购名单,a\r\n")).Begun();
        var seller = await host.SignIn("李伟", "sales_rep");
        var list = await seller.Get("/app/l2c/lead");
        Assert.Equal(200, list.Status);
        Assert.DoesNotContain("/lead/import", list.Text);
        Assert.Equal(403, (await seller.Get(ImportSite.Leads)).Status);
        Assert.Equal(403, (await seller.Get(ImportSite.Leads + "/template.xlsx")).Status);
        Assert.Equal(403, (await seller.Upload(Titles + "x,y,,,\r\n")).Status);
        foreach (var verb in new[] { "start", "cancel", "undo", "columns", "sheet" }) Assert.Equal(403, (await seller.Post($"{url}/{verb}")).Status);
        Assert.Equal(404, (await seller.Get("/app/l2c/no_such_form/import")).Status);
        // Another importer does not see it either.
        var marketer = await host.SignIn("钱静", "marketing");
        Assert.Equal(404, (await marketer.Get(url)).Status);
        Assert.Equal(404, (await marketer.Post(url + "/start")).Status);
        Assert.Equal(404, (await marketer.Get(url + "/errors.xlsx")).Status);
        // An import belongs to its form.
        Assert.Equal(404, (await admin.Get(url.Replace("/lead/", "/account/", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task What_is_sent_without_a_token_is_refused()
    {
        await using var host = await TestHost.Start();
        var browser = await host.SignInAdmin();
        var request = new HttpRequestMessage(HttpMethod.Post, ImportSite.Leads) { Content = new MultipartFormDataContent { { new ByteArrayContent("a"u8.ToArray()), "file", "a.csv" } } };
        Assert.Equal(400, (await browser.Send(request)).Status);
    }
}
