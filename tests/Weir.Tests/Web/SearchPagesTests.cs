using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web;

/// <summary>The palette finds records of all forms and commands, and only what the visitor may see and do.</summary>
public sealed class SearchPagesTests
{
    [Fact]
    public async Task A_record_is_found_by_name_phone_number_and_pinyin_initials_and_marked()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var record = await Add(host, "苏州恒力精密机械有限公司", seller.Member, "13812345520");
        foreach (var typed in new[] { "恒力", "恒力精密", "5520", "138 1234", "hljm", "suzhouheng" })
        {
            var found = await seller.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString(typed));
            var option = found.Html.QuerySelector($"a.w-option[href='/app/l2c/lead/{record.Id}']");
            Assert.True(option is not null, typed);
        }
        var marked = await seller.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString("恒力"));
        Assert.Equal("恒力", marked.Html.QuerySelector("mark")!.TextContent);
    }

    [Fact]
    public async Task Records_of_others_and_hidden_forms_are_not_found()
    {
        await using var host = await TestHost.Start();
        var (seller, other, stranger) = (await host.SignIn("李伟", "sales_rep"), await host.SignIn("王芳", "sales_rep"), await host.SignIn("陈昊"));
        await Add(host, "苏州恒力精密机械有限公司", seller.Member, "13812345520");
        var found = await other.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString("恒力"));
        Assert.DoesNotContain("恒力精密", found.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await stranger.Get("/app/l2c/search?q=x")).Status);
    }

    [Fact]
    public async Task Commands_are_found_in_both_languages_and_by_pinyin_and_follow_rights()
    {
        await using var host = await TestHost.Start();
        var (admin, seller) = (await host.SignInAdmin(), await host.SignIn("李伟", "sales_rep"));
        foreach (var typed in new[] { "新建线索", "xjxs", "new lead" })
            Assert.NotNull((await seller.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString(typed))).Html.QuerySelector("a.w-option[href='/app/l2c/lead/new']"));
        Assert.NotNull((await seller.Htmx().Get("/app/l2c/search?q=dark")).Html.QuerySelector("[data-theme-value=dark]"));
        Assert.NotNull((await admin.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString("成员"))).Html.QuerySelector("[href='/admin/members']"));
        Assert.Null((await seller.Htmx().Get("/app/l2c/search?q=" + Uri.EscapeDataString("成员"))).Html.QuerySelector("[href='/admin/members']"));
    }

    [Fact]
    public async Task What_was_looked_at_last_stands_first_until_it_may_not_be_seen()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var (one, two) = (await Add(host, "恒力精密", seller.Member, "13812345520"), await Add(host, "远景包装", seller.Member, "13812345521"));
        await seller.Get("/app/l2c/lead/" + one.Id);
        await seller.Get("/app/l2c/lead/" + two.Id);
        Assert.Equal([$"/app/l2c/lead/{two.Id}", $"/app/l2c/lead/{one.Id}"], await Options());
        await host.Platform.Records.Delete(host.Admin, host.App["lead"], two.Id);
        Assert.Equal([$"/app/l2c/lead/{one.Id}"], await Options());

        async Task<IEnumerable<string?>> Options() => (await seller.Htmx().Get("/app/l2c/search")).Html.QuerySelectorAll("a.w-option").Select(o => o.GetAttribute("href")).Where(h => char.IsAsciiDigit(h![^1]));
    }

    [Fact]
    public async Task The_last_twenty_records_are_offered_the_latest_first()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var seen = new List<string>();
        for (var i = 0; i < 22; i++)
        {
            var url = "/app/l2c/lead/" + (await Add(host, $"第{i}家", seller.Member, $"138{i:00000000}")).Id;
            await seller.Get(url);
            seen.Insert(0, url);
        }
        var offered = (await seller.Htmx().Get("/app/l2c/search")).Html.QuerySelectorAll("a.w-option").Select(o => o.GetAttribute("href")!).Where(seen.Contains);
        Assert.Equal(seen.Take(20), offered);
    }

    [Fact]
    public async Task Opening_a_record_reads_what_was_told_of_it()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var record = await Add(host, "恒力精密", seller.Member, "13812345520");
        var actor = host.Platform.People.Current.Actor(seller.Member);
        Assert.True(await Eventually.Holds(async () => (await host.Platform.Notifications.State(actor)).Unread > 0));
        Assert.Equal(1, (await host.Platform.Notifications.State(actor)).Unread);
        await seller.Get("/app/l2c/lead/" + record.Id);
        Assert.Equal(0, (await host.Platform.Notifications.State(actor)).Unread);
    }

    [Fact]
    public async Task The_palette_is_a_page_for_browsers_without_scripts_and_encodes_what_is_typed()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var page = await seller.Get("/app/l2c/search?q=" + Uri.EscapeDataString("<script>x</script>"));
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("<script>x", page.Text, StringComparison.Ordinal);
        Assert.Equal("<script>x</script>", page.Html.QuerySelector("input[type=search]")!.GetAttribute("value"));
        Assert.Equal(200, (await seller.Htmx().Get("/app/l2c/search?q=" + new string('x', 3000))).Status);
    }

    private static async Task<Weir.Engine.Records.Record> Add(TestHost host, string name, long owner, string mobile) =>
        (await host.Platform.Records.Save(host.Admin, new Draft(host.App["lead"]).Set("company_name", name).Set("contact_name", "张三").Set("source", "website_form").Set("mobile", mobile).Set("owner", owner))).Record;
}
