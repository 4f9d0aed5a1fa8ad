using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>Apps and the organisation in administration.</summary>
public class AppPagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_second_app_stands_beside_the_first_with_data_and_roles_of_its_own(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, seller) = (await host.SignInAdmin(), await host.SignIn("李伟", "sales_rep"));
        Assert.Equal("l2c_2", (await boss.Get("/admin/apps/new")).Html.QuerySelector("#f-key")!.GetAttribute("value"));

        var installed = await boss.Htmx().Post("/admin/apps", ("template", "l2c"), ("key", "parts"), ("zh", "备件业务"), ("en", "Spare parts"));

        Assert.Equal("/app/parts", installed["HX-Redirect"]);
        Assert.Equal(200, (await boss.Get("/app/parts/lead")).Status);
        Assert.Equal(404, (await seller.Get("/app/parts/lead")).Status);
        Assert.Equal(2, (await boss.Get("/admin/apps")).Html.QuerySelectorAll(".w-cards > section").Length);
    }

    [Theory]
    [OnSqlite("l2c"), OnSqlite("Parts"), OnSqlite("2parts"), OnSqlite("a-b"), OnSqlite("drop table"), OnSqlite("")]
    [OnPostgres("l2c"), OnPostgres("drop table")]
    public async Task A_key_that_is_taken_or_no_key_is_refused_at_its_field(DatabaseKind kind, string key)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();

        var reply = await boss.Post("/admin/apps", ("template", "l2c"), ("key", key), ("zh", "备件业务"), ("en", "Spare parts"));

        Assert.Equal(422, reply.Status);
        Assert.NotNull(reply.Html.QuerySelector("dialog #f-key[aria-invalid=true]"));
        Assert.Single(host.Platform.Apps.Current);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Turned_on_an_opportunity_comes_only_from_a_lead(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, seller) = (await host.SignInAdmin(), await host.SignIn("李伟", "sales_rep"));
        var shelf = new Records.Shelf(host);
        var lead = await shelf.Make(seller.Member, "lead", ("company_name", "恒力"));
        var before = await shelf.Make(seller.Member, "opportunity", ("name", "旧商机"), ("lead", null));
        var dialog = await boss.Htmx().Get("/admin/apps/l2c/switches");
        Assert.False(dialog.Html.QuerySelector("[name=on][value='opportunity.lead_first']")!.HasAttribute("checked"));
        Assert.Equal(404, (await seller.Htmx().Post("/admin/apps/l2c/switches", ("on", "opportunity.lead_first"))).Status);

        await boss.Htmx().Post("/admin/apps/l2c/switches", ("on", "opportunity.lead_first"), ("seen", dialog.Html.QuerySelector("[name=seen]")!.GetAttribute("value")!));

        Assert.True((await boss.Htmx().Get("/admin/apps/l2c/switches")).Html.QuerySelector("[name=on]")!.HasAttribute("checked"));
        var refused = (await Assert.ThrowsAsync<Weir.Engine.Problems.ProblemException>(() => shelf.Make(seller.Member, "opportunity", ("name", "凭空的商机"), ("lead", null)))).Problem;
        Assert.Contains(refused.Errors, e => e is { Field: "lead", Code: "rule.check" });
        // Two who turned at one moment: the later one is told.
        Assert.Equal(409, (await boss.Htmx().Post("/admin/apps/l2c/switches", ("seen", "1"))).Status);

        Assert.NotNull(await shelf.Make(seller.Member, "opportunity", ("name", "有来处的商机"), ("lead", lead.Id)));
        var form = host.Platform.Apps.Find("l2c")!["opportunity"];
        await host.Platform.Records.Save(host.Platform.People.Current.Actor(seller.Member), new Weir.Engine.Records.Draft(form) { Id = before.Id }.Set("next_action", "电话"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_name_shows_in_the_menu_at_once(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await host.SignInAdmin();

        await boss.Htmx().Post("/admin/apps/l2c/name", ("zh", "标品销售"), ("en", "Standard sales"));

        Assert.Contains("标品销售", (await boss.Get("/app/l2c")).Html.QuerySelector(".w-side-head")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_organisation_is_changed_and_what_is_wrong_is_said(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();

        var wrong = await boss.Post("/admin/organisation", ("company", ""), ("zone", "Mars/Base"), ("currency", "yuan"), ("language", "zh-CN"));
        Assert.Equal(422, wrong.Status);
        foreach (var field in new[] { "company", "zone", "currency" }) Assert.NotNull(wrong.Html.QuerySelector($"#f-{field}-field[data-invalid]"));

        Assert.Equal(200, (await boss.Post("/admin/organisation", ("company", "恒远装备"), ("zone", "Europe/Berlin"), ("currency", "EUR"), ("language", "en"))).Status);
        var now = host.Platform.People.Current;
        Assert.Equal(("恒远装备", "Europe/Berlin", "EUR", "en"), (now.Company, now.Zone.Id, now.Currency, now.Language));
        Assert.Contains("修改了组织设置", (await boss.Get("/admin/organisation/trail")).Text, StringComparison.Ordinal);
    }
}
