using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Insight;

/// <summary>Reports and lists of the dashboards: by which limits and days they count, and in which order they stand.</summary>
public sealed class ReportTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_stuck_goes_by_the_limit_of_its_stage_or_by_silence(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var start = desk.Clock.Now;
        var late = await Deal(desk, "过了期限");
        desk.Clock.Now = start.AddDays(5);
        var early = await Deal(desk, "期限还早");
        await Deal(desk, "没有声音");
        desk.Clock.Now = start.AddDays(18);
        foreach (var deal in new[] { late, early }) await Speak(desk, deal);
        desk.Clock.Now = start.AddDays(22);

        var table = await Report(desk, Desk.Manager, "stuck");
        var card = Assert.IsType<WidgetData.Table>(await Widget(desk, Desk.Manager, "manager", "停滞商机"));

        Assert.Equal(2m, Assert.Single(table.Rows).Values[0]);
        Assert.Equal(["没有声音", "过了期限"], card.List.Select(r => (string)r.Values[0]!).Order(StringComparer.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_deal_won_early_counts_in_the_quarter_it_closed(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deal(desk, "提前", ("status", "won"), ("closed_at", new DateOnly(2026, 9, 28)), ("expected_close", new DateOnly(2026, 12, 31)), ("won_owner", Desk.OtherRep));
        await Deal(desk, "在谈", ("forecast_category", "commit"), ("expected_close", new DateOnly(2026, 12, 31)));
        foreach (var (type, period, amount) in new[] { ("month", "2026-10", 10m), ("month", "2026-11", 20m), ("quarter", "2026Q3", 70m), ("month", "2026-07", 1m) })
            await desk.Create(Desk.Admin, "sales_target", ("period_type", type), ("period", period), ("scope", "person"), ("subject", Desk.Rep), ("metric", "won_amount"), ("target", amount), ("owner", Desk.Manager));

        var table = await Report(desk, Desk.Manager, "quarterly_forecast");

        // Commit, best case, pipeline, closed, target: a target of the quarter stands before those of its months.
        Assert.Equal(["Q3 11: 0 0 0 0 70", "Q3 12: 100000 100000 0 100000 0", "Q4 11: 100000 100000 100000 0 30"],
            table.Rows.Select(r => $"Q{(((DateOnly)r.Keys[0]!).Month + 2) / 3} {r.Keys[1]}: {string.Join(' ', r.Values.Select(v => decimal.ToInt64(v ?? 0m)))}").Order(StringComparer.Ordinal));
        Assert.Equal([200_000m, 200_000m, 100_000m, 100_000m, 100m], table.Totals);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leads_for_today_stand_by_silence_and_those_with_a_later_date_wait(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var now = desk.Clock.Now.UtcDateTime;
        foreach (var (name, spoken, next) in new[] { ("昨天", 1, 0), ("九天", 9, 0), ("五天", 5, -1), ("以后", 8, 4) })
        {
            var lead = (await desk.Records.Save(System(desk), new Draft(desk.Form("lead")).Set("company_name", name + "机械有限公司").Set("contact_name", "马丽").Set("mobile", $"1380000{spoken:0000}").Set("source", "cold_call")
                .Set("status", "following").Set("owner", Desk.Rep))).Record.Id;
            var talk = new Draft(desk.Form("activity")).Set("target", new Engine.FieldTypes.RecordRef("lead", lead)).Set("type", "call").Set("content", "聊过").Set("follow_at", now.AddDays(-spoken)).Set("owner", Desk.Rep);
            await desk.Records.Save(System(desk), next == 0 ? talk : talk.Set("next_follow_at", now.AddDays(next)));
        }

        var today = Assert.IsType<WidgetData.Table>(await Widget(desk, Desk.Rep, "rep", "今日推荐线索"));

        Assert.Equal(["九天机械有限公司", "五天机械有限公司", "昨天机械有限公司"], today.List.Select(r => r.Values[0]));
    }

    private static Engine.Access.Actor System(Desk desk) => Engine.Access.Actor.System("test", desk.Directory);

    private static async Task<long> Deal(Desk desk, string name, params (string Key, object? Value)[] more)
    {
        var account = await desk.Create(Desk.Rep, "account", ("name", name + "精密机械有限公司"));
        var draft = new Draft(desk.Form("opportunity")).Set("name", name).Set("account", account.Id).Set("stage", "proposal").Set("win_rate", 50m).Set("status", "open").Set("forecast_category", "pipeline")
            .Set("amount", 100_000m).Set("start_date", new DateOnly(2026, 9, 1)).Set("expected_close", new DateOnly(2026, 12, 31)).Set("owner", Desk.Rep);
        foreach (var (key, value) in more) draft.Set(key, value);
        return (await desk.Records.Save(System(desk), draft)).Record.Id;
    }

    private static Task Speak(Desk desk, long deal) => desk.Records.Save(System(desk),
        new Draft(desk.Form("activity")).Set("target", new Engine.FieldTypes.RecordRef("opportunity", deal)).Set("type", "call").Set("content", "聊过").Set("follow_at", desk.Clock.Now.UtcDateTime).Set("owner", Desk.Rep));

    private static Task<ReportTable> Report(Desk desk, long member, string key)
    {
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(member));
        return insights.Load(actor, desk.App, desk.App.Definition.Reports.Single(r => r.Key == key), insights.Scope(actor, "this_year", null, null));
    }

    private static async Task<WidgetData> Widget(Desk desk, long member, string dashboard, string label)
    {
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(member));
        var board = desk.App.Dashboards.Single(d => d.Definition.Key == dashboard);
        return (await insights.Load(actor, desk.App, board, insights.Scope(actor, "this_month", null, null))).Single(w => w.Widget.Definition.Label.Zh == label).Data;
    }
}
