using Weir.Engine.Access;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Steps 4 to 13 of one lead to cash, as far as pools and assignment carry them, with the dates and figures of the scenario.</summary>
public sealed class LeadToCashPoolTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_07_campaign_leads_go_two_to_one_and_the_log_names_the_rule(DatabaseKind kind)
    {
        await using var desk = await Open(kind);

        var leads = await Six(desk);

        Assert.Equal([Desk.Rep, Desk.OtherRep, Desk.Rep, Desk.Rep, Desk.OtherRep, Desk.Rep], leads.Select(l => l["owner"]));
        var hit = Assert.Single(await new AssignmentTrials(desk.Database, desk.Query, desk.Clock).Hits(desk.Actor(Desk.Manager), leads[0].Form, leads[0].Id));
        Assert.Equal(("活动线索给华东组", Desk.Rep), (hit.Label.Zh, hit.Chosen!.Value));
        Assert.Equal([Desk.Rep, Desk.OtherRep], hit.Candidates);
        Assert.Equal((75m, "a", 28m, "c"), (leads[0]["score"], leads[0]["grade"], leads[1]["score"], leads[1]["grade"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_09_the_sixth_claim_of_a_day_and_the_second_of_a_race_are_refused(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var bought = await Nineteen(desk);
        Assert.Equal(19, await InPool(desk));

        await Claims(desk, bought);

        Assert.Equal("DAILY_CLAIM_LIMIT", await PoolTests.Refused(() => PoolTests.Claim(desk, Desk.SouthRep, bought[5])));
        Assert.Equal(14, await InPool(desk));
        var codes = await Task.WhenAll(new[] { Desk.Rep, Desk.OtherRep }.Select(m => Task.Run(() => PoolTests.Outcome(() => PoolTests.Claim(desk, m, bought[18])))));
        Assert.Equal(["ALREADY_CLAIMED", "ok"], codes.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_12_a_self_sourced_account_is_found_masked_cannot_be_claimed_and_stays(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        desk.Clock.Now = Day(7);
        var account = await desk.Create(Desk.Rep, "account", ("name", "无锡博远"), ("self_sourced", true), ("phone", "13800001111"));
        var form = account.Form;

        Assert.Equal(new DateOnly(2027, 5, 6), account["protected_until"]);
        var found = await desk.Query.List(desk.Actor(Desk.SouthRep), new ListQuery(form) { Search = "博远", Columns = [form.Path("name")!, form.Path("owner")!, form.Path("phone")!] });
        var values = Assert.Single(found.Rows).Values;
        Assert.Equal(("无锡博远", Desk.Rep), (values[0], values[1]));
        Assert.IsType<Masked>(values[2]);
        Assert.Equal("ALREADY_CLAIMED", await PoolTests.Refused(() => PoolTests.Claim(desk, Desk.SouthRep, account)));
        desk.Clock.Now = new(2026, 12, 19, 18, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), form));
        Assert.Equal(Desk.Rep, (await desk.Read("account", account.Id))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Found_by_oneself_is_said_at_the_beginning_only_and_ends_in_the_pool(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "无锡博远"), ("self_sourced", true));
        var ask = new Draft(account.Form.Action("pool.return")!.Ask!).Set("reason", "no_demand");
        await desk.Records.Act(desk.Actor(Desk.Rep), account.Form, account.Id, "pool.return", ask);
        Assert.Equal((false, null), ((await desk.Read("account", account.Id))["self_sourced"], (await desk.Read("account", account.Id))["protected_until"]));

        var claimed = (await PoolTests.Claim(desk, Desk.OtherRep, account)).Record;
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Change(Desk.OtherRep, claimed, ("self_sourced", true)));
        Assert.Contains(refused.Problem.Errors, e => (e.Field, e.Code) == ("self_sourced", "field.locked"));
        await desk.Change(Desk.Manager, await desk.Read("account", account.Id), ("self_sourced", true));
        Assert.Equal(true, (await desk.Read("account", account.Id))["self_sourced"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_13_the_two_of_eight_days_go_back_and_their_owner_waits_while_another_claims(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var bought = await Nineteen(desk);
        var six = await Six(desk);
        await Claims(desk, bought);
        desk.Clock.Now = Day(5);
        var mine = six.Where(l => (long?)l["owner"] == Desk.Rep).ToList();
        foreach (var lead in mine) await RecyclingTests.Follow(desk, Desk.Rep, lead);
        await desk.Records.Save(Actor.System("convert", desk.Directory), new Draft(six[0].Form) { Id = six[0].Id, ByAction = true }.Set("status", "converted"));
        Assert.Equal(14, await InPool(desk));

        desk.Clock.Now = Day(10);
        Assert.Equal(2, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), six[0].Form));

        Assert.Equal(16, await InPool(desk));
        var gone = six.Where(l => (long?)l["owner"] == Desk.OtherRep).ToList();
        Assert.All(await Task.WhenAll(gone.Select(l => desk.Read("lead", l.Id))), l => Assert.Equal((null, "no_follow_up", Desk.OtherRep), (l["owner"], l["return_reason"], l["previous_owner"])));
        Assert.All(await Task.WhenAll(mine.Select(l => desk.Read("lead", l.Id))), l => Assert.Equal(Desk.Rep, l["owner"]));
        Assert.All(await Task.WhenAll(bought.Take(5).Select(l => desk.Read("lead", l.Id))), l => Assert.Equal(Desk.SouthRep, l["owner"]));
        Assert.Equal("COOLDOWN", await PoolTests.Refused(() => PoolTests.Claim(desk, Desk.OtherRep, gone[0])));
        await PoolTests.Claim(desk, Desk.Rep, gone[0]);
        Assert.Equal(15, await InPool(desk));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_lead_that_was_followed_up_by_somebody_before_waits_for_its_new_owner(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var lead = (await Nineteen(desk))[0];
        await PoolTests.Claim(desk, Desk.OtherRep, lead);
        await RecyclingTests.Follow(desk, Desk.OtherRep, lead);
        Assert.Equal("following", (await desk.Read("lead", lead.Id))["status"]);
        desk.Clock.Now = Day(27);
        Assert.Equal(1, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), lead.Form));

        await PoolTests.Claim(desk, Desk.Rep, lead);
        Assert.Equal("to_follow", (await desk.Read("lead", lead.Id))["status"]);
        desk.Clock.Now = Day(28);
        await RecyclingTests.Follow(desk, Desk.Rep, lead);
        Assert.Equal("following", (await desk.Read("lead", lead.Id))["status"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_first_response_is_told_in_hours_from_the_claim_of_the_present_owner(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var lead = (await Nineteen(desk))[0];
        await PoolTests.Claim(desk, Desk.OtherRep, lead);
        Assert.Null((await desk.Read("lead", lead.Id))["response_hours"]);
        desk.Clock.Now = desk.Clock.Now.AddMinutes(150);
        await RecyclingTests.Follow(desk, Desk.OtherRep, lead);
        desk.Clock.Now = desk.Clock.Now.AddHours(1);
        await RecyclingTests.Follow(desk, Desk.OtherRep, lead);
        Assert.Equal(2.5m, (await desk.Read("lead", lead.Id))["response_hours"]);

        var scope = new Insights(desk.Query, desk.Clock).Scope(desk.Actor(Desk.Manager), null, null, null);
        var report = await new Insights(desk.Query, desk.Clock).Load(desk.Actor(Desk.Manager), desk.App, desk.App.Definition.Reports.Single(r => r.Key == "lead_lifetime"), scope);
        Assert.Equal([19m, 2.5m, null], Assert.Single(report.Rows).Values);
    }

    private static DateTimeOffset Day(int day) => new(2026, 11, day, 2, 0, 0, TimeSpan.Zero);

    /// <summary>The template with the numbers of the scenario: five claims a day, and 李伟 twice as often as 王芳.</summary>
    private static async Task<Desk> Open(DatabaseKind kind)
    {
        var desk = await Desk.Open(kind);
        await PoolTests.Pools(desk, pool => pool["dailyClaims"] = 5);
        await PoolTests.Settings(desk, "lead", "assignment", s => s["rules"]!.AsArray()[0]!["weights"] = System.Text.Json.Nodes.JsonNode.Parse($$"""[{ "who": { "members": [{{Desk.Rep}}] }, "weight": 2 }]"""));
        return desk;
    }

    private static async Task<List<Record>> Nineteen(Desk desk)
    {
        var all = new List<Record>();
        for (var i = 0; i < 19; i++) all.Add(await PoolTests.Pooled(desk, ("employee_count", 60m)));
        return all;
    }

    /// <summary>Six visitors of the campaign's form; the first is 苏州恒力.</summary>
    private static async Task<List<Record>> Six(Desk desk)
    {
        var campaign = await desk.Create(Desk.Marketing, "campaign", ("name", "2026华东智能制造展"), ("type", "exhibition"), ("start", new DateOnly(2026, 11, 1)), ("end", new DateOnly(2026, 11, 3)));
        var all = new List<Record>
        {
            await AssignmentTests.Come(desk, ("source", "campaign"), ("campaign", campaign.Id), ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("email", "ma@example.com"), ("region", "320505"),
                ("employee_count", 320m), ("budget_amount", 1_000_000m), ("purchase_time", "within_3_months")),
        };
        for (var i = 2; i <= 6; i++) all.Add(await AssignmentTests.Come(desk, ("source", "campaign"), ("campaign", campaign.Id), ("email", $"v{i}@example.com"), ("employee_count", 60m)));
        return all;
    }

    private static async Task Claims(Desk desk, List<Record> bought)
    {
        desk.Clock.Now = Day(4);
        foreach (var lead in bought.Take(5)) await PoolTests.Claim(desk, Desk.SouthRep, lead);
    }

    private static Task<int> InPool(Desk desk) => desk.Query.Count(desk.Actor(Desk.SouthRep), new ListQuery(desk.Form("lead")) { Where = Condition.Compile(desk.Form("lead"), new ConditionDefinition { Field = "owner", Op = "empty" }) });
}
