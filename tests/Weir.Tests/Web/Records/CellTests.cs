using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>A value changed in its cell: saved with the version that was seen, refused in place, merged by choice, closed to those without the right.</summary>
public sealed class CellTests
{
    [Fact]
    public async Task A_cell_saves_and_answers_with_its_row()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var id = await leads.Add("恒力", seller.Member);

        var editor = await seller.Htmx().Get($"{Leads.Url}/cell/{id}/contact_name");
        var saved = await Leads.Save(seller, id, "contact_name", "马丽", 1);

        Assert.Equal("张三", editor.Html.QuerySelector("input[name=value]")!.GetAttribute("value"));
        Assert.Equal("{\"If-Match\":\"1\"}", editor.Html.QuerySelector("form")!.GetAttribute("hx-headers"));
        Assert.Equal(200, saved.Status);
        Assert.Equal([id], Leads.Rows(saved));
        Assert.Contains("马丽", saved.Text);
        Assert.Equal("马丽", (await leads.Get(id))["contact_name"]);
    }

    [Fact]
    public async Task What_is_refused_stays_in_the_cell_with_the_reason()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var id = await leads.Add("恒力");

        var refused = await Leads.Save(boss, id, "employee_count", "很多", 1);
        var emptied = await Leads.Save(boss, id, "contact_name", "", 1);

        Assert.Equal((422, "closest td"), (refused.Status, refused["HX-Retarget"]));
        Assert.Contains("很多", refused.Text);
        Assert.NotNull(refused.Html.QuerySelector(".w-cell-error"));
        Assert.Equal(422, emptied.Status);
        Assert.Equal("张三", (await leads.Get(id))["contact_name"]);
    }

    [Fact]
    public async Task Two_values_of_one_field_are_a_conflict_that_shows_both_and_either_can_win()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var boss = await leads.Host.SignInAdmin();
        var id = await leads.Add("恒力", seller.Member);
        await Leads.Save(boss, id, "contact_name", "对方的名字", 1);

        var clash = await Leads.Save(seller, id, "contact_name", "我的名字", 1);

        Assert.Equal((409, "#dialogs"), (clash.Status, clash["HX-Retarget"]));
        Assert.Contains("对方的名字", clash.Text);
        Assert.Contains("我的名字", clash.Text);
        Assert.Equal("对方的名字", (await leads.Get(id))["contact_name"]);
        Assert.Equal(200, (await Leads.Save(seller, id, "contact_name", "我的名字", 2)).Status);
        Assert.Equal("我的名字", (await leads.Get(id))["contact_name"]);
    }

    [Fact]
    public async Task A_change_or_an_end_that_does_not_say_which_version_it_saw_is_refused()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var id = await leads.Add("恒力");

        var blind = await Leads.Save(boss, id, "contact_name", "马丽", null);
        var ended = await boss.Htmx().Send(HttpMethod.Delete, $"{Leads.Url}/{id}");

        Assert.Equal((428, 428), (blind.Status, ended.Status));
        Assert.NotNull(blind["HX-Trigger"]);
        var record = await leads.Get(id);
        Assert.Equal(("张三", false), ((string?)record["contact_name"], record.Deleted));
    }

    [Fact]
    public async Task Edits_of_different_fields_both_survive()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var id = await leads.Add("恒力");

        Assert.Equal(200, (await Leads.Save(boss, id, "contact_name", "马丽", 1)).Status);
        Assert.Equal(200, (await Leads.Save(boss, id, "wechat", "mali", 1)).Status);

        var record = await leads.Get(id);
        Assert.Equal(("马丽", "mali"), ((string?)record["contact_name"], (string?)record["wechat"]));
    }

    [Fact]
    public async Task Without_the_right_a_cell_is_forbidden_and_without_sight_it_is_not_there()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("李伟", "sales_rep");
        var other = await leads.Host.SignIn("王芳", "sales_rep");
        var boss = await leads.Host.SignIn("赵敏", "executive");
        var theirs = await leads.Add("别人的", other.Member);
        var pooled = await leads.Add("公海");

        Assert.Equal(404, (await Leads.Save(seller, theirs, "contact_name", "改", 1)).Status);
        Assert.Equal(404, (await seller.Htmx().Get($"{Leads.Url}/cell/{theirs}/contact_name")).Status);
        Assert.Equal(403, (await Leads.Save(seller, pooled, "contact_name", "改", 1)).Status);
        Assert.Equal(403, (await Leads.Save(boss, pooled, "contact_name", "改", 1)).Status);
        Assert.Equal(404, (await Leads.Save(seller, pooled, "no_such_field", "改", 1)).Status);
        Assert.Equal("张三", (await leads.Get(pooled))["contact_name"]);
    }

    [Fact]
    public async Task A_computed_or_read_only_field_has_no_editor()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var id = await leads.Add("恒力");

        foreach (var field in new[] { "score", "status", "lead_no", "created_at" })
        {
            Assert.Equal(403, (await boss.Htmx().Get($"{Leads.Url}/cell/{id}/{field}")).Status);
            Assert.Null((await boss.Get(Leads.Url + "?columns=company_name," + field)).Html.QuerySelector($"td[data-edit={field}]"));
        }
    }
}
