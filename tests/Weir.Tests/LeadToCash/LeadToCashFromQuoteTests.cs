using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>Steps 19 to 28 of the acceptance scenario: quote, contract, plan, payment, invoice, delivery, with every figure.</summary>
public sealed class LeadToCashFromQuoteTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Step_19_a_quote_from_the_opportunity_carries_lines_discount_tax_and_margin(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        Assert.Equal(900_000m, (await chain.Desk.Read("opportunity", chain.Opportunity))["amount"]);

        await chain.Offer();

        var quote = await chain.Desk.Read("quote", chain.Quote);
        Assert.Equal([540_000m, 306_000m, 54_000m], quote.Lines(quote.Form["lines"]).Select(l => l["amount"]));
        Assert.Equal((900_000m, 100_000m, 10m), (quote["total"], quote["discount_amount"], quote["discount_rate"]));
        Assert.Equal((796_460.18m, 103_539.82m), (quote["net"], quote["tax"]));
        Assert.Equal(24.44m, decimal.Round((decimal)quote["gross_margin"]!, 2));
        Assert.Equal("accepted", quote["status"]);
        Assert.Equal(900_000m, (await chain.Desk.Read("opportunity", chain.Opportunity))["amount"]);
        Assert.Null((await chain.Desk.Read("quote", chain.Quote, Desk.Rep))["gross_margin"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_21_a_contract_in_force_wins_the_opportunity_and_the_account(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);

        Assert.Equal(("in_approval", "archive"), (chain.Unfiled!["status"], chain.Unfiled["flow_node"]));
        var contract = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal(("executing", 900_000m, 220_000m), (contract["status"], contract["amount"], contract["gross_profit"]));
        var opportunity = await chain.Desk.Read("opportunity", chain.Opportunity);
        Assert.Equal(("won", 900_000m, 100m, new DateOnly(2026, 11, 20), (object)Desk.Rep), (opportunity["status"], opportunity["amount"], opportunity["win_rate"], opportunity["closed_at"], opportunity["won_owner"]));
        var account = await chain.Desk.Read("account", chain.Account);
        Assert.Equal(("dealt", "won"), (account["deal_state"], account["status"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_23_a_plan_must_add_up_to_the_contract(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);

        var refused = await chain.Refused(() => chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-25"), (60m, 530_000m, "2026-12-20"), (10m, null, "2027-11-20")))));
        Assert.Equal("plan", Assert.Single(refused.Errors).Field);
        Assert.Equal(0m, (await chain.Desk.Read("contract", chain.Contract))["planned_total"]);

        var planned = await Plan(chain);

        Assert.Equal([270_000m, 540_000m, 90_000m], planned.Select(p => p["amount"]));
        Assert.Equal([1m, 2m, 3m], planned.Select(p => p["period_no"]));
        Assert.All(planned, p => Assert.Equal("awaiting", p["status"]));
        Assert.Equal(900_000m, (await chain.Desk.Read("contract", chain.Contract))["planned_total"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_24_and_27_only_confirmed_payments_count_and_never_more_than_is_owed(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var plan = await Plan(chain);

        var first = await Receive(chain, plan[0].Id, 270_000m);
        Assert.Equal(0m, (await chain.Desk.Read("contract", chain.Contract))["received_total"]);
        Assert.Equal(ProblemKind.Forbidden, (await chain.Refused(() => chain.Act(Desk.Rep, "payment", first, "approval.approve"))).Kind);
        await chain.Act(Desk.Finance, "payment", first, "approval.approve");

        var contract = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal((270_000m, 630_000m, 30m), (contract["received_total"], contract["receivable"], contract["collection_rate"]));
        Assert.Equal("completed", (await chain.Desk.Read("payment_plan", plan[0].Id))["status"]);

        await chain.Act(Desk.Finance, "payment", await Receive(chain, plan[1].Id, 300_000m), "approval.approve");
        Assert.Equal(240_000m, (await chain.Desk.Read("payment_plan", plan[1].Id))["outstanding"]);
        contract = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal((330_000m, 63.33m), (contract["receivable"], contract["collection_rate"]));
        await chain.Act(Desk.Finance, "payment", await Receive(chain, plan[1].Id, 240_000m), "approval.approve");
        contract = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal((90_000m, 90m), (contract["receivable"], contract["collection_rate"]));
        var tooMuch = await chain.Refused(() => Receive(chain, plan[2].Id, 100_000m));
        Assert.Equal("amount", Assert.Single(tooMuch.Errors).Field);

        await chain.Act(Desk.Finance, "payment", first, "reverse", ("remark", "退款"));
        Assert.Equal(360_000m, (await chain.Desk.Read("contract", chain.Contract))["receivable"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_that_names_no_instalment_fills_the_oldest_ones(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var plan = await Plan(chain);

        var confirmed = await chain.Act(Desk.Finance, "payment", await Receive(chain, null, 850_000m), "approval.approve", ("plan", null));

        Assert.Equal((270_000m, plan[0].Id), (confirmed.Record["amount"], confirmed.Record["plan"]));
        var made = confirmed.Saves.Where(s => s.Created).Select(s => s.Record).ToList();
        Assert.Equal([(540_000m, plan[1].Id, "confirmed"), (40_000m, plan[2].Id, "confirmed")], made.Select(r => ((decimal)r["amount"]!, (long)r["plan"]!, (string)r["status"]!)));
        Assert.Equal([0m, 0m, 50_000m], await Task.WhenAll(plan.Select(async p => (decimal)(await chain.Desk.Read("payment_plan", p.Id))["outstanding"]!)));
        Assert.Equal(850_000m, (await chain.Desk.Read("contract", chain.Contract))["received_total"]);
        Assert.Equal(2, made.Select(r => r["payment_no"]).Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_more_than_its_instalment_asks_goes_on_to_the_oldest_and_none_to_one_that_is_void(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var plan = await Plan(chain);

        var confirmed = await chain.Act(Desk.Finance, "payment", await Receive(chain, plan[1].Id, 600_000m), "approval.approve");

        Assert.Equal((540_000m, plan[1].Id), (confirmed.Record["amount"], confirmed.Record["plan"]));
        var more = Assert.Single(confirmed.Saves, s => s.Created && s.Record.Form.Key == "payment").Record;
        Assert.Equal((60_000m, plan[0].Id, "confirmed"), (more["amount"], more["plan"], more["status"]));
        Assert.Equal((600_000m, 300_000m), ((await chain.Desk.Read("contract", chain.Contract))["received_total"], (await chain.Desk.Read("contract", chain.Contract))["receivable"]));

        var waiting = await Receive(chain, plan[2].Id, 50_000m);
        await LeadToCashPlanTests.Change(chain, plan[2], plan[0].Id, 0m);
        Assert.Equal(plan[0].Id, (await chain.Act(Desk.Finance, "payment", waiting, "approval.approve")).Record["plan"]);
        Assert.Equal([250_000m, 0m, 0m], await Task.WhenAll(plan.Select(async p => (decimal)(await chain.Desk.Read("payment_plan", p.Id))["outstanding"]!)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_payments_that_fit_only_alone_cannot_both_be_confirmed(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var payments = new List<long>();
        for (var i = 0; i < 4; i++) payments.Add(await Receive(chain, null, 500_000m));

        var done = await Task.WhenAll(payments.Select(async id =>
        {
            try
            {
                await chain.Act(Desk.Finance, "payment", id, "approval.approve");
                return true;
            }
            catch (ProblemException)
            {
                return false;
            }
        }));

        Assert.Single(done, true);
        Assert.Equal(400_000m, (await chain.Desk.Read("contract", chain.Contract))["receivable"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_25_invoices_stay_within_what_is_not_invoiced(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var invoice = (await chain.Act(Desk.Rep, "contract", chain.Contract, "bill", ("amount", 270_000m))).Saves.Single(s => s.Created).Record;
        Assert.Equal((238_938.05m, 31_061.95m), (invoice["net"], invoice["tax"]));
        await chain.Put("invoice", invoice.Id, ("status", "to_issue"));
        await chain.Act(Desk.Finance, "invoice", invoice.Id, "issue", ("invoice_no", "12345678"), ("invoice_date", new DateOnly(2026, 11, 26)));

        var refused = await chain.Refused(() => chain.Act(Desk.Rep, "contract", chain.Contract, "bill", ("amount", 640_000m)));

        Assert.Equal("amount", Assert.Single(refused.Errors).Field);
        Assert.Equal(630_000m, (await chain.Desk.Read("contract", chain.Contract))["uninvoiced"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_26_deliveries_stay_within_each_line_and_the_contract_completes_by_itself(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var plan = await Plan(chain);
        var first = await Deliver(chain, 1m, 2m, 0m);
        await Ship(chain, first);
        Assert.Equal(77m, (await chain.Desk.Read("contract", chain.Contract))["delivery_rate"]);

        var refused = await chain.Refused(() => Deliver(chain, 0m, 3m, 0m));
        Assert.Contains(refused.Errors, e => e.Field == "items");

        await Ship(chain, await Deliver(chain, 0m, 2m, 1m));
        var contract = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal((100m, "executing"), (contract["delivery_rate"], contract["status"]));
        Assert.Equal([0m, 0m, 0m], contract.Lines(contract.Form["lines"]).Select(l => l["remaining_qty"]));

        foreach (var one in plan) await chain.Act(Desk.Finance, "payment", await Receive(chain, one.Id, (decimal)one["amount"]!), "approval.approve");
        Assert.Equal("completed", (await chain.Desk.Read("contract", chain.Contract))["status"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Goods_that_leave_leave_today_unless_somebody_says_otherwise(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);

        var shipped = (await chain.Act(Desk.Delivery, "delivery", await Deliver(chain, 1m, 0m, 0m), "ship")).Record;

        Assert.Equal(DateOnly.FromDateTime(chain.Desk.Clock.Now.UtcDateTime), shipped["actual_date"]);
        var refused = await chain.Refused(async () => await chain.Act(Desk.Delivery, "delivery", await Deliver(chain, 0m, 1m, 0m), "ship", ("actual_date", null)));
        Assert.Equal("actual_date", Assert.Single(refused.Errors).Field);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_deliveries_that_fit_only_alone_cannot_both_be_scheduled(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);

        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Deliver(chain, 0m, 3m, 0m);
                return true;
            }
            catch (ProblemException)
            {
                return false;
            }
        }));

        Assert.Single(done, true);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_status_is_changed_by_actions_only(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);

        var edit = await chain.Refused(() => chain.Desk.Records.Save(chain.Desk.Actor(Desk.Admin), new Draft(chain.Desk.Form("contract")) { Id = chain.Contract }.Set("status", "completed")));
        var create = await chain.Refused(() => chain.Desk.Create(Desk.Finance, "invoice", ("status", "issued")));

        Assert.Equal(("status", "field.read_only"), (Assert.Single(edit.Errors).Field, edit.Errors[0].Code));
        Assert.NotEqual(ProblemKind.NotFound, create.Kind);
    }

    private static async Task<QuoteToCash> Signed(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        return chain;
    }

    private static async Task<List<Engine.Records.Record>> Plan(QuoteToCash chain) =>
        [.. (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-25"), (60m, null, "2026-12-20"), (10m, null, "2027-11-20"))))).Saves.Where(s => s.Created).Select(s => s.Record)];

    private static async Task<long> Receive(QuoteToCash chain, long? plan, decimal amount) =>
        (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("plan", plan), ("amount", amount), ("method", "cash"))).Saves.Single(s => s.Created).Record.Id;

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
