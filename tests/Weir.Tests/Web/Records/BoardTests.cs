using Weir.Engine.FieldTypes;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Records;

/// <summary>A view of kind board: a lane for each option, with figures over all its records; a moved card is a saved cell, and a refusal changes nothing.</summary>
public sealed class BoardTests
{
    private const string Url = "/app/l2c/opportunity?view=board";

    [Fact]
    public async Task The_lanes_are_the_options_that_the_view_leaves_with_their_count_and_sum()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        await Deal(host, "甲", 1_200_000m, "first_contact");
        await Deal(host, "乙", 300_000m, "first_contact");
        await Deal(host, "丙", 50_000m, "proposal");
        await Deal(host, "另一流程", 9_000_000m, "supporter_found", "solution");

        var page = (await boss.Get(Url)).Html;

        Assert.Equal(["first_contact", "needs_confirmed", "proposal", "negotiation", "signed", "lost"], page.QuerySelectorAll(".w-lane").Select(l => l.GetAttribute("data-lane")));
        Assert.Equal(["甲", "乙"], Titles(page, "first_contact"));
        Assert.Equal(["丙"], Titles(page, "proposal"));
        Assert.Empty(Titles(page, "negotiation"));
        var head = page.QuerySelector("#lane-first_contact-head")!;
        Assert.Equal("2", head.QuerySelector(".w-count")!.TextContent);
        Assert.Equal("150.00万 · 15.00万", head.QuerySelector(".w-end")!.TextContent);
        Assert.Null(page.QuerySelector("#list-rows"));
        Assert.DoesNotContain("另一流程", page.Body!.TextContent);
    }

    [Fact]
    public async Task A_long_lane_comes_in_pieces_and_the_next_ones_go_on_where_it_ended()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        for (var i = 0; i < 45; i++) await Deal(host, $"项目{i:00}", 1000m - i, "first_contact");
        await Deal(host, "短", 1m, "lost", more: ("lost_reason", "budget_cancelled"));

        var page = (await boss.Get(Url)).Html;
        var seen = Titles(page, "first_contact").ToList();
        Assert.Equal(20, seen.Count);
        Assert.Equal("45", page.QuerySelector("#lane-first_contact-head .w-count")!.TextContent);
        for (var more = page.QuerySelector("#lane-first_contact .w-lane-more"); more is not null;)
        {
            var next = (await boss.Htmx().Get(more.GetAttribute("hx-get")!)).Html;
            seen.AddRange(next.QuerySelectorAll(".w-lane-title").Select(t => t.TextContent));
            more = next.QuerySelector(".w-lane-more");
        }
        Assert.Equal(Enumerable.Range(0, 45).Select(i => $"项目{i:00}"), seen);
        Assert.Null(page.QuerySelector("#lane-lost .w-lane-more"));
    }

    [Fact]
    public async Task A_moved_card_is_saved_and_answers_with_itself_and_the_figures_of_the_lanes()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var id = await Ready(host);

        var moved = await Move(boss, id, "needs_confirmed", await Version(host, id));

        Assert.Equal(200, moved.Status);
        Assert.Equal("needs_confirmed", (await Get(host, id))["stage"]);
        Assert.Contains($"data-version=\"{await Version(host, id)}\"", moved.Text);
        Assert.Contains("data-in=\"needs_confirmed\"", moved.Text);
        Assert.Contains("#lane-needs_confirmed-head", moved.Text);
        Assert.Equal("record-saved", moved["HX-Trigger"]);
    }

    [Fact]
    public async Task A_card_that_lacks_something_goes_back_and_a_dialog_says_what_it_needs()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        var id = await Deal(host, "甲", 1_000_000m, "first_contact");

        var gates = await Move(boss, id, "proposal", 1);
        var lost = await Move(boss, id, "lost", 1);
        var foreign = await Move(boss, id, "supporter_found", 1);

        Assert.Equal((422, "#dialogs"), (gates.Status, gates["HX-Retarget"]));
        Assert.Equal(["主联系人", "关键人（含决策角色）", "至少一次跟进", "需求描述", "需求说明书或方案书"], gates.Html.QuerySelectorAll(".w-gate > li:not([data-done]) > div").Select(d => d.FirstChild!.TextContent.Trim()));
        Assert.NotNull(gates.Html.QuerySelector("[type=submit][disabled]"));
        Assert.Equal((422, "#dialogs"), (lost.Status, lost["HX-Retarget"]));
        Assert.NotNull(lost.Html.QuerySelector("[name=lost_reason]"));
        Assert.Equal((422, "none"), (foreign.Status, foreign["HX-Reswap"]));
        Assert.Contains("toast", foreign["HX-Trigger"]);
        Assert.Equal("first_contact", (await Get(host, id))["stage"]);
    }

    [Fact]
    public async Task A_card_that_needs_an_approval_shows_with_whom_it_waits_and_where_it_is_asked_for()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        await host.Add("孙磊", "sales_manager");
        var id = await Deal(host, "立项", 1_000_000m, "initiation_review", "initiation");

        var gates = await Move(boss, id, "cooperation_talks", 1);

        Assert.Equal((422, "#dialogs"), (gates.Status, gates["HX-Retarget"]));
        var gate = Assert.Single(gates.Html.QuerySelectorAll(".w-gate > li:not([data-done])"));
        Assert.Equal("还没有申请", gate.QuerySelector("small")!.TextContent);
        Assert.Equal($"/app/l2c/opportunity/{id}/do/request.initiation", gate.QuerySelector("button[data-close]")!.GetAttribute("hx-get"));
        var ask = await boss.Htmx().Get($"/app/l2c/opportunity/{id}/do/request.initiation");
        Assert.NotNull(ask.Html.QuerySelector("[name=reason]"));

        Assert.Equal(204, (await boss.Htmx().Post($"/app/l2c/opportunity/{id}/do/request.initiation", [("reason", "年度框架")])).Status);

        var waits = (await boss.Get($"/app/l2c/opportunity/{id}")).Html.QuerySelector(".w-gate > li:not([data-done])")!;
        Assert.Contains("等待", waits.QuerySelector("small")!.TextContent, StringComparison.Ordinal);
        Assert.Null(waits.QuerySelector("button"));
        Assert.NotNull((await boss.Get($"/app/l2c/opportunity/{id}/edit")).Html.QuerySelector("#f-pipeline[disabled], #f-pipeline[readonly], #f-pipeline[aria-readonly], #f-pipeline-field [disabled]"));
    }

    [Fact]
    public async Task Who_moves_a_card_that_somebody_has_moved_is_told_and_overwrites_nothing()
    {
        await using var host = await TestHost.Start();
        var (boss, other) = (await host.SignInAdmin(), await host.SignInAdmin());
        var id = await Ready(host);
        var seen = await Version(host, id);
        Assert.Equal(200, (await Move(other, id, "needs_confirmed", seen)).Status);

        var late = await Move(boss, id, "lost", seen);

        Assert.Equal((409, "none"), (late.Status, late["HX-Reswap"]));
        Assert.Contains("toast", late["HX-Trigger"]);
        Assert.Equal("needs_confirmed", (await Get(host, id))["stage"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_records_that_one_may_see_are_drawn_counted_and_summed(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var seller = await host.SignIn("李伟", "sales_rep");
        await Deal(host, "我的", 100_000m, "proposal", more: ("owner", seller.Member));
        await Deal(host, "别人的", 7_000_000m, "proposal");
        await Deal(host, "也是别人的", 9_000_000m, "signed");

        var page = (await seller.Get(Url)).Html;

        Assert.Equal(["我的"], Titles(page, "proposal"));
        Assert.Equal("1", page.QuerySelector("#lane-proposal-head .w-count")!.TextContent);
        Assert.Equal("10.00万 · 5.00万", page.QuerySelector("#lane-proposal-head .w-end")!.TextContent);
        Assert.Empty(Titles(page, "signed"));
    }

    [Fact]
    public async Task Who_may_not_edit_sees_cards_that_do_not_move()
    {
        await using var host = await TestHost.Start();
        var (boss, chief) = (await host.SignInAdmin(), await host.SignIn("赵敏", "executive"));
        var id = await Deal(host, "甲", 1_000_000m, "first_contact");

        var mine = (await boss.Get(Url)).Html;
        var theirs = (await chief.Get(Url)).Html;

        Assert.NotNull(mine.QuerySelector(".w-lane-card[draggable] [data-move]"));
        Assert.Equal(["甲"], Titles(theirs, "first_contact"));
        Assert.Null(theirs.QuerySelector(".w-lane-card[draggable], [data-move], [data-lanes]"));
        Assert.Equal(403, (await Move(chief, id, "proposal", 1)).Status);
        Assert.Equal("first_contact", (await Get(host, id))["stage"]);
    }

    [Fact]
    public async Task Words_and_filters_narrow_the_lanes_and_their_figures()
    {
        await using var host = await TestHost.Start();
        var boss = await host.SignInAdmin();
        await Deal(host, "恒力产线", 100_000m, "proposal");
        await Deal(host, "博远仓库", 400_000m, "proposal");

        var words = (await boss.Get(Url + "&q=" + Uri.EscapeDataString("恒力"))).Html;
        var filter = (await boss.Get(Url + "&filter=" + Uri.EscapeDataString("""{"field":"amount","op":"gt","value":200000}"""))).Html;

        Assert.Equal(["恒力产线"], Titles(words, "proposal"));
        Assert.Equal("10.00万 · 5.00万", words.QuerySelector("#lane-proposal-head .w-end")!.TextContent);
        Assert.Equal(["博远仓库"], Titles(filter, "proposal"));
        Assert.Equal("40.00万 · 20.00万", filter.QuerySelector("#lane-proposal-head .w-end")!.TextContent);
    }

    private static async Task<long> Deal(TestHost host, string name, decimal amount, string stage, string pipeline = "standard", params (string Key, object? Value)[] more)
    {
        var account = await host.Platform.Records.Save(host.Admin, new Draft(host.App["account"]).Set("name", "客户 " + name));
        var draft = new Draft(host.App["opportunity"]).Set("name", name).Set("account", account.Record.Id).Set("pipeline", pipeline).Set("stage", stage).Set("amount", amount);
        foreach (var (key, value) in more) draft.Set(key, value);
        return (await host.Platform.Records.Save(Weir.Engine.Access.Actor.System("test", host.Admin.Directory), draft)).Record.Id;
    }

    /// <summary>One that has all that the second stage asks for.</summary>
    private static async Task<long> Ready(TestHost host)
    {
        var id = await Deal(host, "甲", 1_000_000m, "first_contact");
        var records = host.Platform.Records;
        var person = (await records.Save(host.Admin, new Draft(host.App["contact"]).Set("name", "张伟").Set("account", (await Get(host, id))["account"]).Set("mobile", "13800000001").Set("is_key", true))).Record.Id;
        await records.Save(host.Admin, new Draft(host.App["activity"]).Set("target", new RecordRef("opportunity", id)).Set("type", "phone").Set("content", "谈需求"));
        var draft = new Draft(host.App["opportunity"]) { Id = id }.Set("demand", "提速").Set("primary_contact", person);
        draft.Lines["contact_roles"] = [new DraftLine(null, new Dictionary<string, object?> { ["contact"] = person, ["buying_role"] = "decision_maker" })];
        await records.Save(host.Admin, draft);
        return id;
    }

    private static async Task<long> Version(TestHost host, long id) => (await Get(host, id)).Version;

    private static async Task<Weir.Engine.Records.Record> Get(TestHost host, long id) => (await host.Platform.Query.Get(host.Admin, host.App["opportunity"], id)).Record;

    private static IEnumerable<string> Titles(AngleSharp.Dom.IDocument page, string lane) => page.QuerySelectorAll($"#lane-{lane} .w-lane-title").Select(t => t.TextContent);

    private static async Task<Reply> Move(Browser browser, long id, string stage, long seen)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"/app/l2c/opportunity/cell/{id}/stage?in=board") { Content = new FormUrlEncodedContent([KeyValuePair.Create("value", stage)]) };
        request.Headers.Add("X-CSRF-TOKEN", await browser.Csrf());
        request.Headers.Add("HX-Current-URL", "http://localhost" + Url);
        request.Headers.Add("If-Match", $"\"{seen}\"");
        return await browser.Htmx().Send(request);
    }
}
