using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>Where the amount of a contract is not the sum of its lines, where it ends early, and where nothing is set up yet.</summary>
public sealed class LeadToCashMoneyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_with_an_extra_discount_is_delivered_in_full_and_completes(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer(("extra_discount", 30_000m));
        await chain.Sign();
        var signed = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal((870_000m, -30_000m, "捌拾柒万元整"), (signed["amount"], signed["line_gap"], signed["amount_cn"]));

        await Ship(chain, await Deliver(chain, 1m, 2m, 0m));
        Assert.Equal(77m, (await chain.Desk.Read("contract", chain.Contract))["delivery_rate"]);
        await Ship(chain, await Deliver(chain, 0m, 2m, 1m));
        var delivered = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal((100m, 870_000m, "executing"), (delivered["delivery_rate"], delivered["delivered_share"], delivered["status"]));

        await chain.Act(Desk.Finance, "payment", await Receive(chain, 870_000m), "approval.approve");
        Assert.Equal("completed", (await chain.Desk.Read("contract", chain.Contract))["status"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_that_names_a_quote_in_dollars_stands_in_dollars_and_knows_its_worth_at_home(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer(("currency", "usd"), ("exchange_rate", 7.2m));
        var quote = await chain.Desk.Read("quote", chain.Quote);
        Assert.NotEqual(quote["total"], quote["total_home"]);

        var contract = await chain.Desk.Create(Desk.Rep, "contract", ("quote", chain.Quote));

        Assert.Equal(("usd", 7.2m, quote["total"], quote["total_home"]), (contract["currency"], contract["exchange_rate"], contract["amount"], contract["amount_home"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invoice_begins_with_the_tax_rate_of_its_contract_unless_somebody_says_another(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        await chain.Put("contract", chain.Contract, ("tax_rate", 6m));

        var invoice = await chain.Desk.Create(Desk.Rep, "invoice", ("contract", chain.Contract), ("kind", "general_vat"), ("amount", 1_000m));
        var typed = await chain.Desk.Create(Desk.Rep, "invoice", ("contract", chain.Contract), ("kind", "general_vat"), ("amount", 1_000m), ("tax_rate", 13m));

        Assert.Equal((6m, chain.Account), (invoice["tax_rate"], invoice["account"]));
        Assert.Equal(13m, typed["tax_rate"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_is_charged_to_whoever_got_the_commission(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var paid = await Receive(chain, 270_000m);
        await chain.Act(Desk.Finance, "payment", paid, "approval.approve");
        await chain.Put("contract", chain.Contract, ("order_owner", Desk.OtherRep));

        await chain.Act(Desk.Finance, "payment", paid, "reverse", ("remark", "退款"));

        var page = await chain.Desk.Query.List(chain.Desk.Actor(Desk.Admin), new ListQuery(chain.Desk.Form("commission")) { Limit = 100 });
        var rows = await Task.WhenAll(page.Rows.Select(r => chain.Desk.Read("commission", r.Id)));
        Assert.Equal([(Desk.Rep, -5_400m), (Desk.Rep, 5_400m)], rows.Select(r => ((long)r["payee"]!, (decimal)r["amount"]!)).OrderBy(r => r.Item2));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_open_of_a_terminated_contract_is_no_longer_due(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var plan = (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-10-25"), (70m, null, "2026-12-20"))))).Saves.Where(s => s.Created).Select(s => s.Record).ToList();
        Assert.Equal("overdue", plan[0]["status"]);

        await chain.Act(Desk.Commercial, "contract", chain.Contract, "terminate", ("remark", "客户停产"));

        foreach (var one in plan)
        {
            var now = await chain.Desk.Read("payment_plan", one.Id);
            Assert.Equal(("terminated", 0m), (now["status"], now["overdue_days"]));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_open_of_a_terminated_contract_is_written_off_and_follows_what_comes_in_or_is_reversed(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-10-25"), (70m, null, "2026-12-20"))));
        var paid = await Receive(chain, 270_000m);
        await chain.Act(Desk.Finance, "payment", paid, "approval.approve");
        var late = await Receive(chain, 100_000m);

        await chain.Act(Desk.Commercial, "contract", chain.Contract, "terminate", ("remark", "客户停产"));
        Assert.Equal((270_000m, 0m, 630_000m), await Standing(chain));

        // What was on its way still comes in, and no more than is open.
        await chain.Act(Desk.Finance, "payment", late, "approval.approve");
        Assert.Equal((370_000m, 0m, 530_000m), await Standing(chain));
        Assert.Contains("530,000.00", Assert.Single((await chain.Refused(() => Receive(chain, 530_000.01m))).Errors).Message.Zh, StringComparison.Ordinal);

        await chain.Act(Desk.Finance, "payment", paid, "reverse", ("remark", "退票"));
        Assert.Equal((100_000m, 0m, 800_000m), await Standing(chain));
        Assert.Equal("terminated", (await chain.Desk.Read("contract", chain.Contract))["status"]);
    }

    /// <summary>What came in, what is owed and what is written off: the same on the contract, its account and its instalments, of which nothing is overdue.</summary>
    private static async Task<(decimal Received, decimal Receivable, decimal WrittenOff)> Standing(QuoteToCash chain)
    {
        var (contract, account) = (await chain.Desk.Read("contract", chain.Contract), await chain.Desk.Read("account", chain.Account));
        var page = await chain.Desk.Query.List(chain.Desk.Actor(Desk.Admin), new ListQuery(chain.Desk.Form("payment_plan")) { Limit = 100 });
        var plans = await Task.WhenAll(page.Rows.Select(r => chain.Desk.Read("payment_plan", r.Id)));
        var sums = Sums(contract);
        Assert.Equal(sums, Sums(account));
        Assert.Equal((sums.Item2, sums.Item3), (plans.Sum(p => (decimal)p["outstanding"]!), plans.Sum(p => (decimal)p["written_off"]!)));
        Assert.Equal(0m, account["overdue"]);
        Assert.All(plans.Where(p => (string)p["status"]! == "terminated"), p => Assert.Equal((0m, null), (p["overdue_days"], p["ageing"] is "" ? null : p["ageing"])));
        return sums;

        static (decimal, decimal, decimal) Sums(Engine.Records.Record of) => ((decimal)of["received_total"]!, (decimal)of["receivable"]!, (decimal)of["written_off"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_in_force_wins_its_opportunity_whatever_gate_is_open(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Desk.Publish(app => app with { Forms = [.. app.Forms.Select(f => f.Key == "opportunity" ? Gated(f) : f)] });
        await chain.Sell();
        Assert.Null((await chain.Desk.Read("opportunity", chain.Opportunity))["demand"]);

        await chain.Offer();
        await chain.Sign();

        var won = await chain.Desk.Read("opportunity", chain.Opportunity);
        Assert.Equal(("won", 900_000m), (won["status"], won["amount"]));
    }

    /// <summary>The form, whose opportunities are won only when the demand is written down.</summary>
    private static FormDefinition Gated(FormDefinition form)
    {
        var pipeline = JsonNode.Parse(form.Capabilities!["pipeline"].GetRawText())!;
        foreach (var stage in pipeline["pipelines"]!.AsArray().SelectMany(p => p!["stages"]!.AsArray()).Where(s => (string?)s!["kind"] == "won"))
            stage!["gates"]!.AsArray().Add(JsonNode.Parse("""{ "kind": "condition", "label": { "zh": "需求描述", "en": "The demand in words" }, "is": { "field": "demand", "op": "not_empty" } }"""));
        return form with { Capabilities = new Dictionary<string, JsonElement>(form.Capabilities) { ["pipeline"] = JsonSerializer.SerializeToElement(pipeline) } };
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_quote_can_be_made_before_there_is_any_price_book(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        var desk = deals.Desk;

        var quote = (await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("opportunity"), deal.Id, "quote")).Open!.Value.Id;
        await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("quote"), quote, "approval.submit");

        var made = await desk.Read("quote", quote);
        Assert.Equal((null, 1_000_000m, "approved"), (made["price_book"], made["total"], made["status"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dashboards_count_only_instalments_of_contracts_in_force(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var draft = await chain.Desk.Create(Desk.Rep, "contract", ("name", "未签的合同"), ("account", chain.Account), ("amount", 50_000m));
        await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((0m, 40_000m, "2026-11-20"), (0m, 860_000m, "2027-06-30"))));
        await chain.Desk.Create(Desk.Rep, "payment_plan", ("contract", draft.Id), ("account", chain.Account), ("milestone", "other"), ("amount", 40_000m), ("due_date", new DateOnly(2026, 11, 20)));

        var before = await Widgets(chain);
        await chain.Act(Desk.Commercial, "contract", chain.Contract, "terminate", ("remark", "客户停产"));
        var after = await Widgets(chain);

        Assert.Equal((900_000m, 40_000m, 1), before);
        Assert.Equal((0m, 0m, 0), after);
    }

    /// <summary>What is open by age, what is planned, and how many fall due, on the dashboard of contracts and payments.</summary>
    private static async Task<(decimal Ageing, decimal Planned, int Due)> Widgets(QuoteToCash chain)
    {
        var (insights, actor) = (new Insights(chain.Desk.Query, chain.Desk.Clock), chain.Desk.Actor(Desk.Finance));
        var dashboard = chain.Desk.App.Dashboards.Single(d => d.Definition.Key == "contract_payment");
        async Task<WidgetData> Load(string label) =>
            await insights.Load(actor, chain.Desk.App, dashboard, dashboard.Definition.Widgets.Index().Single(w => w.Item.Label.Zh == label).Index, insights.Scope(actor, "this_year", null, null)) ?? throw new InvalidOperationException(label);
        var ageing = Assert.IsType<PlotData>(await Load("账龄"));
        var planned = Assert.IsType<PlotData>(await Load("计划与实收"));
        var due = Assert.IsType<WidgetData.Table>(await Load("30 天内应收"));
        return (ageing.Points.Sum(p => p.Values[0] ?? 0), planned.Points.Sum(p => p.Values[0] ?? 0), due.List.Count);
    }

    private static async Task<QuoteToCash> Signed(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        return chain;
    }

    private static async Task<long> Receive(QuoteToCash chain, decimal amount) =>
        (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("amount", amount), ("method", "cash"))).Saves.Single(s => s.Created).Record.Id;

    private static async Task<long> Deliver(QuoteToCash chain, params decimal[] quantities)
    {
        var of = chain.Desk.Form("contract");
        var draft = await chain.Desk.Records.Ask(chain.Desk.Actor(Desk.Delivery), of, chain.Contract, "deliver");
        var lines = (await chain.Desk.Read("contract", chain.Contract)).Lines(of["lines"]).Select(l => l.Id).ToList();
        draft.Lines["items"] = [.. draft.Lines["items"].Select(l => new DraftLine(l.Id, new Dictionary<string, object?> { ["qty"] = quantities[lines.IndexOf(l.Id!.Value)] }))];
        return (await chain.Desk.Records.Act(chain.Desk.Actor(Desk.Delivery), of, chain.Contract, "deliver", draft)).Open!.Value.Id;
    }

    private static Task Ship(QuoteToCash chain, long delivery) => chain.Act(Desk.Delivery, "delivery", delivery, "ship", ("actual_date", new DateOnly(2026, 11, 30)));
}
