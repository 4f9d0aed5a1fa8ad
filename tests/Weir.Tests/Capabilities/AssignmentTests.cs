using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Who gets what comes in: each way to choose, the order of rules, and that what was dealt is told.</summary>
public sealed class AssignmentTests
{
    private const string Three = "\"who\": { \"members\": [11, 12, 14] }";

    [Theory, OnSqlite, OnPostgres]
    public async Task Weights_are_spread_evenly_and_go_on_after_a_restart(DatabaseKind kind)
    {
        await using var desk = await Open(kind, """{ "key": "w", "label": { "zh": "权重", "en": "Weights" }, "mode": "weighted", "who": { "members": [11, 12] }, "weights": [{ "who": { "members": [11] }, "weight": 2 }] }""");
        var owners = new List<object?>();
        for (var i = 0; i < 3; i++) owners.Add((await Come(desk))["owner"]);
        await desk.Reopen();
        for (var i = 0; i < 3; i++) owners.Add((await Come(desk))["owner"]);

        Assert.Equal([11L, 12L, 11L, 11L, 12L, 11L], owners);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Taking_turns_passes_over_who_is_away_or_has_left(DatabaseKind kind)
    {
        await using var desk = await Open(kind, $$"""{ "key": "r", "label": { "zh": "轮流", "en": "Turns" }, "mode": "round_robin", {{Three}} }""", """[{ "member": 12, "from": "2026-11-03", "to": "2026-11-03" }]""");
        var owners = new List<object?>();
        for (var i = 0; i < 4; i++) owners.Add((await Come(desk))["owner"]);
        desk.Clock.Now = desk.Clock.Now.AddDays(1);
        for (var i = 0; i < 3; i++) owners.Add((await Come(desk))["owner"]);

        Assert.Equal([11L, 12L, 14L, 11L, 14L, 11L, 14L], owners);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_least_loaded_gets_it_and_of_equals_who_has_waited_longest(DatabaseKind kind)
    {
        await using var desk = await Open(kind, $$"""{ "key": "l", "label": { "zh": "负载", "en": "Load" }, "mode": "load", {{Three}} }""");
        for (var i = 0; i < 2; i++) await desk.Create(Desk.Rep, "lead", PoolTests.Values());
        var owners = new List<object?>();
        for (var i = 0; i < 5; i++) owners.Add((await Come(desk))["owner"]);

        // 11 has two, the others none: they fill up first; then all are equal, and 11 was never chosen.
        Assert.Equal([12L, 14L, 12L, 14L, 11L], owners);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_region_goes_to_the_most_exact_row_and_elsewhere_to_the_next_rule(DatabaseKind kind)
    {
        await using var desk = await Open(kind, """
            { "key": "g", "label": { "zh": "地区", "en": "Region" }, "mode": "region", "field": "region", "inner": "fixed", "table": [
                { "values": ["320000"], "who": { "members": [11] } }, { "values": ["320500"], "who": { "members": [12] } }, { "values": ["320505"], "who": { "members": [14] } } ] },
            { "key": "e", "label": { "zh": "其余", "en": "The rest" }, "mode": "fixed", "who": { "departments": ["华东组"], "heads": true } }
            """);

        var owners = new List<object?>();
        foreach (var region in new[] { "320505", "320506", "320100", "440100", null }) owners.Add((await Come(desk, ("region", region)))["owner"]);

        Assert.Equal([14L, 12L, 11L, Desk.Manager, Desk.Manager], owners);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_source_goes_by_its_table_and_what_is_to_stay_stays(DatabaseKind kind)
    {
        await using var desk = await Open(kind, """
            { "key": "p", "label": { "zh": "留池", "en": "Stay" }, "mode": "pool", "when": { "field": "source", "op": "is", "value": "purchased_list" } },
            { "key": "s", "label": { "zh": "来源", "en": "Source" }, "mode": "source", "field": "source", "inner": "fixed", "table": [{ "values": ["website_form"], "who": { "departments": ["华东组"], "heads": true } }] },
            { "key": "x", "label": { "zh": "其余", "en": "The rest" }, "mode": "fixed", "who": { "members": [14] } }
            """);

        var bought = await Come(desk, ("source", "purchased_list"));
        Assert.Equal((null, "general"), (bought["owner"], bought["pool"]));
        Assert.Equal(Desk.Manager, (await Come(desk, ("source", "website_form")))["owner"]);
        Assert.Equal(14L, (await Come(desk, ("source", "advertising")))["owner"]);
        Assert.Equal("p", (await Trials(desk).Hits(desk.Actor(Desk.Admin), bought.Form, bought.Id)).Single().Rule);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_did_well_gets_more(DatabaseKind kind)
    {
        await using var desk = await Open(kind, """{ "key": "f", "label": { "zh": "业绩", "en": "Results" }, "mode": "performance", "who": { "members": [11, 12] } }""");
        for (var i = 0; i < 2; i++)
        {
            await Old(desk, Desk.Rep, "converted");
            await Old(desk, Desk.OtherRep, "to_follow");
        }
        var owners = new List<long>();
        for (var i = 0; i < 6; i++) owners.Add((long)(await Come(desk))["owner"]!);

        // All of 11's were converted, none of 12's: weights 101 and 1.
        Assert.True(owners.Count(o => o == Desk.Rep) > owners.Count(o => o == Desk.OtherRep), string.Join(' ', owners));
        Assert.Equal(Desk.Rep, owners[0]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Four_per_cent_against_two_give_five_to_three(DatabaseKind kind)
    {
        await using var desk = await Open(kind, """{ "key": "f", "label": { "zh": "业绩", "en": "Results" }, "mode": "performance", "who": { "members": [11, 12] } }""");
        var job = Actor.System("demo", desk.Directory, quiet: true);
        foreach (var (member, done) in new[] { (Desk.Rep, 2), (Desk.OtherRep, 1) })
            await desk.Records.SaveMany(job, [.. Enumerable.Range(0, 50).Select(i => Draft(desk, ("owner", member), ("status", i < done ? "converted" : "to_follow")))]);

        var rows = await desk.Records.SaveMany(Actor.System("form", desk.Directory), [.. Enumerable.Range(0, 16).Select(_ => Draft(desk, ("owner", null)))]);

        Assert.Equal([(Desk.Rep, 10), (Desk.OtherRep, 6)], rows.GroupBy(r => (long)r.Saved!.Record["owner"]!).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Outside_working_hours_and_above_the_limit_the_fallback_gets_it_or_nobody(DatabaseKind kind)
    {
        await using var desk = await Open(kind, $$"""
            { "key": "h", "label": { "zh": "工作时间", "en": "Hours" }, "mode": "round_robin", {{Three}}, "workingHours": true, "when": { "field": "source", "op": "is", "value": "advertising" } },
            { "key": "m", "label": { "zh": "上限", "en": "Limit" }, "mode": "fixed", "who": { "members": [11] }, "most": 1, "fallback": { "members": [13] } }
            """);

        Assert.Equal([11L, 13L, 13L], [(await Come(desk))["owner"], (await Come(desk))["owner"], (await Come(desk))["owner"]]);
        Assert.Equal(11L, (await Come(desk, ("source", "advertising")))["owner"]);
        desk.Clock.Now = desk.Clock.Now.AddHours(10);
        var night = await Come(desk, ("source", "advertising"));
        Assert.Equal((null, "general"), (night["owner"], night["pool"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_rule_gives_somebody_is_no_find_of_their_own(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);

        var lead = await Come(desk, ("source", "website_form"), ("region", "320505"));

        Assert.Equal((Desk.Rep, false), (lead["owner"], lead["self_sourced"]));
        Assert.Equal(desk.Clock.Now.UtcDateTime.AddDays(7), lead["recycle_at"]);
        Assert.Equal(true, (await desk.Create(Desk.Rep, "lead", PoolTests.Values()))["self_sourced"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_condition_may_look_at_what_is_computed(DatabaseKind kind)
    {
        await using var desk = await Open(kind, """{ "key": "a", "label": { "zh": "甲等", "en": "Grade A" }, "mode": "fixed", "when": { "field": "grade", "op": "is", "value": "a" }, "who": { "members": [12] } }""");

        var best = await Come(desk, ("source", "referral"), ("referrer", "张"), ("employee_count", 500m), ("budget_amount", 1m), ("purchase_time", "within_3_months"));
        var poor = await Come(desk);

        Assert.Equal(("a", 12L, null), (best["grade"], best["owner"], poor["owner"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_hit_is_kept_and_told_and_a_dry_run_changes_nothing(DatabaseKind kind)
    {
        await using var desk = await Open(kind, $$"""{ "key": "r", "label": { "zh": "轮流", "en": "Turns" }, "mode": "round_robin", {{Three}} }""");
        var lead = await Come(desk);
        var waiting = await desk.Create(Desk.Manager, "lead", PoolTests.Values());
        await desk.Records.Save(desk.Actor(Desk.Manager), new Draft(waiting.Form) { Id = waiting.Id }.Set("owner", null));

        var hit = Assert.Single(await Trials(desk).Hits(desk.Actor(Desk.Manager), lead.Form, lead.Id));
        Assert.Equal(("r", 11L, AssignmentMode.RoundRobin), (hit.Rule, hit.Chosen!.Value, hit.Mode));
        Assert.Equal([11L, 12L, 14L], hit.Candidates);
        var log = (await desk.Query.Ownership(desk.Actor(Desk.Manager), lead.Form, lead.Id))[0];
        Assert.Equal((OwnershipKind.Assign, 11L, "轮流"), (log.Kind, log.To!.Value, log.ReasonText));
        for (var i = 0; i < 2; i++)
            Assert.Equal([12L, 14L], (await Trials(desk).DryRun(desk.Actor(Desk.Admin), lead.Form, [waiting.Id, lead.Id], AssignmentTrigger.Manual)).Select(d => d.Dealt!.Chosen!.Value));

        var dealt = await desk.Records.Act(desk.Actor(Desk.Manager), waiting.Form, waiting.Id, "assignment.deal");
        Assert.Equal(12L, dealt.Record["owner"]);
        Assert.Equal(14L, (await Come(desk))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_that_come_in_together_are_dealt_in_turn_and_whoever_makes_one_for_himself_keeps_it(DatabaseKind kind)
    {
        await using var desk = await Open(kind, $$"""{ "key": "r", "label": { "zh": "轮流", "en": "Turns" }, "mode": "round_robin", {{Three}} }""");

        var rows = await desk.Records.SaveMany(desk.Actor(Desk.Marketing).Via("import:1"), [.. Enumerable.Range(0, 30).Select(_ => Draft(desk, ("owner", null)))]);

        Assert.Equal([10, 10, 10], rows.GroupBy(r => r.Saved!.Record["owner"]).Select(g => g.Count()));
        Assert.Equal(Desk.Rep, (await desk.Create(Desk.Rep, "lead", PoolTests.Values()))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_holds_as_much_as_a_pool_allows_is_passed_over_and_when_all_do_it_stays_in_the_pool(DatabaseKind kind)
    {
        await using var desk = await Open(kind, $$"""{ "key": "r", "label": { "zh": "轮流", "en": "Turns" }, "mode": "round_robin", "who": { "members": [11, 12] }, "fallback": { "members": [14] } }""");
        await PoolTests.Pools(desk, pool => pool["holding"] = new System.Text.Json.Nodes.JsonObject { ["most"] = 2 });
        await Come(desk);

        var rows = await desk.Records.SaveMany(desk.Actor(Desk.Marketing).Via("import:1"), [.. Enumerable.Range(0, 8).Select(_ => Draft(desk, ("owner", null)))]);

        Assert.All(rows, r => Assert.Null(r.Problem));
        Assert.Equal([12L, 11L, 12L, 14L, 14L, null, null, null], rows.Select(r => r.Saved!.Record["owner"] as long?));
        Assert.NotNull(rows[^1].Saved!.Record["pool"]);
        Assert.Null((await Come(desk))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Those_who_come_at_one_moment_each_take_a_turn_of_their_own(DatabaseKind kind)
    {
        await using var desk = await Open(kind, $$"""{ "key": "r", "label": { "zh": "轮流", "en": "Turns" }, "mode": "round_robin", {{Three}} }""");

        var owners = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(async () => (await Come(desk))["owner"])));

        Assert.Equal([8, 8, 8], owners.GroupBy(o => o).Select(g => g.Count()));
    }

    [Theory]
    [InlineData("""{ "key": "x", "label": { "zh": "规则", "en": "Rule" }, "mode": "region" }""", "assignment.no_field")]
    [InlineData("""{ "key": "x", "label": { "zh": "规则", "en": "Rule" }, "mode": "fixed", "when": { "field": "nothing", "op": "empty" } }""", "condition.unknown_field")]
    [InlineData("""{ "key": "x", "label": { "zh": "规则", "en": "Rule" }, "mode": "fly" }""", "capability.bad_settings")]
    public void A_rule_that_cannot_work_is_refused(string rule, string code)
    {
        var refused = Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(With(Template.Load("l2c"), rule, null)));

        Assert.Equal(code, Assert.Single(refused.Errors).Code);
    }

    internal static async Task<Desk> Open(DatabaseKind kind, string rules, string? away = null)
    {
        var desk = await Desk.Open(kind);
        await desk.Publish(d => With(d, rules, away));
        return desk;
    }

    internal static AppDefinition With(AppDefinition app, string rules, string? away)
    {
        var settings = JsonNode.Parse($$"""{ "rules": [{{rules}}], "open": { "field": "status", "op": "any_of", "value": ["to_follow", "following"] }, "done": { "field": "status", "op": "is", "value": "converted" } }""")!;
        if (away is not null) settings["away"] = JsonNode.Parse(away);
        return app with
        {
            Forms = [.. app.Forms.Select(f => f.Key != "lead" ? f : f with
            {
                Capabilities = f.Capabilities.Where(c => c.Key != "assignment").Append(new("assignment", JsonSerializer.SerializeToElement(settings))).ToDictionary(c => c.Key, c => c.Value),
            })],
        };
    }

    private static AssignmentTrials Trials(Desk desk) => new(desk.Database, desk.Query, desk.Clock);

    /// <summary>Comes in by itself, as from a public form: nobody is signed in.</summary>
    internal static async Task<Record> Come(Desk desk, params (string, object?)[] values) => (await desk.Records.Save(Actor.System("form", desk.Directory), Draft(desk, [("source", "other"), .. values]))).Record;

    private static Task<Saved> Old(Desk desk, long owner, string status) => desk.Records.Save(Actor.System("demo", desk.Directory, quiet: true), Draft(desk, ("owner", owner), ("status", status)));

    private static Draft Draft(Desk desk, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(desk.Form("lead"));
        foreach (var (key, value) in PoolTests.Values([.. values.GroupBy(v => v.Key).Select(g => g.Last())])) draft.Set(key, value);
        return draft;
    }
}
