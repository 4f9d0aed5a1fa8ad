using AngleSharp.Dom;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class SnippetPagesTests
{
    private const string Card = "苏州恒力精密机械有限公司\n王芳 采购经理\n手机：138 1234 5520 电话：0512-66668888\n邮箱：wangfang@hengli-jx.com\n地址：江苏省苏州市虎丘区科技路8号";

    [Fact]
    public async Task A_pasted_card_shows_what_goes_where_before_anything_is_filled_in()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var form = Typed.Of(await seller.Get("/app/l2c/lead/new")).Set("__snippet", Card);
        var shown = await form.Send(seller, "/app/l2c/lead/snippet");
        Assert.Equal(200, shown.Status);
        Assert.Equal(["company_name", "contact_name", "mobile", "phone", "email", "region", "address"], Ticks(shown));
        var filled = await Take(seller, form, "company_name", "contact_name", "mobile");
        Assert.Equal(("苏州恒力精密机械有限公司", "王芳", "13812345520", ""), (filled["company_name"], filled["contact_name"], filled["mobile"], filled["email"]));
    }

    [Fact]
    public async Task What_somebody_typed_stays_unless_they_tick_it()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var form = Typed.Of(await seller.Get("/app/l2c/lead/new")).Set("contact_name", "王小芳").Set("__snippet", Card);
        var shown = await form.Send(seller, "/app/l2c/lead/snippet");
        Assert.DoesNotContain("contact_name", Ticks(shown));
        Assert.Contains("王小芳", shown.Text, StringComparison.Ordinal);
        Assert.Equal("王小芳", (await Take(seller, form, "company_name"))["contact_name"]);
        Assert.Equal("王芳", (await Take(seller, form, "contact_name"))["contact_name"]);
    }

    [Fact]
    public async Task In_the_short_form_a_field_that_gets_something_appears()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var form = Typed.Of(await QuickAddTests.Sheet(seller, "lead")).Set("source", "phone_inquiry").Set("__snippet", Card);
        var filled = await Take(seller, form, "company_name", "contact_name", "mobile", "email");
        Assert.Equal("wangfang@hengli-jx.com", filled["email"]);
        Assert.Equal("phone_inquiry", filled["source"]);
        var saved = await filled.Send(seller, "/app/l2c/lead/new?in=quick");
        Assert.Equal(204, saved.Status);
        var lead = (await host.Platform.Query.List(host.Admin, new(host.App["lead"]))).Rows.Single();
        Assert.Equal("wangfang@hengli-jx.com", (await host.Platform.Query.Get(host.Admin, host.App["lead"], lead.Id)).Record[host.App["lead"]["email"]]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_link_finds_the_record_that_is_called_so(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "苏州恒力精密机械有限公司"));
        var form = Typed.Of(await seller.Get("/app/l2c/contact/new")).Set("__snippet", Card);
        var shown = await form.Send(seller, "/app/l2c/contact/snippet");
        Assert.Contains("account", Ticks(shown));
        var filled = await Take(seller, form, "name", "account", "title");
        Assert.Equal(("王芳", $"{account.Id}", "采购经理"), (filled["name"], filled["account"], filled["title"]));
    }

    [Fact]
    public async Task A_text_about_nobody_says_so()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shown = await Typed.Of(await seller.Get("/app/l2c/lead/new")).Set("__snippet", "好的，明天见").Send(seller, "/app/l2c/lead/snippet");
        Assert.Contains("没有认出", shown.Text, StringComparison.Ordinal);
        Assert.Empty(Ticks(shown));
    }

    [Fact]
    public async Task A_form_about_nothing_of_the_kind_has_no_box()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        Assert.Null((await boss.Get("/app/l2c/price_book/new")).Html.QuerySelector(".w-snippet"));
        Assert.NotNull((await boss.Get("/app/l2c/account/new")).Html.QuerySelector(".w-snippet"));
    }

    private static List<string> Ticks(Reply shown) => [.. shown.Html.QuerySelectorAll("input[name=__take][checked]").Select(t => t.GetAttribute("value")!)];

    private static async Task<Typed> Take(Browser browser, Typed form, params string[] fields)
    {
        var url = form.Url.Replace("/new", "/snippet/take", StringComparison.Ordinal);
        form.Drop("__take");
        foreach (var field in fields) form.Add("__take", field);
        var reply = await form.Send(browser, url);
        Assert.Equal(200, reply.Status);
        return Typed.Of(reply);
    }
}
