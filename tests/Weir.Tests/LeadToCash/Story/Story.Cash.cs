using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Tests.Capabilities.Reminders;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash.Story;

/// <summary>Steps 23 to 30: instalments, payments, invoices, deliveries, what it earned, and who keeps what.</summary>
internal sealed partial class Story
{
    private const string TaxNo = "91320505MA1MABCD2X";

    private List<Record> plan = [];

    public async Task Step23_instalments_must_add_up()
    {
        var refused = await Refused(() => Plan(530_000m));
        Assert.Equal("plan", Assert.Single(refused.Errors).Field);
        plan = [.. (await Plan(540_000m)).Saves.Where(s => s.Created).Select(s => s.Record)];
        Assert.Equal([270_000m, 540_000m, 90_000m], plan.Select(p => p["amount"]));
        Assert.All(plan, p => Assert.Equal("awaiting", p["status"]));
        Assert.Equal(900_000m, (await Contract())["planned_total"]);
    }

    private Task<Engine.Actions.Acted> Plan(decimal second) => Act(Desk.Rep, "contract", contract, "plan", draft => draft.Lines["plan"] =
    [
        .. new[] { (30m, 270_000m, On(11, 25)), (60m, second, On(12, 20)), (10m, 90_000m, new DateOnly(2027, 11, 20)) }
            .Select(l => new DraftLine(null, Row(("milestone", "other"), ("percent", l.Item1), ("amount", l.Item2), ("due_date", l.Item3)))),
    ]);

    public async Task Step24_the_seller_and_finance_are_reminded_once()
    {
        var memo = new Memo(desk);
        Today(11, 21);
        await memo.Round.Begin(desk.App, desk.Clock.Now.UtcDateTime);
        Today(11, 22);
        await memo.Look();
        Assert.Equal([$"{Desk.Rep} due_soon", $"{Desk.Finance} due_soon"], await memo.Told("due_soon"));
        await memo.Look();
        Assert.Equal(2, (await memo.Told("due_soon")).Count);
    }

    public async Task Step24_only_what_finance_confirms_is_received()
    {
        Today(11, 25);
        var payment = await Receive(plan[0], 270_000m);
        Assert.Equal(0m, (await Contract())["received_total"]);
        Assert.Equal(ProblemKind.Forbidden, (await Refused(() => Act(Desk.Rep, "payment", payment, "approval.approve"))).Kind);
        await Act(Desk.Finance, "payment", payment, "approval.approve");
        Assert.Equal((270_000m, 630_000m, 30m), ((await Contract())["received_total"], (await Contract())["receivable"], (await Contract())["collection_rate"]));
        Assert.Equal("completed", (await desk.Read("payment_plan", plan[0].Id))["status"]);
    }

    private async Task<long> Receive(Record instalment, decimal amount) =>
        (await Act(Desk.Rep, "contract", contract, "receive", ("plan", instalment.Id), ("amount", amount), ("method", "transfer"), ("received_at", DateOnly.FromDateTime(desk.Clock.Now.UtcDateTime)), ("voucher", new[] { await File(Desk.Rep, "contract", "回单.pdf") })))
            .Saves.Single(s => s.Created).Record.Id;

    public async Task Step25_invoices_stay_within_what_is_not_invoiced()
    {
        Today(11, 26);
        var invoice = (await Act(Desk.Rep, "contract", contract, "bill", ("amount", 270_000m), ("tax_no", TaxNo))).Saves.Single(s => s.Created).Record;
        Assert.Equal((238_938.05m, 31_061.95m), (invoice["net"], invoice["tax"]));
        await Act(Desk.Rep, "invoice", invoice.Id, "approval.submit");
        await Act(Desk.Finance, "invoice", invoice.Id, "approval.approve");
        await Act(Desk.Finance, "invoice", invoice.Id, "issue", ("invoice_no", "12345678"), ("invoice_date", On(11, 26)));
        Assert.Equal("amount", Assert.Single((await Refused(() => Act(Desk.Rep, "contract", contract, "bill", ("amount", 640_000m), ("tax_no", TaxNo)))).Errors).Field);
        Assert.Equal(630_000m, (await Contract())["uninvoiced"]);
    }

    public async Task Step26_deliveries_stay_within_what_remains()
    {
        Today(11, 30);
        foreach (var said in new[] { "交付前确认现场", "约定安装调试" })
            await desk.Create(Desk.Rep, "activity", ("target", new Engine.FieldTypes.RecordRef("contract", contract)), ("type", "visit"), ("content", said));
        await Ship(await Deliver(1m, 2m, 0m));
        Assert.Equal(77m, (await Contract())["delivery_rate"]);
        Assert.Contains((await Refused(() => Deliver(0m, 3m, 0m))).Errors, e => e.Field == "items");
        Today(12, 15);
        await Ship(await Deliver(0m, 2m, 1m));
        Assert.Equal((100m, "executing"), ((await Contract())["delivery_rate"], (await Contract())["status"]));
    }

    private async Task<long> Deliver(params decimal[] quantities)
    {
        var lines = (await Contract()).Lines(desk.Form("contract")["lines"]).Select(l => l.Id).ToList();
        return (await Act(Desk.Delivery, "contract", contract, "deliver", draft => draft.Lines["items"] = [.. draft.Lines["items"].Select(l => new DraftLine(l.Id, Row(("qty", quantities[lines.IndexOf(l.Id!.Value)]))))])).Open!.Value.Id;
    }

    private Task Ship(long delivery) => Act(Desk.Delivery, "delivery", delivery, "ship", ("actual_date", DateOnly.FromDateTime(desk.Clock.Now.UtcDateTime)));

    public async Task Step27_ageing_and_the_last_payments()
    {
        Today(12, 28);
        await Night();
        var ageing = Assert.IsType<PlotData>(await Widget(Desk.Finance, "contract_payment", "账龄", "this_year")).Points.ToDictionary(p => (string)p.Key!, p => p.Values[0]!.Value);
        Assert.Equal((540_000m, 90_000m), (ageing["days_1_30"], ageing["not_due"]));
        Assert.Equal(8m, (await desk.Read("payment_plan", plan[1].Id))["overdue_days"]);
        Today(12, 29);
        await Act(Desk.Finance, "payment", await Receive(plan[1], 300_000m), "approval.approve");
        Assert.Equal(240_000m, (await desk.Read("payment_plan", plan[1].Id))["outstanding"]);
        Assert.Equal((330_000m, 63.33m), ((await Contract())["receivable"], (await Contract())["collection_rate"]));
        Today(12, 30);
        await Act(Desk.Finance, "payment", await Receive(plan[1], 240_000m), "approval.approve");
        Assert.Equal((90_000m, 90m), ((await Contract())["receivable"], (await Contract())["collection_rate"]));
        Assert.Equal("amount", Assert.Single((await Refused(() => Receive(plan[2], 100_000m))).Errors).Field);
    }

    /// <summary>What follows from the calendar alone is computed anew each night.</summary>
    private async Task Night()
    {
        foreach (var form in new[] { "payment_plan", "opportunity" })
            await desk.Records.Recompute(Weir.Engine.Access.Actor.System("night", desk.Directory), desk.Form(form), 0, 1000);
    }

    public async Task Step28_what_the_contract_earned()
    {
        var draft = new Draft(desk.Form("expense")).Set("contract", contract);
        draft.Lines["items"] = [new DraftLine(null, Row(("type", "travel"), ("amount", 3_200m), ("date", On(12, 16))))];
        var expense = (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record.Id;
        await Act(Desk.Rep, "expense", expense, "approval.submit");
        await Act(Desk.Manager, "expense", expense, "approval.approve");
        await Act(Desk.Finance, "expense", expense, "approval.approve");
        Assert.Equal((216_800m, 24.09m), ((await Contract())["gross_profit"], (await Contract())["gross_margin"]));

        var earned = await All("commission");
        Assert.Equal([5_400m, 6_000m, 4_800m], earned.OrderBy(c => c.Id).Select(c => c["amount"]));
        Assert.All(earned, c => Assert.Equal(Desk.Rep, c["owner"]));

        var exhibition = await desk.Read("campaign", campaign);
        Assert.Equal((10_000m, 14m, 12.5m), (exhibition["cpl"], exhibition["roi"], exhibition["roi_received"]));
        Assert.Equal(194_800m, (await desk.Read("account", account))["ltv"]);

        Assert.Equal((900_000m, 60m, 600_000m), await Target("month", "2026-11", "contract_amount", 1_500_000m));
        Assert.Equal((810_000m, 81m, 190_000m), await Target("quarter", "2026Q4", "received_amount", Million));
    }

    private async Task<(object?, object?, object?)> Target(string type, string period, string metric, decimal target)
    {
        var id = (await desk.Create(Desk.Manager, "sales_target", ("period_type", type), ("period", period), ("scope", "person"), ("subject", Desk.Rep), ("metric", metric), ("target", target))).Id;
        var seen = await desk.Read("sales_target", id, Desk.Rep);
        return (seen["actual"], seen["rate"], seen["gap"]);
    }

    public async Task Step29_the_quarter_in_figures()
    {
        Today(12, 31);
        Assert.Equal((66.67m, 2m), (decimal.Round((await Card(Desk.Executive, "manager", "赢单率", "this_quarter")).Value!.Value, 2), (await Card(Desk.Executive, "manager", "赢单率", "this_quarter")).Second));
        Assert.Equal((15m, 950_000m), await Card(Desk.Executive, "manager", "平均周期", "this_quarter"));
        var stages = Assert.Single(Assert.IsType<WidgetData.Stages>(await Widget(Desk.Executive, "manager", "阶段转化", "this_quarter")).Ways).Rows;
        Assert.Equal([5L, 5L, 4L, 3L, 2L], stages.Select(s => s.Count));
        Assert.Equal([null, 100m, 80m, 75m, 66.67m], stages.Select(s => s.Onward));
        Assert.Equal([66.67m, 66.67m, 66.67m, 66.67m, 100m], stages.Select(s => s.Past));
        Assert.Equal([10m, 30m, 50m, 70m, 100m], stages.Select(s => s.Set));
        Assert.Equal([history["联创"], history["海星"], history["申工"], deal], (await All("opportunity", stages[2].Leads.Where)).Select(o => o.Id).OrderBy(id => id == deal ? long.MaxValue : id));
        var ranking = Assert.IsType<WidgetData.Ranking>(await Widget(Desk.Rep, "rep", "积分排行", "this_quarter")).Rows;
        var first = Assert.Single(ranking, r => r.Mine);
        Assert.Equal((1, 155m, "14/10/50/81"), (first.Rank, first.Score, string.Join('/', first.Parts.Select(p => p.Points.ToString("0", System.Globalization.CultureInfo.InvariantCulture)))));
        Assert.Equal(["首单"], first.Badges.Select(b => b.Label.Zh));
        Assert.Equal([Desk.Rep, Desk.OtherRep], ranking.Select(r => r.Member));
        var forecast = await Lines(Desk.Executive, "预测类别", "this_quarter");
        Assert.Equal((1_900_000m, 2_900_000m, 2_000_000m, 1_900_000m), (forecast["承诺"], forecast["最佳"], forecast["途径"], forecast["已成交"]));
        var way = (await new Traces(desk.Database, desk.Query, desk.Clock).Load(desk.Actor(Desk.Executive), desk.App.Traces[0], desk.Form("contract"), contract)).ToDictionary(s => s.Of.Form.Key, s => s.Items.Select(i => i.Id).ToList());
        Assert.Equal([campaign, Hengli.Id, deal, quote, contract], new[] { "campaign", "lead", "opportunity", "quote", "contract" }.Select(f => Assert.Single(way[f])));
        Assert.Equal((2, 3, 3), (way["delivery"].Count, way["payment_plan"].Count, way["payment"].Count));
        Assert.Equal(211_111.11m, decimal.Round((await Card(Desk.Executive, "manager", "销售速度", "this_quarter")).Value!.Value, 2));
    }

    public async Task Step29_the_nine_reports()
    {
        Today(12, 31);
        Assert.Equal(9, desk.App.Definition.Reports.Count);
        Assert.Equal([$"{Desk.Rep}: 1 0"], await Lines("active_accounts"));
        Assert.Equal([$"{Desk.Rep}: 3 900000", $"{Desk.OtherRep}: 3 0"], await Lines("account_owners"));
        Assert.Equal(["campaign: 6 71.98 4", "purchased_list: 19 - -"], await Lines("lead_lifetime"));
        Assert.Equal(["campaign: 6 1 16.67 900000 60000", "purchased_list: 19 0 0 0 -"], await Lines("lead_sources"));
        Assert.Equal(["2026-12-01 needs_confirmed: 1 1000000 300000", "2026-12-01 proposal: 1 1000000 500000"], await Lines("pipeline"));
        Assert.Equal([$"{Desk.Rep}: 1 1000000", $"{Desk.OtherRep}: 1 1000000"], (await Lines("stuck")).Order(StringComparer.Ordinal));
        Assert.Equal(["2026-11-01: 2 1 66.67 1900000 1000000 15"], await Lines("closed"));
        Assert.Empty((await Report("contact_roles")).Listed);
        Assert.Equal([$"2026-10-01 {Desk.Rep}: 900000 1900000 1000000 900000 3000000", $"2026-10-01 {Desk.OtherRep}: 1000000 1000000 1000000 1000000 2000000"], await Lines("quarterly_forecast"));
        var quarter = await Report("quarterly_forecast");
        Assert.Equal([1_900_000m, 2_900_000m, 2_000_000m, 1_900_000m, 5_000_000m], quarter.Totals);
        Assert.Equal(["联创"], (await All("opportunity", quarter.Rows[0].Where)).Select(o => o["name"]));
        Assert.Equal([deal], (await All("opportunity", quarter.Rows[0].Behind[3]!.Where)).Select(o => o.Id));
        Assert.Empty((await Report("quarterly_forecast", "last_year")).Rows);
        var months = Assert.IsType<PlotData>(await Widget(Desk.Finance, "contract_payment", "开票与回款", "this_year")).Points.Where(p => p.Key is DateOnly { Year: 2026, Month: > 10 }).Select(p => (p.Values[0] ?? 0m, p.Values[1] ?? 0m));
        Assert.Equal([(270_000m, 270_000m), (0m, 540_000m)], months);
    }

    /// <summary>The lines of a report of this year in words: keys, then figures.</summary>
    private async Task<IEnumerable<string>> Lines(string report)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return (await Report(report)).Rows.Select(r => string.Join(' ', r.Keys.Select(k => k switch { null => "-", DateOnly day => day.ToString("yyyy-MM-dd", culture), _ => string.Create(culture, $"{k}") }))
            + ": " + string.Join(' ', r.Values.Select(v => v?.ToString("0.##", culture) ?? "-")));
    }

    private Task<ReportTable> Report(string key, string period = "this_year", long member = Desk.Executive)
    {
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(member));
        return insights.Load(actor, desk.App, desk.App.Definition.Reports.Single(r => r.Key == key), insights.Scope(actor, period, null, null));
    }

    public async Task Step30_everybody_sees_only_what_is_theirs()
    {
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => desk.Read("opportunity", deal, Desk.SouthRep))).Kind);
        Assert.Null((await Contract(Desk.Rep))["cost_total"]);
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => Count("lead", null, Desk.Finance))).Kind);
        var team = await desk.Query.List(desk.Actor(Desk.Manager), new ListQuery(desk.Form("opportunity")) { Columns = [desk.Form("opportunity").Path("owner")!] });
        Assert.All(team.Rows, r => Assert.Contains((long)r.Values[0]!, new[] { Desk.Rep, Desk.OtherRep }));
    }

    public async Task Step30_who_leaves_hands_over_and_keeps_the_credit()
    {
        var admin = desk.Actor(Desk.Admin);
        var draft = new Draft(desk.Form("expense")).Set("opportunity", history["天华"]);
        draft.Lines["items"] = [new DraftLine(null, Row(("type", "travel"), ("amount", 100m), ("date", On(12, 30))))];
        var pending = (await desk.Records.Save(desk.Actor(Desk.OtherRep), draft)).Record;
        await desk.Create(Desk.OtherRep, "task", ("subject", "回访天华"), ("target", new Weir.Engine.FieldTypes.RecordRef("opportunity", history["天华"])), ("due_at", desk.Clock.Now.UtcDateTime));
        var handovers = new Weir.Engine.Handover.Handovers(desk.Database, desk.Apps, desk.Records, desk.Clock);
        var before = await handovers.Count(admin, Desk.OtherRep);
        Assert.Equal(3, before.Forms.Single(f => f.Form.Key == "opportunity").Owned);
        Assert.Equal("handover.nobody", (await Refused(() => handovers.Run(admin, Desk.OtherRep, new([], new Dictionary<string, IReadOnlyList<long>>())))).Code);
        Assert.Equal(ProblemKind.Forbidden, (await Refused(() => handovers.Run(desk.Actor(Desk.Manager), Desk.OtherRep, new([Desk.Rep], new Dictionary<string, IReadOnlyList<long>>())))).Kind);

        var result = await handovers.Run(admin, Desk.OtherRep, new([Desk.Rep], new Dictionary<string, IReadOnlyList<long>>(), "离职"));

        Assert.Empty(result.Left);
        Assert.Equal(0, (await handovers.Count(admin, Desk.OtherRep)).Total);
        Assert.Equal(Desk.Rep, (await desk.Read("opportunity", history["天华"]))["owner"]);
        Assert.Equal(Desk.Rep, (await desk.Read("expense", pending.Id))["owner"]);
        Assert.Equal(1_700_000m, await Sum("opportunity", "weighted_amount", new() { All = [Is("owner", Desk.Rep), Is("status", new[] { "open", "won" }), Is("won_owner", "is_not", Desk.OtherRep)] }));
        Assert.Equal((Desk.Rep, Desk.OtherRep), ((await desk.Read("opportunity", history["申工"]))["owner"], (await desk.Read("opportunity", history["申工"]))["won_owner"]));
        Assert.Equal(2_700_000m, await Forecast());
        Assert.Equal(0, await Count("task", new() { All = [Is("assignee", Desk.OtherRep), Is("status", new[] { "todo", "doing" })] }));
        var log = await desk.Query.Ownership(admin, desk.Form("opportunity"), history["天华"]);
        Assert.Equal((OwnershipKind.Transfer, "离职", Desk.Admin, (long?)Desk.OtherRep, (long?)Desk.Rep), (log[0].Kind, log[0].Note, log[0].By, log[0].From, log[0].To));
    }
}
