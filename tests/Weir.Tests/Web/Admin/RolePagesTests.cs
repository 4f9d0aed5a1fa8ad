using Weir.Engine.Access;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Web.Pages.Admin.Roles;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>Roles in administration: what is set in the matrix is what the engine answers at the next request.</summary>
public class RolePagesTests
{
    private const string Role = "/admin/roles/l2c/sales_rep";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_level_of_the_matrix_holds_for_a_member_at_once(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, seller) = ((await host.SignInAdmin()).Htmx(), await host.SignIn("李伟", "sales_rep"));
        Assert.Equal(200, (await seller.Get("/app/l2c/lead")).Status);

        var closed = await Save(host, boss, ("lead.View", ""), ("lead.Create", ""), ("lead.Edit", ""), ("campaign.Create", "yes"), ("campaign.Edit", "Team"));

        Assert.Equal(200, closed.Status);
        var actor = host.Platform.People.Current.Actor(seller.Member);
        Assert.True(FormAccess.Of(actor, host.App["campaign"]).Can(Operation.Create));
        Assert.Contains(host.App["campaign"].Definition.Key, (await seller.Get("/app/l2c")).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await seller.Get("/app/l2c/campaign/new")).Status);
        // A pool opens nothing to whom no role shows the form.
        Assert.False(FormAccess.Of(actor, host.App["lead"]).Can(Operation.View));
        Assert.False(FormAccess.Of(actor, host.App["lead"]).Can(Operation.Edit));
        Assert.Contains((await seller.Get("/app/l2c/lead/new")).Status, new[] { 403, 404 });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Saving_an_unchanged_matrix_changes_no_right(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        foreach (var role in host.App.Definition.Roles.Where(r => !r.Administrator).Select(r => r.Key).ToList())
        {
            var before = host.App.Definition.Roles.First(r => r.Key == role);
            var page = (await boss.Get($"/admin/roles/l2c/{role}")).Html;
            var fields = page.QuerySelectorAll("#matrix [name]").Select(e => (e.GetAttribute("name")!, Value(e))).Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!)).ToArray();

            Assert.Equal(200, (await boss.Post($"/admin/roles/l2c/{role}", fields)).Status);

            var after = host.App.Definition.Roles.First(r => r.Key == role);
            foreach (var form in host.App.Forms)
            {
                foreach (var operation in RightsEdit.Operations)
                    Assert.Equal(RightsEdit.Level(before.Forms.GetValueOrDefault(form.Key), operation), RightsEdit.Level(after.Forms.GetValueOrDefault(form.Key), operation));
                Assert.Equal(RightsEdit.Conditional(before.Forms.GetValueOrDefault(form.Key)).Count, RightsEdit.Conditional(after.Forms.GetValueOrDefault(form.Key)).Count);
                Assert.Equal(before.Forms.GetValueOrDefault(form.Key)?.Fields.Count ?? 0, after.Forms.GetValueOrDefault(form.Key)?.Fields.Count ?? 0);
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_matrix_that_is_out_of_date_is_refused_and_shows_again_what_was_chosen(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var old = Seen(host);
        await Save(host, boss, ("lead.Delete", "All"));

        var stale = await boss.Post(Role, ("seen", old), ("lead.View", "Team"), ("lead.Edit", "Own"));

        Assert.Equal(409, stale.Status);
        Assert.Contains("已被别人修改", stale.Html.QuerySelector(".w-errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Team", Value(stale.Html.QuerySelector("#matrix [name='lead.View']")!));
        Assert.Equal(AccessLevel.All, RightsEdit.Level(Stored(host).Forms["lead"], Operation.Delete));
        Assert.Equal(AccessLevel.Collaborators, RightsEdit.Level(Stored(host).Forms["lead"], Operation.View));

        Assert.Equal(200, (await boss.Post(Role, ("seen", stale.Html.QuerySelector("#matrix [name=seen]")!.GetAttribute("value")!), ("lead.View", "Team"), ("lead.Edit", "Own"))).Status);
        Assert.Equal((AccessLevel.Team, (AccessLevel?)null), (RightsEdit.Level(Stored(host).Forms["lead"], Operation.View), RightsEdit.Level(Stored(host).Forms["lead"], Operation.Delete)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rights_in_a_form_and_the_name_of_a_role_are_not_overwritten_from_an_old_page(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var old = Seen(host);
        await boss.Post(Role + "/name", ("seen", old), ("zh", "业务员"), ("en", "Seller"));

        var details = await boss.Post(Role + "/form/lead", ("seen", old), ("View", "Team"), ("field.phone", "Masked"));
        var name = await boss.Post(Role + "/name", ("seen", old), ("zh", "顾问"), ("en", "Consultant"));

        Assert.Equal((409, 409), (details.Status, name.Status));
        Assert.Equal(("Team", "Masked"), (Value(details.Html.QuerySelector("[name=View]")!), Value(details.Html.QuerySelector("[name='field.phone']")!)));
        Assert.Equal("顾问", name.Html.QuerySelector("#f-zh")!.GetAttribute("value"));
        Assert.Equal("业务员", Stored(host).Label.Zh);
        Assert.Equal(AccessLevel.Collaborators, RightsEdit.Level(Stored(host).Forms["lead"], Operation.View));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_elsewhere_in_the_app_is_no_conflict(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var seen = Seen(host);
        await boss.Post("/admin/roles/l2c", ("zh", "渠道销售"), ("en", "Channel sales"));

        Assert.Equal(200, (await boss.Post(Role, ("seen", seen), ("lead.View", "Team"))).Status);
        Assert.Contains(host.App.Definition.Roles, r => r.Key == "channel_sales");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_level_of_collaborators_is_chosen_between_own_and_department_and_previewed(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();

        var choices = (await boss.Get(Role)).Html.QuerySelectorAll("#matrix [name='lead.View'] option").Select(o => (o.GetAttribute("value"), o.TextContent));
        await Save(host, boss, ("lead.View", "Own"));

        Assert.Equal([("", "—"), ("Own", "本人"), ("Collaborators", "协作"), ("Department", "本部门"), ("Team", "团队"), ("All", "全部")], choices);
        Assert.Equal(AccessLevel.Own, RightsEdit.Level(Stored(host).Forms["lead"], Operation.View));
        var preview = (await boss.Get("/admin/rights?app=l2c&role=sales_rep")).Html.QuerySelectorAll("tbody tr").ToDictionary(r => r.Children[0].TextContent.Trim(), r => r.Children[1].TextContent.Trim());
        Assert.Equal(("本人", "协作"), (preview[host.App["lead"].Label.Zh], preview[host.App["account"].Label.Zh]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_hidden_field_is_gone_from_list_and_form_and_a_masked_one_is_not_readable(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, seller) = ((await host.SignInAdmin()).Htmx(), await host.SignIn("李伟", "sales_rep"));

        var saved = await boss.Post(Role + "/form/lead", ("seen", Seen(host)), ("View", "Own"), ("Create", "yes"), ("Edit", "Own"), ("field.phone", "Masked"), ("field.budget_amount", "Hidden"), ("field.nothing", "Hidden"));

        Assert.Equal(200, saved.Status);
        var form = host.App["lead"];
        var access = FormAccess.Of(host.Platform.People.Current.Actor(seller.Member), form);
        Assert.Equal((FieldRight.Masked, FieldRight.Hidden), (access.Right("phone"), access.Right("budget_amount")));
        var page = await seller.Get("/app/l2c/lead/new");
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("budget_amount", page.Text, StringComparison.Ordinal);
        Assert.Empty(RightsEdit.Conditional(host.App.Definition.Roles.First(r => r.Key == "sales_rep").Forms["lead"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_grant_under_a_condition_opens_just_the_records_that_meet_it(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, seller) = ((await host.SignInAdmin()).Htmx(), await host.SignIn("李伟", "sales_rep"));
        var form = host.App["competitor"];
        foreach (var name in new[] { "甲公司", "乙公司" }) await host.Platform.Records.Save(host.Admin, new Draft(form).Set(form.Title.Key, name));

        (string, string)[] Fields(string when) => [("seen", Seen(host)), ("Create", "yes"), ("grant0.can", "View"), ("grant0.on", "All"), ("grant0.when", when)];
        var missing = await boss.Post(Role + "/form/competitor", Fields(""));
        var saved = await boss.Post(Role + "/form/competitor", Fields($$"""{"all":[{"field":"{{form.Title.Key}}","op":"contains","value":"甲"}]}"""));

        Assert.Equal((422, 200), (missing.Status, saved.Status));
        var list = await seller.Get("/app/l2c/competitor");
        Assert.Contains("甲公司", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("乙公司", list.Text, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_role_is_made_copied_renamed_given_taken_and_removed_when_nobody_has_it(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        var member = await host.Add("李伟");

        var made = await boss.Post("/admin/roles/l2c", ("zh", "渠道销售"), ("en", "Channel sales"), ("like", "sales_rep"));
        Assert.Equal("/admin/roles/l2c/channel_sales", made["HX-Redirect"]);
        Assert.Equal(host.App.Definition.Roles.First(r => r.Key == "sales_rep").Forms.Count, host.App.Definition.Roles.First(r => r.Key == "channel_sales").Forms.Count);
        Assert.Equal(422, (await boss.Post("/admin/roles/l2c", ("zh", "渠道销售"), ("en", ""))).Status);

        await boss.Post("/admin/roles/l2c/channel_sales/name", ("seen", Mark.Of(host.App.Definition.Roles.First(r => r.Key == "channel_sales"))), ("zh", "渠道"), ("en", "Channel"));
        Assert.Equal("渠道", host.App.Definition.Roles.First(r => r.Key == "channel_sales").Label.Zh);

        Assert.Contains("李伟", (await boss.Post("/admin/roles/l2c/channel_sales/members", ("member", $"{member.Id}"))).Text, StringComparison.Ordinal);
        Assert.Equal(409, (await boss.Send(HttpMethod.Delete, "/admin/roles/l2c/channel_sales")).Status);
        await boss.Send(HttpMethod.Delete, $"/admin/roles/l2c/channel_sales/members/{member.Id}");
        Assert.Equal(200, (await boss.Send(HttpMethod.Delete, "/admin/roles/l2c/channel_sales")).Status);
        Assert.DoesNotContain(host.App.Definition.Roles, r => r.Key == "channel_sales");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_changed_in_a_role_is_told_on_its_page_and_in_the_trail_of_the_organisation(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = (await host.SignInAdmin()).Htmx();
        await boss.Post("/admin/roles/l2c", ("zh", "渠道销售"), ("en", "Channel sales"));
        await Save(host, boss, ("lead.View", "All"), ("lead.Delete", "Team"), ("campaign.Create", "yes"));
        await Save(host, boss);
        await boss.Post(Role + "/name", ("seen", Seen(host)), ("zh", "业务员"), ("en", "Seller"));

        var rows = Rows(await boss.Get(Role + "/trail"));
        var all = Rows(await boss.Get("/admin/organisation/trail"));

        Assert.Equal(2, rows.Count);
        Assert.Contains("改名 销售 → 业务员", rows[0], StringComparison.Ordinal);
        foreach (var part in new[] { host.Admin.Name, "查看 协作 → 全部", "删除 无 → 团队", "新建 ✓" }) Assert.Contains(part, rows[1], StringComparison.Ordinal);
        Assert.Contains(all, r => r.Contains("新建了角色", StringComparison.Ordinal) && r.Contains("渠道销售", StringComparison.Ordinal));
        Assert.Contains(all, r => r.Contains("安装了应用", StringComparison.Ordinal));
        Assert.Single(Rows(await boss.Get("/admin/roles/l2c/channel_sales/trail")));

        static List<string> Rows(Reply page) => [.. page.Html.QuerySelectorAll(".w-rows > div").Select(r => r.TextContent)];
    }

    [Theory, OnSqlite]
    public async Task A_role_named_like_a_page_gets_another_key(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var made = await (await host.SignInAdmin()).Htmx().Post("/admin/roles/l2c", ("zh", "新人"), ("en", "New"));
        Assert.Equal("/admin/roles/l2c/new_2", made["HX-Redirect"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_preview_answers_as_the_engine_does(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (boss, member) = (await host.SignInAdmin(), await host.Add("李伟", "sales_rep", "marketing"));
        var actor = host.Platform.People.Current.Actor(member.Id);

        var rows = (await boss.Get($"/admin/rights?member={member.Id}")).Html.QuerySelectorAll("tbody tr").ToList();

        Assert.Equal(host.App.Forms.Count, rows.Count);
        foreach (var (form, row) in host.App.Forms.Zip(rows))
            for (var i = 0; i < RightsEdit.Operations.Count; i++)
                Assert.Equal(FormAccess.Of(actor, form).Can(RightsEdit.Operations[i]), row.Children[i + 2].TextContent.Trim() != "—");
    }

    /// <summary>The matrix as the page posts it, with some cells set otherwise.</summary>
    private static async Task<Reply> Save(TestHost host, Browser boss, params (string Name, string Value)[] cells)
    {
        var page = (await boss.Get(Role)).Html;
        var fields = page.QuerySelectorAll("#matrix [name]").Select(e => (Name: e.GetAttribute("name")!, Value: Value(e))).Where(f => f.Value is not null && cells.All(c => c.Name != f.Name)).Select(f => (f.Name, f.Value!));
        return await boss.Post(Role, [.. fields, .. cells]);
    }

    private static RoleDefinition Stored(TestHost host) => host.App.Definition.Roles.First(r => r.Key == "sales_rep");

    private static string Seen(TestHost host) => Mark.Of(Stored(host));

    private static string? Value(AngleSharp.Dom.IElement element) => element switch
    {
        AngleSharp.Html.Dom.IHtmlSelectElement select => select.Value,
        AngleSharp.Html.Dom.IHtmlInputElement { Type: "checkbox" } box => box.IsChecked ? box.Value : null,
        AngleSharp.Html.Dom.IHtmlInputElement input => input.Value,
        _ => null,
    };
}
