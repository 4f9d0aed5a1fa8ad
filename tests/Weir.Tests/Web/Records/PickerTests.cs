using Xunit;

namespace Weir.Tests.Web.Records;

public sealed class PickerTests
{
    [Fact]
    public async Task Records_are_found_by_a_part_of_the_name_and_by_pinyin_and_only_those_that_may_be_seen()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var other = await host.SignIn("王芳", "sales_rep");
        var shelf = new Shelf(host);
        await shelf.Make(seller.Member, "account", ("name", "苏州恒力精密机械有限公司"));
        await shelf.Make(other.Member, "account", ("name", "苏州恒力二厂"));
        foreach (var typed in new[] { "恒力", "szhl", "suzhou" })
        {
            var found = await seller.Htmx().Get($"/app/l2c/pick/records/account?field=quote.account&q={Uri.EscapeDataString(typed)}");
            Assert.Equal(["苏州恒力精密机械有限公司"], found.Html.QuerySelectorAll("li").Select(l => l.GetAttribute("data-label")));
        }
    }

    [Fact]
    public async Task The_contacts_of_a_quote_are_those_of_its_account()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var (one, two) = (await shelf.Make(seller.Member, "account"), await shelf.Make(seller.Member, "account"));
        await shelf.Make(seller.Member, "contact", ("name", "刘洋"), ("account", one.Id));
        var theirs = await shelf.Make(seller.Member, "contact", ("name", "张伟"), ("account", two.Id));
        var form = await Typed.Of(await seller.Get("/app/l2c/quote/new")).Set("account", $"{one.Id}").Recalculate(seller, "quote");
        var source = form.Html.QuerySelector("#f-contact-slot w-combobox")!.GetAttribute("src")!;
        Assert.Equal(["刘洋"], (await seller.Htmx().Get(source + (source.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "q=")).Html.QuerySelectorAll("li").Select(l => l.GetAttribute("data-label")));
        // Posted all the same, it is refused.
        var refused = await Typed.Of(await seller.Get("/app/l2c/quote/new")).Set("account", $"{one.Id}").Set("contact", $"{theirs.Id}").Save(seller);
        Assert.Equal(422, refused.Status);
        Assert.NotNull(refused.Html.QuerySelector("#f-contact-error"));
    }

    [Fact]
    public async Task A_target_is_chosen_among_records_of_several_forms()
    {
        await using var host = await TestHost.Start();
        var seller = await host.SignIn("李伟", "sales_rep");
        var shelf = new Shelf(host);
        var (account, lead) = (await shelf.Make(seller.Member, "account", ("name", "恒力精密")), await shelf.Make(seller.Member, "lead", ("company_name", "恒力机电")));
        var source = (await seller.Get("/app/l2c/activity/new")).Html.QuerySelector("#f-target-slot w-combobox")!.GetAttribute("src")!;
        var found = await seller.Htmx().Get(source + (source.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "q=" + Uri.EscapeDataString("恒力"));
        Assert.Equal([$"account:{account.Id}", $"lead:{lead.Id}"], found.Html.QuerySelectorAll("li").Select(l => l.GetAttribute("data-value")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Colleagues_are_found_by_initials_and_regions_level_by_level()
    {
        await using var host = await TestHost.Start();
        await host.Add("王芳", "sales_rep");
        var seller = await host.SignIn("李伟", "sales_rep");
        Assert.Contains("王芳", (await seller.Htmx().Get("/app/l2c/pick/members?q=wf")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("王芳", (await seller.Htmx().Get("/app/l2c/pick/members?q=lw")).Text, StringComparison.Ordinal);
        Assert.Contains("\"320000\"", (await seller.Get("/regions")).Text, StringComparison.Ordinal);
        Assert.Contains("苏州", (await seller.Get("/regions?parent=320000")).Text, StringComparison.Ordinal);
        Assert.Contains("虎丘", (await seller.Get("/regions?parent=320500")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/app/l2c/pick/records/account?field=account.ltv")]
    [InlineData("/app/l2c/pick/records/account?field=nothing.here")]
    [InlineData("/app/l2c/pick/records/nothing")]
    [InlineData("/app/l2c/pick/records/sales_target?q=x")]
    public async Task A_picker_of_what_may_not_be_seen_is_not_there(string url)
    {
        await using var host = await TestHost.Start();
        Assert.Equal(404, (await (await host.SignIn("郑涛", "delivery")).Htmx().Get(url)).Status);
    }
}
