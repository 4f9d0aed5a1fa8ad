using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>Many records changed at once: each for itself, with a line for every one, for those who may, and back again.</summary>
public sealed class BulkTests
{
    [Fact]
    public async Task Every_record_has_its_own_result_and_the_good_ones_are_done()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var first = await leads.Add("甲");
        var second = await leads.Add("乙");

        var outcome = await boss.Htmx().Post(Leads.Url + "/bulk/field", ("id", Text(first)), ("id", Text(second)), ("id", "4711"), ("scope", "chosen"), ("field", "wechat"), ("value", "weir"));

        Assert.Equal((200, "records-changed"), (outcome.Status, outcome["HX-Trigger"]));
        Assert.Contains("2 条已完成，1 条没有改动", outcome.Text);
        Assert.Single(outcome.Html.QuerySelectorAll(".w-bulk-lines tbody tr"));
        Assert.Equal("weir", (await leads.Get(first))["wechat"]);
        Assert.Equal("weir", (await leads.Get(second))["wechat"]);
    }

    [Fact]
    public async Task The_undo_puts_back_what_nobody_has_touched_since()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var first = await leads.Add("甲", null, ("wechat", "alpha"));
        var second = await leads.Add("乙");
        var outcome = await boss.Htmx().Post(Leads.Url + "/bulk/field", ("id", Text(first)), ("id", Text(second)), ("scope", "chosen"), ("field", "wechat"), ("value", "weir"));
        await Leads.Save(boss, second, "wechat", "later", (await leads.Get(second)).Version);

        var undone = await boss.Htmx().Post(Leads.Url + "/bulk/field/undo", ("field", "wechat"), ("before", outcome.Html.QuerySelector("[name=before]")!.GetAttribute("value")!));

        Assert.Contains("1 条已完成，1 条没有改动", undone.Text);
        Assert.Null(undone.Html.QuerySelector("[name=before]"));
        Assert.Equal("alpha", (await leads.Get(first))["wechat"]);
        Assert.Equal("later", (await leads.Get(second))["wechat"]);
    }

    [Fact]
    public async Task All_that_the_list_shows_are_changed_and_no_others()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var ids = new List<long>();
        for (var i = 0; i < 55; i++) ids.Add(await leads.Add($"大{i}", null, ("employee_count", 80m)));
        var small = await leads.Add("小", null, ("employee_count", 8m));
        var list = Leads.Filter("""{"field":"employee_count","op":"gt","value":50}""");

        var asked = await boss.Htmx().Post(Leads.Url + "/bulk/field/ask", ("id", Text(ids[0])), ("list", list), ("scope", "all"));
        await boss.Htmx().Post(Leads.Url + "/bulk/field", ("id", Text(ids[0])), ("list", list), ("scope", "all"), ("field", "wechat"), ("value", "weir"));

        Assert.Contains("列表中的全部 55 条", asked.Text);
        Assert.True(asked.Html.QuerySelector("[name=scope][value=all]")!.HasAttribute("checked"));
        foreach (var id in ids) Assert.Equal("weir", (await leads.Get(id))["wechat"]);
        Assert.Null((await leads.Get(small))["wechat"]);
    }

    [Fact]
    public async Task A_list_whose_filter_cannot_be_read_changes_nothing()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var id = await leads.Add("甲");

        var refused = await boss.Htmx().Post(Leads.Url + "/bulk/delete", ("list", Leads.Url + "?filter=nonsense"), ("scope", "all"));

        Assert.Equal(422, refused.Status);
        Assert.False((await leads.Get(id)).Deleted);
    }

    [Fact]
    public async Task The_owner_changes_for_many_and_deletion_can_be_undone()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var seller = await leads.Host.Add("李伟", "sales_rep");
        var id = await leads.Add("甲");

        await boss.Htmx().Post(Leads.Url + "/bulk/owner", ("id", Text(id)), ("scope", "chosen"), ("value", Text(seller.Id)));
        Assert.Equal(seller.Id, (await leads.Get(id))["owner"]);
        var deleted = await boss.Htmx().Post(Leads.Url + "/bulk/delete", ("id", Text(id) + ":2"), ("scope", "chosen"));
        Assert.Equal(404, (await boss.Get($"{Leads.Url}/{id}")).Status);
        await boss.Htmx().Post(Leads.Url + "/bulk/delete/undo", ("before", deleted.Html.QuerySelector("[name=before]")!.GetAttribute("value")!));
        Assert.Equal(200, (await boss.Get($"{Leads.Url}/{id}")).Status);
    }

    [Fact]
    public async Task What_somebody_changed_since_the_list_was_read_is_left_alone_and_named()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var (fresh, stale) = (await leads.Add("甲"), await leads.Add("乙"));
        var boxes = (await boss.Get(Leads.Url)).Html.QuerySelectorAll(".w-cell-check input[name=id]").Select(b => ("id", b.GetAttribute("value")!)).ToList();
        await Leads.Save(boss, stale, "wechat", "newer", 1);

        // The question before carries on what the rows showed.
        var asked = (await boss.Htmx().Post(Leads.Url + "/bulk/delete/ask", [.. boxes])).Html.QuerySelectorAll("input[name=id]").Select(b => ("id", b.GetAttribute("value")!)).ToList();
        var field = await boss.Htmx().Post(Leads.Url + "/bulk/field", [.. asked, ("scope", "chosen"), ("field", "wechat"), ("value", "bulk")]);
        Assert.Contains("1 条已完成，1 条没有改动", field.Text);
        Assert.Equal(("bulk", "newer"), ((await leads.Get(fresh))["wechat"], (await leads.Get(stale))["wechat"]));

        var deleted = await boss.Htmx().Post(Leads.Url + "/bulk/delete", ("scope", "chosen"), ("id", $"{fresh}:2"), ("id", asked.Single(a => a.Item2.StartsWith($"{stale}:", StringComparison.Ordinal)).Item2));
        Assert.Contains("刚被别人改过", deleted.Text);
        Assert.Equal((404, 200), ((await boss.Get($"{Leads.Url}/{fresh}")).Status, (await boss.Get($"{Leads.Url}/{stale}")).Status));
    }

    [Fact]
    public async Task Deleting_ticked_records_without_saying_what_was_seen_of_them_is_refused()
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();
        var id = await leads.Add("甲");

        var refused = await boss.Htmx().Post(Leads.Url + "/bulk/delete", ("id", Text(id)), ("scope", "chosen"));

        Assert.Equal(428, refused.Status);
        Assert.False((await leads.Get(id)).Deleted);
    }

    [Fact]
    public async Task Who_may_not_change_many_is_offered_nothing_and_refused()
    {
        await using var leads = await Leads.Start();
        var seller = await leads.Host.SignIn("赵敏", "executive");
        var id = await leads.Add("甲", seller.Member);

        var page = (await seller.Get(Leads.Url)).Html;

        Assert.Null(page.QuerySelector("#bulk"));
        Assert.Null(page.QuerySelector(".w-cell-check"));
        foreach (var what in new[] { "field", "owner", "delete", "nonsense" })
        {
            Assert.Equal(403, (await seller.Htmx().Post($"{Leads.Url}/bulk/{what}", ("id", Text(id)), ("field", "wechat"), ("value", "x"))).Status);
            Assert.Equal(403, (await seller.Htmx().Post($"{Leads.Url}/bulk/{what}/undo", ("before", "[]"))).Status);
        }
        Assert.Null((await leads.Get(id))["wechat"]);
    }

    [Theory]
    [InlineData("nonsense"), InlineData("[]"), InlineData("[null]"), InlineData("{}"), InlineData("""[{"Id":"x"}]""")]
    public async Task A_forged_undo_is_refused(string before)
    {
        await using var leads = await Leads.Start();
        var boss = await leads.Host.SignInAdmin();

        Assert.Equal(422, (await boss.Htmx().Post(Leads.Url + "/bulk/field/undo", ("field", "wechat"), ("before", before))).Status);
    }

    private static string Text(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
