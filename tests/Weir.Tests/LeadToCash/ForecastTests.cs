using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>The figures of the funnel and the forecast as the scenario states them, to the digit.</summary>
public sealed class ForecastTests
{
    private static readonly (string Stage, decimal Rate, string Status, string Forecast)[] Five =
    [
        ("first_contact", 10m, "open", "pipeline"), ("needs_confirmed", 30m, "open", "pipeline"), ("proposal", 50m, "open", "best_case"), ("negotiation", 70m, "open", "commit"), ("signed", 100m, "won", "closed"),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_step_15_five_stages_of_a_million_weigh_260_of_500(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Funnel(desk);

        var manager = await Load(desk, Desk.Manager, "manager");

        var funnel = manager.OfType<WidgetData.Funnel>().Single();
        Assert.Equal((5L, 5_000_000m, 2_600_000m), (funnel.Count, funnel.Amount, funnel.Weighted));
        Assert.Equal([100_000m, 300_000m, 500_000m, 700_000m, 1_000_000m], funnel.Steps.Select(s => s.Weighted));
        var cards = manager.OfType<WidgetData.Card>().ToList();
        Assert.Equal((2_600_000m, 5_000_000m), (cards[0].Value, cards[0].Goal));
        Assert.Equal(2_400_000m, cards[1].Value);
        Assert.Equal(4_615_384.62m, decimal.Round(cards[1].Second!.Value.Value!.Value, 2));
        Assert.Equal((1_000_000m, 20m), (cards[2].Value, cards[2].Second!.Value.Value));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_figure_counts_only_what_its_reader_may_see_and_leads_to_those_records(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Funnel(desk);

        var own = (await Load(desk, Desk.Rep, "rep", Desk.Rep)).OfType<WidgetData.Funnel>().Single();
        var other = (await Load(desk, Desk.SouthRep, "rep")).OfType<WidgetData.Funnel>().Single();

        Assert.Equal((3L, 3_000_000m), (own.Count, own.Amount));
        Assert.Empty(other.Steps);
        var proposal = (await Load(desk, Desk.Manager, "manager")).OfType<WidgetData.Funnel>().Single().Steps.Single(s => (string?)s.Key == "proposal");
        var behind = await desk.Query.List(desk.Actor(Desk.Manager), new ListQuery(desk.Form("opportunity")) { Where = Engine.Conditions.Condition.Compile(desk.Form("opportunity"), proposal.Leads.Where) });
        Assert.Single(behind.Rows);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_dashboard_and_report_is_reckoned_for_every_role_that_may_see_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Funnel(desk);
        var insights = new Insights(desk.Query, desk.Clock);

        foreach (var member in new[] { Desk.Admin, Desk.Manager, Desk.Rep, Desk.Finance, Desk.Executive, Desk.Commercial })
        {
            var actor = desk.Actor(member);
            foreach (var dashboard in desk.App.Dashboards.Where(d => d.For(actor)))
                Assert.NotEmpty(await insights.Load(actor, desk.App, dashboard, insights.Scope(actor, "this_year", null, null)));
        }
        foreach (var report in desk.App.Definition.Reports)
        {
            var table = await insights.Load(desk.Actor(Desk.Admin), desk.App, report, insights.Scope(desk.Actor(Desk.Admin), "this_year", null, null));
            Assert.All(table.Rows, r => Assert.Equal(report.Measures.Count(m => !m.Hidden), r.Values.Count));
        }
        Assert.Equal(9, desk.App.Definition.Reports.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_report_adds_up_by_month_and_stage(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Funnel(desk);
        var insights = new Insights(desk.Query, desk.Clock);
        var actor = desk.Actor(Desk.Manager);

        var table = await insights.Load(actor, desk.App, desk.App.Definition.Reports.Single(r => r.Key == "pipeline"), insights.Scope(actor, InsightScope.Any, null, null));

        Assert.Equal((4, 4_000_000m, 1_600_000m), (table.Rows.Count, table.Rows.Sum(r => r.Values[1]), table.Rows.Sum(r => r.Values[2])));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_best_and_the_worst_source_of_leads_are_marked(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var system = Engine.Access.Actor.System("test", desk.Directory);
        foreach (var (n, source, status) in new[] { (1, "cold_call", "converted"), (2, "cold_call", "following"), (3, "advertising", "converted"), (4, "phone_inquiry", "following") })
            await desk.Records.Save(system, new Draft(desk.Form("lead")).Set("company_name", $"第{n}号机械有限公司").Set("contact_name", "马丽").Set("mobile", $"1380000000{n}").Set("source", source).Set("status", status).Set("owner", Desk.Rep));
        var insights = new Insights(desk.Query, desk.Clock);
        var actor = desk.Actor(Desk.Manager);

        var table = await insights.Load(actor, desk.App, desk.App.Definition.Reports.Single(r => r.Key == "lead_sources"), insights.Scope(actor, "this_month", null, null));

        Assert.Equal([("advertising", 1m, 1m, 100m, 0m), ("phone_inquiry", 1m, 0m, 0m, 0m), ("cold_call", 2m, 1m, 50m, 0m)],
            table.Rows.Select(r => ((string)r.Keys[0]!, r.Values[0]!.Value, r.Values[1]!.Value, r.Values[2]!.Value, r.Values[3]!.Value)));
        Assert.Equal((100m, 0m), table.Ends(2));
        Assert.Null(table.Ends(0));
    }

    private static async Task Funnel(Desk desk)
    {
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"));
        var system = Engine.Access.Actor.System("test", desk.Directory);
        foreach (var (i, (stage, rate, status, forecast)) in Five.Index())
        {
            var draft = new Draft(desk.Form("opportunity")).Set("name", "商机" + stage).Set("account", account.Id).Set("stage", stage).Set("win_rate", rate).Set("status", status).Set("forecast_category", forecast)
                .Set("amount", 1_000_000m).Set("start_date", new DateOnly(2026, 10, 20)).Set("expected_close", new DateOnly(2026, 12, 31)).Set("owner", i % 2 == 0 ? Desk.Rep : Desk.OtherRep);
            if (status == "won") draft.Set("closed_at", new DateOnly(2026, 11, 5)).Set("won_owner", Desk.Rep);
            await desk.Records.Save(system, draft);
        }
        foreach (var (person, amount) in new[] { (Desk.Rep, 3_000_000m), (Desk.OtherRep, 2_000_000m) })
            await desk.Records.Save(desk.Actor(Desk.Admin), new Draft(desk.Form("sales_target")).Set("period_type", "month").Set("period", "2026-11").Set("scope", "person").Set("subject", person).Set("metric", "won_amount").Set("target", amount).Set("owner", Desk.Manager));
    }

    private static async Task<List<WidgetData>> Load(Desk desk, long member, string key, long? member2 = null)
    {
        var insights = new Insights(desk.Query, desk.Clock);
        var actor = desk.Actor(member);
        return [.. (await insights.Load(actor, desk.App, desk.App.Dashboards.Single(d => d.Definition.Key == key), insights.Scope(actor, "this_month", member2, null))).Select(w => w.Data)];
    }
}
