using Weir.Engine.Access;
using Weir.Engine.Capabilities.Snapshots;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>The night keeps how the forecast stands; later it shows how right it was.</summary>
public sealed class SnapshotTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_snapshot_keeps_the_open_deals_of_each_person_and_stage_once_a_day(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        foreach (var (owner, amount, close) in new[] { (Desk.Rep, 100_000m, 11), (Desk.Rep, 300_000m, 11), (Desk.Rep, 500_000m, 12), (Desk.OtherRep, 700_000m, 11) }) await Deal(desk, owner, amount, close);

        Assert.Equal(3, await Take(desk));
        Assert.Equal(0, await Take(desk));

        var form = desk.Form("forecast_snapshot");
        var rows = await desk.Query.List(desk.Actor(Desk.Rep), new ListQuery(form) { Columns = [.. new[] { "day", "owner", "stage", "forecast_category", "expected_month", "deals", "amount", "weighted_amount" }.Select(c => form.Path(c)!)], Sort = [(form.Path("expected_month")!, false)] });
        Assert.Equal(
            [[new DateOnly(2026, 11, 2), Desk.Rep, "first_contact", "pipeline", new DateOnly(2026, 11, 1), 2m, 400_000m, 40_000m], [new DateOnly(2026, 11, 2), Desk.Rep, "first_contact", "pipeline", new DateOnly(2026, 12, 1), 1m, 500_000m, 50_000m]],
            rows.Rows.Select(r => r.Values.ToArray()));
        Assert.Equal(3, await desk.Query.Count(desk.Actor(Desk.Manager), new ListQuery(form)));

        desk.Clock.Now = desk.Clock.Now.AddDays(1);
        await Deal(desk, Desk.Rep, 50_000m, 11);
        Assert.Equal(3, await Take(desk));
        Assert.Equal([40_000m, 45_000m], (await Trend(desk)).Where(p => p is not null).Select(p => p - 50_000m - 70_000m));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_expected_at_the_start_of_a_month_is_held_against_what_was_won(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        desk.Clock.Now = new(2026, 10, 31, 16, 30, 0, TimeSpan.Zero);
        var deal = await Deal(desk, Desk.Rep, 900_000m, 11);
        await Deal(desk, Desk.Rep, 9_000_000m, 12);
        await Take(desk);
        desk.Clock.Now = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);
        var won = new Draft(deal.Form) { Id = deal.Id, ByAction = true }.Set("stage", "signed").Set("amount", 100_000m);
        await desk.Records.Save(System(desk), won);

        // 90,000 expected, 100,000 won.
        Assert.Equal(90m, (await Rows(desk))["预测准确率"]);
    }

    private static Actor System(Desk desk) => Actor.System("test", desk.Directory, quiet: true);

    private static Task<int> Take(Desk desk) => TakeSnapshots.Take(desk.Query, desk.Records, System(desk), Snapshots.Book(desk.Form("forecast_snapshot"))!, DateOnly.FromDateTime(desk.Clock.Now.UtcDateTime.AddHours(8)), CancellationToken.None);

    private static async Task<Record> Deal(Desk desk, long owner, decimal amount, int closes)
    {
        var account = await desk.Create(Desk.Admin, "account", ("name", $"客户{desk.Ids.Next()}"), ("owner", owner));
        return (await desk.Records.Save(System(desk), new Draft(desk.Form("opportunity")).Set("name", "单").Set("account", account.Id).Set("amount", amount).Set("owner", owner).Set("expected_close", new DateOnly(2026, closes, 20)))).Record;
    }

    private static async Task<WidgetData> Widget(Desk desk, string label)
    {
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(Desk.Manager));
        var dashboard = desk.App.Dashboards.Single(d => d.Definition.Key == "manager");
        return (await insights.Load(actor, desk.App, dashboard, dashboard.Definition.Widgets.Index().Single(w => w.Item.Label.Zh == label).Index, insights.Scope(actor, "this_month", null, null)))!;
    }

    private static async Task<Dictionary<string, decimal?>> Rows(Desk desk) => Assert.IsType<WidgetData.Figures>(await Widget(desk, "覆盖与流失")).Rows.ToDictionary(r => r.Label.Zh, r => r.Value);

    private static async Task<IEnumerable<decimal?>> Trend(Desk desk) => Assert.IsType<PlotData>(await Widget(desk, "预测走势")).Points.Select(p => p.Values[0]);
}
