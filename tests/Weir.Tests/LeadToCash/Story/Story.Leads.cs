using System.Globalization;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Capabilities.WebForm;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Tests.Capabilities;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash.Story;

/// <summary>Steps 1 to 13: the company, the bought list, the exhibition, who gets what, what goes back.</summary>
internal sealed partial class Story
{
    private static readonly Dictionary<string, string> IntoThePool = new() { [SystemFields.Owner] = "-", ["source"] = "采购名单" };

    private readonly WebForms web = new(desk.Database, desk.Apps, desk.Records, desk.Query, () => desk.Directory, desk.Ids, desk.Clock);
    private readonly Stickies stickies = new(desk.Database, desk.Query, desk.Ids, desk.Clock);
    private string stand = "";
    private long campaign;
    private List<Record> bought = [];
    private List<Record> visitors = [];

    private Record Hengli => visitors[0];

    private IEnumerable<Record> Of(long member) => visitors.Where(v => (long?)v["owner"] == member);

    public Task Step01_the_template_is_installed_and_two_forms_cannot_be_taken_out()
    {
        Assert.Equal((19, 9), (desk.App.Forms.Count(f => !f.IsQuestion && !f.IsLine && !f.Definition.OffMenu), desk.App.Definition.Reports.Count));
        Assert.All(Enumerable.Range(11, 9), m => Assert.Contains(desk.App.Forms, f => Weir.Engine.Access.FormAccess.Of(desk.Actor(m), f).Can(Weir.Engine.Access.Operation.View)));
        return Task.CompletedTask;
    }

    public async Task Step03_a_field_of_ones_own_is_usable_at_once()
    {
        await desk.Publish(app => app with
        {
            Forms = [.. app.Forms.Select(f => f.Key is "lead" or "account" ? f with { Fields = [.. f.Fields, new FieldDefinition { Key = "main_equipment", Type = "text", Label = ("主要设备", "Main equipment") }] } : f)],
        });
        await PoolTests.Settings(desk, "lead", "web_form", form => form["fields"] = new System.Text.Json.Nodes.JsonArray([.. form["fields"]!.AsArray().Select(f => (string)f!).Concat(["employee_count", "budget_amount", "main_equipment"])]));
    }

    public async Task Step04_of_a_bought_list_of_twenty_nineteen_come_into_the_pool()
    {
        Today(11, 2);
        object?[] titles = ["公司名称", "联系人", "手机", "主要设备", "员工人数"];
        object?[] Line(int n) => [n == 6 ? null : $"名单{n}号机械有限公司", "联系人" + n, "1390000" + (n == 14 ? 3 : n).ToString("D4"), n == 1 ? "冲床" : null, 60m];
        var batch = await Import(Desk.Marketing, "lead", IntoThePool, [titles, .. Enumerable.Range(1, 20).Select(Line)]);
        Assert.Equal((18L, 2L), (batch.Import.Created, batch.Import.Failed));
        Assert.Equal(18, await InPool());

        var again = await Import(Desk.Marketing, "lead", IntoThePool, [titles, ["名单6号机械有限公司", "联系人6", "13900000006", null, 60m]]);
        Assert.Equal((1L, 0L), (again.Import.Created, again.Import.Failed));

        bought = await All("lead");
        Assert.Equal(19, bought.Count);
        Assert.All(bought, l => Assert.Equal((null, 13m, "d", "purchased_list"), (l["owner"], l["score"], l["grade"], l["source"])));
        Assert.Equal("冲床", bought.Single(l => (string)l["company_name"]! == "名单1号机械有限公司")["main_equipment"]);
    }

    public async Task Step05_06_07_six_visitors_are_scored_and_dealt_two_to_one()
    {
        campaign = (await desk.Create(Desk.Marketing, "campaign", ("name", "2026华东智能制造展"), ("type", "exhibition"), ("start", On(11, 1)), ("end", On(11, 3)), ("budget", 80_000m), ("actual_cost", 60_000m))).Id;
        var address = await web.Open(desk.Actor(Desk.Marketing), desk.Form("lead"), "展台", new Dictionary<string, string> { ["campaign"] = campaign.ToString(CultureInfo.InvariantCulture), ["source"] = "campaign" });
        stand = address.Key;
        await Submit(("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("email", "ma@example.com"), ("region", "320505"), ("employee_count", "320"), ("budget_amount", "1000000"),
            ("purchase_time", "within_3_months"), ("product_interest", "assembly_line"), ("main_equipment", "六轴机器人"));
        for (var i = 2; i <= 6; i++) await Submit(("company_name", $"展会客户{i}号有限公司"), ("contact_name", "张"), ("mobile", $"1391234000{i}"), ("email", $"v{i}@example.com"), ("employee_count", "60"));
        visitors = [.. (await All("lead", Is("campaign", campaign))).OrderBy(l => l.Id)];

        Assert.All(visitors, v => Assert.Equal(("campaign", campaign), (v["source"], v["campaign"])));
        Assert.Equal((75m, "a"), (Hengli["score"], Hengli["grade"]));
        Assert.All(visitors.Skip(1), v => Assert.Equal((28m, "c"), (v["score"], v["grade"])));
        Assert.Equal([Desk.Rep, Desk.OtherRep, Desk.Rep, Desk.Rep, Desk.OtherRep, Desk.Rep], visitors.Select(v => v["owner"]));
        var hit = Assert.Single(await new AssignmentTrials(desk.Database, desk.Query, desk.Clock).Hits(desk.Actor(Desk.Manager), Hengli.Form, Hengli.Id));
        Assert.Equal("活动线索给华东组", hit.Label.Zh);
        Assert.Equal(6m, (await desk.Read("campaign", campaign))["lead_count"]);
    }

    public async Task Step08_the_same_company_is_refused_by_hand_and_becomes_a_touch_from_the_web()
    {
        (string Key, object? Value)[] same = [("company_name", "苏州恒力精密机械有限公司　"), ("contact_name", "马丽"), ("mobile", "13812340001"), ("source", "campaign"), ("product_interest", new[] { "assembly_line" })];
        var refused = await Refused(() => desk.Create(Desk.OtherRep, "lead", same));
        Assert.Contains(refused.Errors, e => e.Code == "duplicate.found" && e.Message.Zh.Contains("李伟", StringComparison.Ordinal));

        await Submit(("company_name", "苏州恒力精密机械有限公司　"), ("contact_name", "马丽"), ("mobile", "13812340001"), ("product_interest", "assembly_line"));

        Assert.Equal(2, (await desk.Read("lead", Hengli.Id)).Lines(Hengli.Form["source_touches"]).Count);
        Assert.Equal(25, await Count("lead"));
    }

    /// <summary>A visitor at the public address, who takes half a minute to fill it in.</summary>
    private async Task Submit(params (string Key, string Value)[] typed)
    {
        var page = await web.Find(stand);
        desk.Clock.Now = desk.Clock.Now.AddSeconds(31);
        await web.Send(page, field => [.. typed.Where(t => t.Key == field.Key).Select(t => t.Value)], page.Stamp, null, new Visitor("203.0.113.7", "browser"), chinese: true);
    }

    public async Task Step09_the_sixth_claim_of_a_day_is_refused_and_of_two_one_wins()
    {
        Today(11, 4);
        foreach (var lead in bought.Take(5)) await Act(Desk.SouthRep, "lead", lead.Id, "pool.claim");
        Assert.Equal("DAILY_CLAIM_LIMIT", (await Refused(() => Act(Desk.SouthRep, "lead", bought[5].Id, "pool.claim"))).Code);
        Assert.Equal(14, await InPool());

        var spare = await PoolTests.Pooled(desk);
        var race = await Task.WhenAll(new[] { Desk.Rep, Desk.OtherRep }.Select(m => Task.Run(() => PoolTests.Outcome(() => PoolTests.Claim(desk, m, spare)))));
        Assert.Equal(["ALREADY_CLAIMED", "ok"], race.Order());
        await desk.Records.Delete(desk.Actor(Desk.Admin), desk.Form("lead"), spare.Id);
    }

    public async Task Step10_four_follow_ups_make_four_tasks_and_stay()
    {
        Today(11, 5);
        foreach (var lead in Of(Desk.Rep))
            await Act(Desk.Rep, "lead", lead.Id, "follow_up", ("type", "phone"), ("content", "喜欢电话沟通"), ("next_follow_at", new DateTime(2026, 11, 9, 1, 0, 0, DateTimeKind.Utc)));

        await stickies.Add(desk.Actor(Desk.Rep), Hengli.Form, Hengli.Id, "喜欢电话沟通", shared: true);

        foreach (var lead in Of(Desk.Rep)) Assert.Equal(("following", desk.Clock.Now.UtcDateTime), ((await desk.Read("lead", lead.Id))["status"], (await desk.Read("lead", lead.Id))["last_follow_at"]));
        Assert.Equal(4, await Count("task", Is("assignee", Desk.Rep)));
        var activity = (await All("activity"))[0];
        Assert.Equal(Weir.Engine.Problems.ProblemKind.Forbidden, (await Refused(() => desk.Records.Delete(desk.Actor(Desk.Rep), desk.Form("activity"), activity.Id))).Kind);
    }

    public async Task Step12_a_self_sourced_account_is_found_masked_and_never_recycled()
    {
        Today(11, 7);
        var boyuan = await desk.Create(Desk.Rep, "account", ("name", "无锡博远"), ("self_sourced", true), ("phone", "13800001111"));
        Assert.Equal(new DateOnly(2027, 5, 6), boyuan["protected_until"]);
        var form = boyuan.Form;
        var found = Assert.Single((await desk.Query.List(desk.Actor(Desk.SouthRep), new ListQuery(form) { Search = "博远", Columns = [form.Path("name")!, form.Path("owner")!, form.Path("phone")!] })).Rows).Values;
        Assert.Equal(("无锡博远", (object)Desk.Rep), (found[0], found[1]));
        Assert.IsType<Masked>(found[2]);
        Assert.Equal("ALREADY_CLAIMED", (await Refused(() => Act(Desk.SouthRep, "account", boyuan.Id, "pool.claim"))).Code);
        var lost = await RecyclingTests.Job(desk).Simulate(desk.Actor(Desk.Admin), form, new(2026, 12, 20, 2, 0, 0, DateTimeKind.Utc));
        Assert.DoesNotContain(boyuan.Id, lost.Rows.Select(r => r.Id));
    }

    public async Task Step13_two_of_eight_days_go_back_and_their_owner_waits()
    {
        Today(11, 10);
        Assert.Equal(2, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), desk.Form("lead")));
        Assert.Equal(16, await InPool());
        var gone = Of(Desk.OtherRep).ToList();
        Assert.Equal(2, gone.Count);
        foreach (var lead in gone) Assert.Equal((null, "no_follow_up"), ((await desk.Read("lead", lead.Id))["owner"], (await desk.Read("lead", lead.Id))["return_reason"]));
        Assert.Equal("COOLDOWN", (await Refused(() => Act(Desk.OtherRep, "lead", gone[0].Id, "pool.claim"))).Code);
        await Act(Desk.Rep, "lead", gone[0].Id, "pool.claim");
        Assert.Equal(15, await InPool());
    }

    private Task<int> InPool() => Count("lead", Is("owner", "empty", null), Desk.SouthRep);
}
