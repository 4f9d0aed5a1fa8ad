using Weir.Engine.Actions;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>The pipeline that begins with an initiation (立项): its review is an approval, and nothing goes on before it is granted.</summary>
public sealed class LeadToCashInitiationTests
{
    private const string Ask = "request.initiation";

    [Theory, OnSqlite, OnPostgres]
    public async Task The_next_stage_is_entered_once_the_manager_has_approved(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await InReview(deals);

        var refused = await deals.Refused(() => deals.Move(deal, "cooperation_talks"));
        Assert.Equal("GATE", refused.Code);
        Assert.Equal("还缺：立项审核通过", Assert.Single(refused.Errors).Message.Zh);
        var gate = await Gate(deals, deal);
        Assert.Equal((false, true, null, Ask), (gate.Holds, gate.Asked, gate.Standing?.State, gate.Fix?.Action));
        Assert.Equal(ProblemKind.NotFound, (await deals.Refused(() => deals.Act(Desk.Rep, deal, "pass_initiation", ("reason", "自己批")))).Kind);

        await deals.Act(Desk.Rep, deal, Ask, ("reason", "年度框架客户"));

        gate = await Gate(deals, deal);
        Assert.Equal((false, StandingState.Waiting, null), (gate.Holds, gate.Standing!.State, gate.Fix));
        Assert.Equal([Desk.Manager], gate.Standing.Members);
        Assert.Equal("GATE", (await deals.Refused(() => deals.Move(deal, "cooperation_talks"))).Code);

        deals.Desk.Clock.Now = deals.Desk.Clock.Now.AddHours(2);
        await Decide(deals, Desk.Manager, deal, "approval.approve");

        gate = await Gate(deals, deal);
        Assert.Equal((true, StandingState.Granted), (gate.Holds, gate.Standing!.State));
        var passed = await deals.Read(deal);
        Assert.Equal((1_000_000m, deals.Desk.Clock.Now.UtcDateTime, null), (passed["initiation_amount"], passed["initiation_at"], passed["flow_request"]));
        Assert.Equal(50m, (await deals.Move(deal, "cooperation_talks")).Record["win_rate"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_manager_refuses_stays_and_can_be_asked_for_again(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await InReview(deals);
        await deals.Act(Desk.Rep, deal, Ask, ("reason", "先立项"));

        await Decide(deals, Desk.Manager, deal, "approval.reject", ("comment", "预算未批"), ("to", "start"));

        var gate = await Gate(deals, deal);
        Assert.Equal((false, StandingState.Refused, "预算未批", Ask), (gate.Holds, gate.Standing!.State, gate.Standing.Comment, gate.Fix!.Action));
        Assert.Equal([Desk.Manager], gate.Standing.Members);
        Assert.Equal("GATE", (await deals.Refused(() => deals.Move(deal, "cooperation_talks"))).Code);
        Assert.Equal("initiation_review", (await deals.Read(deal))["stage"]);

        await deals.Act(Desk.Rep, deal, Ask, ("reason", "预算已批"));
        Assert.Equal(StandingState.Waiting, (await Gate(deals, deal)).Standing!.State);
        await Decide(deals, Desk.Rep, deal, "approval.withdraw");
        Assert.Null((await Gate(deals, deal)).Standing);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_comes_to_be_worth_more_than_was_approved_is_asked_for_again(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await InReview(deals);
        await deals.Act(Desk.Rep, deal, Ask, ("reason", "年度框架客户"));
        // While it waits it grows: what was asked for is what is approved.
        var lines = (await deals.Read(deal)).Lines(deals.Desk.Form("opportunity")["lines"]);
        var more = new Draft(deals.Desk.Form("opportunity")) { Id = deal };
        more.Lines["lines"] = [.. lines.Select((l, i) => new DraftLine(l.Id, i < lines.Count - 1 ? [] : new Dictionary<string, object?> { ["list_price"] = 560_000m }))];
        await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), more);
        await Decide(deals, Desk.Manager, deal, "approval.approve");

        Assert.Equal(1_000_000m, (await deals.Read(deal))["initiation_amount"]);
        var gate = await Gate(deals, deal);
        Assert.Equal((false, StandingState.Granted, Ask), (gate.Holds, gate.Standing!.State, gate.Fix!.Action));

        await deals.Act(Desk.Rep, deal, Ask, ("reason", "范围扩大"));
        await Decide(deals, Desk.Manager, deal, "approval.approve");
        await deals.Move(deal, "cooperation_talks");
        Assert.Equal(("cooperation_talks", 1_500_000m), ((await deals.Read(deal))["stage"], (await deals.Read(deal))["initiation_amount"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_manager_does_not_decide_on_their_own_and_other_pipelines_ask_nothing(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var own = await InReview(deals);
        await deals.Act(Desk.Manager, own, Ask, ("reason", "大客户"));
        Assert.DoesNotContain(Desk.Manager, (await Gate(deals, own)).Standing!.Members);

        var plain = await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "乙"), ("account", (await deals.Read(own))["account"]), ("amount", 1m));
        Assert.Equal("action.not_now", (await deals.Refused(() => deals.Act(Desk.Rep, plain.Id, Ask, ("reason", "x")))).Code);
        Assert.DoesNotContain(await deals.Desk.Records.Actions(deals.Desk.Actor(Desk.Rep), plain.Form, plain.Id), a => a.Key == Ask);
        Assert.All((await deals.Stages.Of(deals.Desk.Actor(Desk.Rep), plain.Form, plain.Id))!.Gates, g => Assert.False(g.Asked));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_pipeline_is_chosen_with_a_reason_and_not_by_editing(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Ready(deal);
        await deals.Move(deal.Id, "needs_confirmed");

        var edited = await deals.Refused(async () => await deals.Desk.Change(Desk.Admin, await deals.Read(deal.Id), ("pipeline", "initiation")));
        Assert.Equal(("pipeline", "field.locked"), (Assert.Single(edited.Errors).Field, edited.Errors[0].Code));
        Assert.Contains("更换流程", edited.Errors[0].Message.Zh, StringComparison.Ordinal);
        Assert.True((await deals.Desk.Query.Get(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id)).State.Locked(deal.Form["pipeline"]));
        Assert.Equal("reason", Assert.Single((await deals.Refused(() => deals.Act(Desk.Rep, deal.Id, "pipeline.change", ("to_pipeline", "initiation")))).Errors).Field);
        Assert.Equal("to_pipeline", Assert.Single((await deals.Refused(() => deals.Act(Desk.Rep, deal.Id, "pipeline.change", ("to_pipeline", "standard"), ("reason", "x")))).Errors).Field);

        await deals.Act(Desk.Rep, deal.Id, "pipeline.change", ("to_pipeline", "initiation"), ("reason", "客户要求先立项"));

        var changed = await deals.Read(deal.Id);
        Assert.Equal(("initiation", "new_opportunity", 10m), (changed["pipeline"], changed["stage"], changed["win_rate"]));
        var stay = (await deals.Stages.Of(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id))!.Stays[^1];
        Assert.Equal(("新建商机", "客户要求先立项", "立项流程"), (stay.Stage.Zh, stay.Note, stay.Into?.Zh));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task From_one_first_stage_to_the_same_one_of_another_pipeline_is_a_new_stay(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        deals.Desk.Clock.Now = deals.Desk.Clock.Now.AddDays(3);

        await deals.Act(Desk.Rep, deal.Id, "pipeline.change", ("to_pipeline", "solution"), ("reason", "定制方案"));

        var path = (await deals.Stages.Of(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id))!;
        Assert.Equal([(null, 3), ("方案型流程", 0)], path.Stays.Select(s => (s.Into?.Zh, s.Days(deals.Desk.Clock.Now.UtcDateTime))));
        Assert.Equal("supporter_found", path.Next!.Key);
    }

    private static async Task<long> InReview(Deals deals)
    {
        var deal = await deals.Hengli(("pipeline", "initiation"), ("demand", "装配线提速 20%"));
        await deals.Desk.Change(Desk.Rep, await deals.Read(deal.Id), ("amount", 1_000_000m));
        await deals.Move(deal.Id, "initiation_review");
        return deal.Id;
    }

    private static async Task<GateState> Gate(Deals deals, long deal) =>
        Assert.Single((await deals.Stages.Before(deals.Desk.Actor(Desk.Rep), deals.Desk.Form("opportunity"), deal, "cooperation_talks")).Gates);

    private static Task Decide(Deals deals, long member, long deal, string verb, params (string Key, object? Value)[] answers)
    {
        var form = deals.Desk.Form("opportunity");
        var draft = form.Action(verb)!.Ask is { } ask ? new Draft(ask) : null;
        foreach (var (key, value) in answers) draft!.Set(key, value);
        return deals.Desk.Records.Act(deals.Desk.Actor(member), form, deal, verb, draft);
    }
}
