using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>The life of a saved view: made of what the list shows, renamed, changed, given to others, opened first, removed and brought back.</summary>
public sealed class ViewTests
{
    private const string Large = """{"all":[{"field":"employee_count","op":"gt","value":50}]}""";

    [Fact]
    public async Task A_view_keeps_what_the_list_showed_and_shows_it_again()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var large = await leads.Add("大", null, ("employee_count", 80m));
        await leads.Add("小", null, ("employee_count", 8m));

        var saved = await Save(boss, "大客户", Leads.Filter(Large) + "&sort=-employee_count&columns=company_name:280,employee_count&sums=employee_count:max");
        var url = saved["HX-Push-Url"]!;
        var opened = await boss.Get(url);

        Assert.StartsWith(Leads.Url + "?view=v", url);
        Assert.Contains("toast", saved["HX-Trigger"]);
        Assert.Equal([large], Leads.Rows(opened));
        Assert.Equal("大客户", opened.Html.QuerySelector(".w-view[aria-current]")!.TextContent.Trim());
        Assert.Equal(["280"], opened.Html.QuerySelectorAll("col[data-width]").Select(c => c.GetAttribute("width")!));
        Assert.Equal("descending", opened.Html.QuerySelector("th[data-key=employee_count]")!.GetAttribute("aria-sort"));
        Assert.Single(opened.Html.QuerySelectorAll(".w-filter-chip"));
        Assert.Null(opened.Html.QuerySelector(".w-view-changed"));
        Assert.Contains("最大", (await boss.Htmx().Get(url + "&part=foot")).Text);
    }

    [Fact]
    public async Task A_changed_list_offers_to_save_and_saving_makes_it_the_view()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        await leads.Add("大", null, ("employee_count", 80m));
        var small = await leads.Add("小", null, ("employee_count", 8m));
        var url = (await Save(boss, "按人数", Leads.Filter(Large)))["HX-Push-Url"]!;
        var other = url + "&filter=" + Uri.EscapeDataString("""{"all":[{"field":"employee_count","op":"lt","value":50}]}""");

        var changed = await boss.Get(other);
        Assert.Contains("保存视图", changed.Html.QuerySelector(".w-view-changed")!.TextContent);
        Assert.Equal([small], Leads.Rows(changed));
        Assert.Equal(2, Leads.Rows(await boss.Get(url + "&filter=")).Count);

        var kept = await boss.Htmx().Post(Views(url, "/state") + other[other.IndexOf('?', StringComparison.Ordinal)..]);
        Assert.Equal((200, url), (kept.Status, kept["HX-Replace-Url"]));
        Assert.DoesNotContain("w-view-changed", kept.Text);
        Assert.Equal([small], Leads.Rows(await boss.Get(url)));
    }

    [Fact]
    public async Task The_filter_of_a_template_view_stays_behind_every_filter()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var mine = await leads.Add("我的", seller.Member, ("employee_count", 80m));
        await leads.Add("公海", null, ("employee_count", 90m));

        Assert.Equal([mine], Leads.Rows(await seller.Get(Leads.Filter(Large) + "&view=mine")));
        var url = (await Save(seller, "我的大客户", Leads.Filter(Large) + "&view=mine"))["HX-Push-Url"]!;
        Assert.Equal([mine], Leads.Rows(await seller.Get(url)));
    }

    [Fact]
    public async Task A_view_is_renamed_by_its_owner_and_by_nobody_else()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var other = await leads.Host.SignIn("王芳", "sales_rep");
        var url = (await Save(seller, "旧名", Leads.Filter(Large)))["HX-Push-Url"]!;

        Assert.Equal(404, (await other.Htmx().Post(Views(url), ("name", "抢来"), ("audience", "personal"))).Status);
        Assert.Equal(404, (await other.Htmx().Get(Views(url, "/edit"))).Status);
        Assert.Equal(404, (await other.Htmx().Post(Views(url, "/remove"))).Status);
        Assert.DoesNotContain("旧名", (await other.Get(Leads.Url)).Text);
        Assert.Equal(200, (await seller.Htmx().Post(Views(url), ("name", "新名"), ("audience", "personal"))).Status);
        Assert.Equal("新名", (await seller.Get(url)).Html.QuerySelector(".w-view[aria-current]")!.TextContent.Trim());
        var nameless = await seller.Htmx().Post(Views(url), ("name", " "));
        Assert.Equal((422, "closest w-dialog"), (nameless.Status, nameless["HX-Retarget"]));
        Assert.NotNull(nameless.Html.QuerySelector("#view-name[aria-invalid]"));
    }

    [Fact]
    public async Task Only_an_administrator_gives_a_view_to_others_and_only_those_get_it()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var marketer = await leads.Host.SignIn("钱静", "marketing");

        Assert.Equal(403, (await seller.Htmx().Post(Leads.Url + "/views", ("name", "给大家"), ("audience", "shared"))).Status);
        Assert.DoesNotContain("name=\"audience\"", (await seller.Htmx().Get(Leads.Url + "/views/new")).Text);
        var roleless = await boss.Htmx().Post(Leads.Url + "/views", ("name", "销售专用"), ("audience", "roles"));
        Assert.Equal(422, roleless.Status);
        var url = (await boss.Htmx().Post(Leads.Url + "/views", ("name", "销售专用"), ("audience", "roles"), ("roles", "sales_rep")))["HX-Push-Url"]!;
        Assert.Equal(200, (await boss.Htmx().Post(Leads.Url + "/views", ("name", "大家看"), ("audience", "shared"))).Status);

        var sellers = (await seller.Get(Leads.Url)).Text;
        var marketers = (await marketer.Get(Leads.Url)).Text;
        Assert.Contains("销售专用", sellers);
        Assert.Contains("大家看", sellers);
        Assert.DoesNotContain("销售专用", marketers);
        Assert.Contains("大家看", marketers);
        Assert.Equal(403, (await seller.Htmx().Post(Views(url), ("name", "改名"), ("audience", "personal"))).Status);
        Assert.Equal(403, (await seller.Htmx().Post(Views(url, "/remove"))).Status);
    }

    [Fact]
    public async Task A_removed_view_comes_back_under_its_old_address()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var url = (await Save(boss, "临时", Leads.Filter(Large)))["HX-Push-Url"]!;

        var removed = await boss.Htmx().Post(Views(url, "/remove"));
        Assert.DoesNotContain("临时", (await boss.Get(Leads.Url)).Html.QuerySelector(".w-views")!.TextContent);
        var undo = System.Text.Json.JsonDocument.Parse(removed["HX-Trigger"]!).RootElement.GetProperty("toast").GetProperty("url").GetString()!;
        var back = await boss.Htmx().Post(undo);

        Assert.Equal((200, url), (back.Status, back["HX-Push-Url"]));
        Assert.Equal("临时", (await boss.Get(url)).Html.QuerySelector(".w-view[aria-current]")!.TextContent.Trim());
        Assert.Equal(409, (await boss.Htmx().Post(undo)).Status);
        Assert.Equal(422, (await boss.Htmx().Post(Views(url, "/back") + "?view=%7B")).Status);
    }

    [Fact]
    public async Task The_undo_of_a_removal_shares_nothing_that_one_may_not_share()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var forged = Uri.EscapeDataString("""{"key":"saved","label":{"zh":"伪造","en":"Forged"},"audience":"shared"}""");

        Assert.Equal(403, (await seller.Htmx().Post($"{Leads.Url}/views/77/back?view={forged}")).Status);
    }

    [Fact]
    public async Task The_chosen_view_opens_first_for_whoever_chose_it()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var other = await leads.Host.SignIn("王芳", "sales_rep");

        Assert.Equal(200, (await seller.Htmx().Post(Leads.Url + "/views/first?key=pool")).Status);

        Assert.Equal("线索池", (await seller.Get(Leads.Url)).Html.QuerySelector(".w-view[aria-current]")!.TextContent.Trim());
        Assert.Equal("全部", (await other.Get(Leads.Url)).Html.QuerySelector(".w-view[aria-current]")!.TextContent.Trim());
        Assert.Equal("全部", (await seller.Get(Leads.Url + "?view=all")).Html.QuerySelector(".w-view[aria-current]")!.TextContent.Trim());
        Assert.Equal(404, (await seller.Htmx().Post(Leads.Url + "/views/first?key=v123")).Status);
    }

    [Fact]
    public async Task An_old_look_at_a_view_does_not_overwrite_a_newer_one()
    {
        await using var leads = await Leads.Start();
        var url = (await Save(await leads.Host.SignInAdmin(), "共享", Leads.Filter(Large)))["HX-Push-Url"]!;
        var views = leads.Host.Platform.Views;
        var seen = (await views.For(leads.Host.Admin, leads.Form)).Single(v => url.EndsWith(v.Key, StringComparison.Ordinal));

        await views.Save(leads.Host.Admin, leads.Form, seen.Definition, seen.Id, seen.Version);

        var late = await Assert.ThrowsAsync<Weir.Engine.Problems.ProblemException>(() => views.Save(leads.Host.Admin, leads.Form, seen.Definition, seen.Id, seen.Version));
        Assert.Equal("view.stale", late.Problem.Code);
    }

    private static Task<Reply> Save(Browser browser, string name, string list) =>
        browser.Htmx().Post(Leads.Url + "/views" + list[list.IndexOf('?', StringComparison.Ordinal)..], ("name", name), ("audience", "personal"));

    /// <summary>The address of a view's verb from the address that opens it.</summary>
    private static string Views(string url, string verb = "") => Leads.Url + "/views/" + url[(url.IndexOf("view=v", StringComparison.Ordinal) + 6)..].Split('&')[0] + verb;
}
