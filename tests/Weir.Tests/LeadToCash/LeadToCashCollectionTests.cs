using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>How soon money comes in: the days of sales that are outstanding, and the part of what was due that came on time.</summary>
public sealed class LeadToCashCollectionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_instalment_is_on_time_when_its_last_payment_came_by_its_day(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, 270_000m, "2026-11-25"), (70m, 630_000m, "2026-12-20"))));

        chain.Desk.Clock.Now = At("2026-11-24");
        var first = await Receive(chain, 270_000m);
        Assert.Equal((null, 63m), await Cards(chain));
        chain.Desk.Clock.Now = At("2026-11-26");
        Assert.Equal((100m, 63m), await Cards(chain));
        chain.Desk.Clock.Now = At("2026-12-28");
        await Receive(chain, 630_000m);
        Assert.Equal((50m, 0m), await Cards(chain));
        await chain.Act(Desk.Finance, "payment", first, "reverse", ("remark", "退票"));
        Assert.Equal((0m, 27m), await Cards(chain));
    }

    private static async Task<long> Receive(QuoteToCash chain, decimal amount)
    {
        var day = DateOnly.FromDateTime(chain.Desk.Clock.Now.UtcDateTime);
        var paid = (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("amount", amount), ("method", "cash"), ("received_at", day))).Saves.Single(s => s.Created).Record.Id;
        await chain.Act(Desk.Finance, "payment", paid, "approval.approve");
        return paid;
    }

    private static async Task<(decimal? OnTime, decimal? Days)> Cards(QuoteToCash chain)
    {
        var (insights, actor) = (new Insights(chain.Desk.Query, chain.Desk.Clock), chain.Desk.Actor(Desk.Finance));
        var dashboard = chain.Desk.App.Dashboards.Single(d => d.Definition.Key == "contract_payment");
        return (await Card("按时回款率"), await Card("应收周转天数"));

        async Task<decimal?> Card(string label) => Assert.IsType<WidgetData.Card>(await insights.Load(
            actor, chain.Desk.App, dashboard, dashboard.Definition.Widgets.Index().Single(w => w.Item.Label.Zh == label).Index, insights.Scope(actor, "this_year", null, null))).Value;
    }

    private static DateTimeOffset At(string day) => new(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture).AddHours(10), TimeSpan.FromHours(8));
}
