using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.LeadToCash;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities.Pipeline;

/// <summary>Stages as a capability: rates, gates, verbs, stays, and what two at once do.</summary>
public sealed class PipelineTests
{
    [Fact]
    public void The_template_has_the_three_pipelines_with_exactly_their_rates()
    {
        var settings = Weir.Engine.Apps.Template.Load("l2c").Forms.Single(f => f.Key == "opportunity").Capabilities["pipeline"];

        var rates = JsonNode.Parse(settings.GetRawText())!["pipelines"]!.AsArray().Select(p => string.Join('/', p!["stages"]!.AsArray().Where(s => (string?)s!["kind"] != "lost").Select(s => s!["rate"]!.ToString())));

        Assert.Equal(["10/30/50/70/100", "10/30/70/80/90/100", "10/20/50/70/100"], rates);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_record_takes_the_pipeline_whose_condition_it_meets(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var large = await deals.Desk.Create(Desk.Rep, "account", ("name", "大客户"), ("demand_type", "custom"), ("scale", "ka"));

        var chosen = await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "甲"), ("account", large.Id), ("amount", 1m));
        var told = await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "乙"), ("account", large.Id), ("amount", 1m), ("pipeline", "initiation"));

        Assert.Equal(("solution", "first_contact", 10m), (chosen["pipeline"], chosen["stage"], chosen["win_rate"]));
        Assert.Equal(("initiation", "new_opportunity", 10m), (told["pipeline"], told["stage"], told["win_rate"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_skip_asks_for_the_gates_of_all_stages_in_between(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();

        var refused = await deals.Refused(() => deals.Move(deal.Id, "proposal"));

        Assert.Equal(["还缺：关键人（含决策角色）", "还缺：至少一次跟进", "还缺：需求描述", "还缺：需求说明书或方案书"], refused.Errors.Select(e => e.Message.Zh));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Back_wants_a_reason_which_stands_with_the_stay(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Ready(deal);
        await deals.Move(deal.Id, "needs_confirmed");
        deals.Desk.Clock.Now = deals.Desk.Clock.Now.AddDays(3);

        var refused = await deals.Refused(() => deals.Move(deal.Id, "first_contact"));
        await deals.Move(deal.Id, "first_contact", reason: "换了采购负责人");

        Assert.Equal("reason", Assert.Single(refused.Errors).Field);
        var path = await Path(deals, deal.Id);
        Assert.Equal((10m, "换了采购负责人"), ((decimal)(await deals.Read(deal.Id))["win_rate"]!, path.Stays[^1].Note));
        Assert.Equal([0, 3, 0], path.Stays.Select(s => s.Days(deals.Desk.Clock.Now.UtcDateTime)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task How_far_a_record_came_stays_when_it_goes_back_or_is_lost_and_begins_again_elsewhere(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Ready(deal);
        Assert.Equal(1m, (await deals.Read(deal.Id))["furthest"]);
        await deals.Move(deal.Id, "needs_confirmed");
        await deals.Move(deal.Id, "first_contact", reason: "换了采购负责人");
        Assert.Equal(2m, (await deals.Read(deal.Id))["furthest"]);

        await deals.Act(Desk.Rep, deal.Id, "pipeline.change", ("to_pipeline", "initiation"), ("reason", "先立项"));
        Assert.Equal(("new_opportunity", 1m), ((await deals.Read(deal.Id))["stage"], (await deals.Read(deal.Id))["furthest"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_who_move_at_once_one_wins(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Ready(deal);

        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await deals.Move(deal.Id, "needs_confirmed", from: "first_contact");
                return "moved";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Code;
            }
        }));

        Assert.Single(done, "moved");
        Assert.All(done.Where(d => d != "moved"), d => Assert.Equal("pipeline.moved", d));
        Assert.Equal(2, (await Path(deals, deal.Id)).Stays.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_wins_and_who_loses_at_once_do_not_both(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli(("amount", 100_000m));
        await Signed(deals, deal);

        var done = await Task.WhenAll(Try(() => deals.Act(Desk.Rep, deal.Id, "pipeline.win")), Try(() => deals.Act(Desk.Rep, deal.Id, "pipeline.lose", ("lost_reason", "budget_cancelled"))));

        Assert.Single(done, "");
        Assert.Single(done, "action.not_now");

        static async Task<string> Try(Func<Task> work)
        {
            try
            {
                await work();
                return "";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Code;
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_won_with_a_contract_in_force_and_whoever_had_it_keeps_the_credit(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();

        var refused = await deals.Refused(() => deals.Act(Desk.Rep, deal.Id, "pipeline.win"));
        await Signed(deals, deal);
        await deals.Act(Desk.Rep, deal.Id, "pipeline.win", ("closed_on", new DateOnly(2026, 11, 1)));

        Assert.Equal("GATE", refused.Code);
        var won = await deals.Read(deal.Id);
        Assert.Equal(("signed", "won", 100m, new DateOnly(2026, 11, 1), Desk.Rep), (won["stage"], won["status"], won["win_rate"], won["closed_at"], (long)won["won_owner"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_lost_goes_on_where_it_stood_when_the_manager_opens_it(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli(("amount", 100_000m));
        await deals.Ready(deal);
        await deals.Move(deal.Id, "needs_confirmed");
        await deals.Act(Desk.Rep, deal.Id, "pipeline.lose", ("lost_reason", "budget_cancelled"));

        var refused = await deals.Refused(() => deals.Act(Desk.Rep, deal.Id, "pipeline.reopen", ("reason", "客户又来了")));
        await deals.Act(Desk.Manager, deal.Id, "pipeline.reopen", ("reason", "客户又来了"));

        Assert.Equal(ProblemKind.Forbidden, refused.Kind);
        var open = await deals.Read(deal.Id);
        Assert.Equal(("needs_confirmed", "open", 30m, "pipeline", null, null), (open["stage"], open["status"], open["win_rate"], open["forecast_category"], open["closed_at"], open["lost_reason"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task On_hold_it_rests_where_it_stands(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Ready(deal);

        await deals.Act(Desk.Rep, deal.Id, "pipeline.hold", ("reason", "等预算"));
        var refused = await deals.Refused(() => deals.Move(deal.Id, "needs_confirmed"));
        var held = await Path(deals, deal.Id);
        await deals.Act(Desk.Rep, deal.Id, "pipeline.reopen", ("reason", "预算到了"));

        Assert.Equal("action.not_now", refused.Code);
        Assert.True(held.Held);
        Assert.Equal(["open", "on_hold", "open"], (await Path(deals, deal.Id)).Stays.Select(s => s.Status));
        Assert.Equal("first_contact", (await deals.Read(deal.Id))["stage"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_supporter_and_the_first_rank_lift_the_rate_of_a_solution_sale_up_to_its_cap(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli(("pipeline", "solution"));
        Assert.Equal(10m, deal["win_rate"]);

        await deals.Roles(deal, (await deals.Person((long)deal["account"]!, "刘洋"), "technical_gatekeeper", "supports"));
        Assert.Equal(70m, (await deals.Read(deal.Id))["win_rate"]);
        await Outrank(deals, deal.Id);
        Assert.Equal(75m, (await deals.Read(deal.Id))["win_rate"]);
        Assert.Equal(["决策者或技术把关者支持：不低于 70%", "我方排名第一：+5%"], (await Path(deals, deal.Id)).Lifts.Select(l => l.Zh));

        var before = await deals.Read(deal.Id);
        await deals.Roles(before, (await deals.Person((long)deal["account"]!, "周强"), "user", "opposes"));
        Assert.Equal(15m, (await deals.Read(deal.Id))["win_rate"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_stuck_when_it_stays_too_long_or_nobody_talks(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Talk(deal.Id);
        Assert.Null((await Path(deals, deal.Id)).Stuck);

        deals.Desk.Clock.Now = deals.Desk.Clock.Now.AddDays(14).AddHours(1);
        await deals.Talk(deal.Id);
        Assert.Equal("停留超期 1 天", (await Path(deals, deal.Id)).Stuck!.Zh);
        Assert.Equal([deal.Id], await Stuck(deals));

        await deals.Ready(deal);
        await deals.Move(deal.Id, "needs_confirmed");
        Assert.Empty(await Stuck(deals));
        deals.Desk.Clock.Now = deals.Desk.Clock.Now.AddDays(16);
        Assert.Equal("16 天没有跟进", (await Path(deals, deal.Id)).Stuck!.Zh);
        Assert.Equal([deal.Id], await Stuck(deals));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task New_settings_leave_the_rate_of_what_has_entered_the_stage(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await Change(deals, settings => settings["pipelines"]![0]!["stages"]![0]!["rate"] = 5);

        await deals.Desk.Change(Desk.Rep, await deals.Read(deal.Id), ("demand", "新需求"));

        Assert.Equal(10m, (await deals.Read(deal.Id))["win_rate"]);
        Assert.Equal(5m, (await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "新"), ("account", deal["account"]), ("amount", 1m)))["win_rate"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_retired_stage_keeps_what_stands_there_and_takes_nothing_more(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli(("amount", 100_000m));
        await deals.Ready(deal);
        await deals.Move(deal.Id, "needs_confirmed");
        await Change(deals, settings => settings["pipelines"]![0]!["stages"]![1]!["retired"] = true);

        var path = await Path(deals, deal.Id);
        Assert.Equal(["first_contact", "needs_confirmed", "proposal", "negotiation", "signed"], path.Steps.Select(s => s.Key));
        Assert.Equal(("needs_confirmed", "proposal", 30m), (path.Current.Key, path.Next!.Key, (decimal)(await deals.Read(deal.Id))["win_rate"]!));

        var other = await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "新"), ("account", deal["account"]), ("amount", 1m));
        Assert.Equal(["first_contact", "proposal", "negotiation", "signed"], (await Path(deals, other.Id)).Steps.Select(s => s.Key));
        Assert.Equal("to_stage", Assert.Single((await deals.Refused(() => deals.Move(other.Id, "needs_confirmed"))).Errors).Field);

        // What was lost where nothing comes any more begins again.
        await deals.Act(Desk.Rep, deal.Id, "pipeline.lose", ("lost_reason", "budget_cancelled"));
        await deals.Act(Desk.Manager, deal.Id, "pipeline.reopen", ("reason", "客户又来了"));
        Assert.Equal("first_contact", (await deals.Read(deal.Id))["stage"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Open_records_take_over_the_rate_of_their_stage_only_when_asked_to(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli(("amount", 100_000m));
        var lifted = await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "乙"), ("account", deal["account"]), ("amount", 1m), ("pipeline", "solution"));
        var lost = await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "丙"), ("account", deal["account"]), ("amount", 1m));
        await deals.Act(Desk.Rep, lost.Id, "pipeline.lose", ("lost_reason", "budget_cancelled"));
        await Outrank(deals, lifted.Id);
        await Change(deals, settings =>
        {
            foreach (var plan in settings["pipelines"]!.AsArray()) plan!["stages"]![0]!["rate"] = 20;
        });
        var trials = new PipelineTrials(deals.Desk.Database, deals.Desk.Query, deals.Desk.Records, () => deals.Desk.Directory, deals.Desk.Clock);
        var (chief, form) = (deals.Desk.Actor(Desk.Admin), deals.Desk.Form("opportunity"));

        Assert.Equal((1, 1, 0), await trials.Try(chief, form, form.App.Definition, "standard") is var tried ? (tried.Looked, tried.Rates, tried.Held) : default);
        Assert.Equal((1, 0, 0), await trials.Rerate(chief, form, "standard") is var done ? (done.Done, done.Refused, done.Left) : default);
        Assert.Equal(0, (await trials.Rerate(chief, form, "standard")).Done);
        await trials.Rerate(chief, form, "solution");

        Assert.Equal((20m, 25m, 0m), ((decimal)(await deals.Read(deal.Id))["win_rate"]!, (decimal)(await deals.Read(lifted.Id))["win_rate"]!, (decimal)(await deals.Read(lost.Id))["win_rate"]!));
        Assert.Equal((1, 0), (await trials.Standing(chief, form))[("standard", "lost")]);
        Assert.Equal(ProblemKind.NotFound, (await deals.Refused(() => trials.Rerate(deals.Desk.Actor(Desk.Rep), form, "standard"))).Kind);
    }

    private static Task Change(Deals deals, Action<JsonNode> change) => deals.Desk.Publish(app => app with
    {
        Forms = [.. app.Forms.Select(f => f.Key != "opportunity" ? f : f with { Capabilities = new Dictionary<string, JsonElement>(f.Capabilities) { ["pipeline"] = Changed(f.Capabilities["pipeline"], change) } })],
    });

    private static JsonElement Changed(JsonElement settings, Action<JsonNode> change)
    {
        var changed = JsonNode.Parse(settings.GetRawText())!;
        change(changed);
        return JsonSerializer.SerializeToElement(changed);
    }

    private static async Task<StagePath> Path(Deals deals, long id) => (await deals.Stages.Of(deals.Desk.Actor(Desk.Admin), deals.Desk.Form("opportunity"), id))!;

    private static async Task<IReadOnlyList<long>> Stuck(Deals deals)
    {
        var form = deals.Desk.Form("opportunity");
        var where = Weir.Engine.Conditions.Condition.Compile(form, form.Definition.Views.Single(v => v.Key == "stuck").Where);
        return [.. (await deals.Desk.Query.List(deals.Desk.Actor(Desk.Rep), new ListQuery(form) { Where = where })).Rows.Select(r => r.Id)];
    }

    private static async Task Signed(Deals deals, Record deal) => await deals.Desk.Records.Save(Weir.Engine.Access.Actor.System("test", deals.Desk.Directory),
        new Draft(deals.Desk.Form("contract")).Set("name", "合同").Set("type", "sales").Set("account", deal["account"]).Set("opportunity", deal.Id).Set("order_date", new DateOnly(2026, 11, 1)).Set("status", "executing").Set("amount", 900_000m).Set("owner", Desk.Rep)
            .Set("signer", Desk.Rep).Set("order_owner", Desk.Rep).Set("start", new DateOnly(2026, 11, 1)).Set("end", new DateOnly(2027, 11, 1)));

    private static async Task Outrank(Deals deals, long id)
    {
        var rival = (await deals.Desk.Create(Desk.Admin, "competitor", ("name", "深圳智造"))).Id;
        var draft = new Draft(deals.Desk.Form("opportunity")) { Id = id };
        draft.Lines["competitors"] = [new DraftLine(null, new Dictionary<string, object?> { ["competitor"] = rival, ["our_rank"] = 1m })];
        await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), draft);
    }
}
