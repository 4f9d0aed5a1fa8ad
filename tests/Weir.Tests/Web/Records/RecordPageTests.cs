using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class RecordPageTests
{
    [Fact]
    public async Task A_deleted_record_says_so_to_who_may_bring_it_back_and_is_absent_for_everybody_else()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var boss = await host.SignInAdmin();
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力精密"));
        await host.Platform.Records.Delete(host.Admin, account.Form, account.Id);
        var url = $"/app/l2c/account/{account.Id}";
        var gone = await boss.Get(url);
        Assert.Equal(404, gone.Status);
        Assert.Contains("这条记录已删除", gone.Text, StringComparison.Ordinal);
        Assert.Contains("恒力精密", gone.Text, StringComparison.Ordinal);
        var absent = await seller.Get(url);
        Assert.Equal(404, absent.Status);
        Assert.DoesNotContain("已删除", absent.Html.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("恒力精密", absent.Text, StringComparison.Ordinal);
        var never = await seller.Get("/app/l2c/account/12345");
        Assert.Equal(absent.Html.QuerySelector(".w-plain-page")!.TextContent, never.Html.QuerySelector(".w-plain-page")!.TextContent);
        Assert.NotNull(never.Html.QuerySelector("a[href='/app/l2c/account']"));

        var restore = gone.Html.QuerySelector(".w-plain-page [hx-post]")!.GetAttribute("hx-post")!;
        var restored = await boss.Htmx().Post(restore);
        Assert.True(restored.Status is 200 or 204, restored["HX-Trigger"]);
        Assert.Equal(200, (await seller.Get(url)).Status);
    }

    [Fact]
    public async Task What_is_added_beside_a_record_names_it_and_leads_back_to_it()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var account = await new Shelf(host).Make(seller.Member, "account", ("name", "恒力精密"));
        var tab = await seller.Get($"/app/l2c/account/{account.Id}?tab=contacts");
        var add = tab.Html.QuerySelectorAll("a.w-btn").Select(a => a.GetAttribute("href")!).First(h => h.StartsWith("/app/l2c/contact/new", StringComparison.Ordinal));
        var page = await seller.Get(add);
        var form = Typed.Of(page);
        Assert.Equal($"{account.Id}", form["account"]);
        var saved = await form.Set("name", "刘洋").Set("mobile", "13800138000").Save(seller);
        Assert.Equal(204, saved.Status);
        Assert.Contains($"/app/l2c/account/{account.Id}?tab=contacts", saved["HX-Location"], StringComparison.Ordinal);
        Assert.Contains("刘洋", (await seller.Get($"/app/l2c/account/{account.Id}?tab=contacts")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_related_list_comes_page_by_page_without_gap_or_twin()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var shelf = new Shelf(host);
        var account = await shelf.Make(boss.Member, "account");
        for (var i = 0; i < 53; i++) await shelf.Make(boss.Member, "contact", ("name", $"联系人 {i:00}"), ("account", account.Id));
        var first = await boss.Get($"/app/l2c/account/{account.Id}?tab=contacts");
        Assert.Contains("53", first.Html.QuerySelector(".w-tab[aria-current]")!.TextContent, StringComparison.Ordinal);
        var more = first.Html.QuerySelector(".w-more a")!.GetAttribute("hx-get")!;
        var second = await boss.Htmx().Get(more);
        Assert.Null(second.Html.QuerySelector(".w-more"));
        var seen = System.Text.RegularExpressions.Regex.Matches(first.Text + second.Text, "联系人 (\\d\\d)</a>").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(53, seen.Count);
        Assert.Equal(53, seen.Distinct().Count());
    }

    [Fact]
    public async Task The_way_back_after_saving_never_leads_to_another_site()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        foreach (var evil in new[] { "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)" })
        {
            var page = await seller.Get("/app/l2c/account/new?return=" + Uri.EscapeDataString(evil));
            Assert.DoesNotContain("evil.example", page.Text, StringComparison.Ordinal);
            var saved = await Typed.Of(page).Set("name", "恒力 " + string.Concat(evil.Select(c => (char)(c + 1)))).Set("scale", "smb").Set("__return", evil).Save(seller);
            Assert.Equal(204, saved.Status);
            Assert.DoesNotContain("evil", saved["HX-Location"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fields_that_a_role_may_not_see_are_nowhere_on_the_page()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var product = await shelf.Make(host.Admin.MemberId, "product", ("list_price", 900m), ("cost_price", 123.45m), ("status", "on_sale"));
        var quote = await shelf.Make(seller.Member, "quote");
        var draft = new Draft(quote.Form) { Id = quote.Id };
        draft.Lines["lines"] = [new DraftLine(null, new Dictionary<string, object?> { ["product"] = product.Id, ["qty"] = 1m, ["list_price"] = 900m, ["cost"] = 123.45m })];
        await host.Platform.Records.Save(host.Admin, draft);
        foreach (var page in new[] { "", "/edit", "?tab=history", "/history" })
        {
            var text = (await seller.Get($"/app/l2c/quote/{quote.Id}{page}")).Text;
            Assert.DoesNotContain("123.45", text, StringComparison.Ordinal);
            Assert.DoesNotContain("成本", text, StringComparison.Ordinal);
        }
        Assert.Contains("123.45", (await (await host.SignInAdmin()).Get($"/app/l2c/quote/{quote.Id}")).Text, StringComparison.Ordinal);
    }
}
