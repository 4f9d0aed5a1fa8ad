using Weir.Engine.FieldTypes;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>A contract in dollars and what follows from it: every document in the contract's currency to the cent, and what several add up to in the house's.</summary>
public sealed class LeadToCashCurrencyTests
{
    private const decimal Rate = 7.1234m;

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_keeps_the_currency_and_the_rate_of_its_quote(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        var (quote, contract) = (await chain.Desk.Read("quote", chain.Quote), await chain.Desk.Read("contract", chain.Contract));

        Assert.Equal(("usd", Rate, quote["total"], quote["total_home"]), (contract["currency"], contract["exchange_rate"], contract["amount"], contract["amount_home"]));
        Assert.Equal(Home((decimal)contract["amount"]!), contract["amount_home"]);
        Assert.Equal(quote.Lines(quote.Form["lines"]).Select(l => l["price"]), contract.Lines(contract.Form["lines"]).Select(l => l["price"]));
        Assert.Equal("", contract["amount_cn"] ?? "");
        // 680,000 of costs are the house's.
        Assert.Equal((decimal)contract["amount_home"]! - 680_000m, contract["gross_profit"]);
        Assert.Equal(contract["amount_home"], (await chain.Desk.Read("opportunity", chain.Opportunity))["amount"]);
        Assert.Equal(contract["amount_home"], (await chain.Desk.Read("account", chain.Account))["contract_total"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Instalments_add_up_in_the_currency_of_the_contract(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        var amount = Amount(await chain.Desk.Read("contract", chain.Contract), "amount");

        var short_ = await chain.Refused(() => Plan(chain, amount - 0.01m));
        Assert.Contains($"USD {amount:#,##0.00}", Assert.Single(short_.Errors).Message.En, StringComparison.Ordinal);
        var plans = (await Plan(chain, amount)).Select(p => p.Id).ToList();

        var first = await chain.Desk.Read("payment_plan", plans[0]);
        Assert.Equal(("usd", Rate, Home(Amount(first, "amount"))), (first["currency"], first["exchange_rate"], first["amount_home"]));
        Assert.Equal((0m, amount), (Amount(await chain.Desk.Read("contract", chain.Contract), "unplanned"), Amount(await chain.Desk.Read("contract", chain.Contract), "planned_total")));
        // The first is overdue: the account knows it in its own money.
        Assert.Equal(Home(Amount(first, "outstanding")), (await chain.Desk.Read("account", chain.Account))["overdue"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Payments_come_in_at_the_rate_of_their_day_and_the_difference_is_told(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        var amount = Amount(await chain.Desk.Read("contract", chain.Contract), "amount");
        await Plan(chain, amount);

        Assert.Contains("amount", (await chain.Refused(() => Receive(chain, amount + 0.01m, 7m))).Errors.Select(e => e.Field));
        await chain.Act(Desk.Finance, "payment", await Receive(chain, 50_000m, 7m), "approval.approve");

        var contract = await chain.Desk.Read("contract", chain.Contract);
        var account = await chain.Desk.Read("account", chain.Account);
        Assert.Equal((50_000m, 350_000m, 350_000m - Home(50_000m)), (contract["received_total"], contract["received_home"], contract["exchange_gain"]));
        Assert.Equal((amount - 50_000m, Home(amount) - Home(50_000m)), (contract["receivable"], contract["receivable_home"]));
        Assert.Equal((350_000m, contract["receivable_home"]), (account["received_total"], account["receivable"]));
        // It went to two instalments, and earned its commission in the house's money.
        var earned = await All(chain, "commission");
        Assert.Equal((2, 350_000m, 7_000m), (earned.Length, earned.Sum(c => Amount(c, "base")), earned.Sum(c => Amount(c, "amount"))));

        // All of it: nothing is owed, whatever the rates were.
        await chain.Act(Desk.Finance, "payment", await Receive(chain, amount - 50_000m, 7.5m), "approval.approve");
        contract = await chain.Desk.Read("contract", chain.Contract);
        account = await chain.Desk.Read("account", chain.Account);
        Assert.Equal((0m, 0m, 100m), (contract["receivable"], contract["receivable_home"], contract["collection_rate"]));
        Assert.Equal((contract["received_home"], 0m, 0m), (account["received_total"], account["receivable"], account["overdue"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Invoices_and_deliveries_stand_in_the_currency_of_the_contract(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        var amount = Amount(await chain.Desk.Read("contract", chain.Contract), "amount");

        Assert.Contains("amount", (await chain.Refused(() => Bill(chain, amount + 0.01m))).Errors.Select(e => e.Field));
        var invoice = await chain.Desk.Read("invoice", await Bill(chain, amount));
        Assert.Equal(("usd", amount, Home(amount)), (invoice["currency"], invoice["amount"], invoice["amount_home"]));
        Assert.Equal(invoice["amount_home"], Amount(invoice, "net_home") + Amount(invoice, "tax_home"));

        var delivery = await chain.Desk.Read("delivery", (await chain.Act(Desk.Delivery, "contract", chain.Contract, "deliver")).Open!.Value.Id);
        Assert.Equal(("usd", amount, Home(amount)), (delivery["currency"], delivery["value"], delivery["value_home"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_several_contracts_add_up_to_is_in_the_currency_of_the_house(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        var own = await chain.Desk.Create(Desk.Rep, "contract", ("name", "国内合同"), ("account", chain.Account), ("amount", 1_000m));
        Assert.Equal(("cny", 1m, 1_000m), (own["currency"], own["exchange_rate"], own["amount_home"]));
        var dollars = await chain.Desk.Read("contract", chain.Contract);

        var form = chain.Desk.Form("contract");
        var query = new ListQuery(form) { Columns = [form.Path("amount")!, form.Path("amount_home")!] };
        var totals = await chain.Desk.Query.Totals(chain.Desk.Actor(Desk.Admin), query, [(form.Path("amount")!, Aggregation.Sum)]);
        Assert.Equal(Amount(dollars, "amount_home") + 1_000m, totals[0]);
        var groups = await chain.Desk.Query.Groups(chain.Desk.Actor(Desk.Admin), query, [(form.Path("account")!, DateBucket.None)], [(form.Path("amount")!, Aggregation.Sum)]);
        Assert.Equal(totals[0], Assert.Single(groups)[1]);

        // A row says in which currency its amount stands.
        var rows = (await chain.Desk.Query.List(chain.Desk.Actor(Desk.Admin), query)).Rows.ToDictionary(r => r.Id, r => r.Values);
        Assert.Equal(new Amount(Amount(dollars, "amount"), "USD"), rows[chain.Contract][0]);
        Assert.Equal([1_000m, 1_000m], rows[own.Id]);
        var display = new Display(true, chain.Desk.Directory, chain.Desk.Clock.Now.UtcDateTime);
        Assert.Equal(("1,000.00", $"USD {dollars["amount"]:#,##0.00}"), (form["amount"].Type.Text(form["amount"], rows[own.Id][0], display), form["amount"].Type.Text(form["amount"], rows[chain.Contract][0], display)));
        Assert.Equal($"USD {dollars["amount"]:#,##0.00}", form["amount"].Type.Text(form["amount"], dollars["amount"], display.For(form["amount"], dollars)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Amounts_whose_worth_at_home_nobody_keeps_come_together_only_in_one_currency(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        var form = chain.Desk.Form("quote");
        var (actor, by, amount) = (chain.Desk.Actor(Desk.Admin), form.Path("lines.product")!, form.Path("lines.amount")!);
        Assert.False(amount.Field.AddsUp);
        Assert.Equal(900_000m, (await chain.Desk.Query.LineGroups(actor, new ListQuery(form), [by], [(amount, Aggregation.Sum)])).Sum(g => (decimal)g[1]!));

        await chain.Offer(("currency", "usd"), ("exchange_rate", Rate));
        await chain.Sign();

        Assert.All(await chain.Desk.Query.LineGroups(actor, new ListQuery(form), [by], [(amount, Aggregation.Sum)]), g => Assert.Null(g[1]));
        // Those of a contract know what they are worth.
        var signed = chain.Desk.Form("contract");
        var lines = (await chain.Desk.Read("contract", chain.Contract)).Lines(signed["lines"]);
        Assert.Equal(lines.Sum(l => Home(Amount(l, "amount"))), (await chain.Desk.Query.LineGroups(actor, new ListQuery(signed), [signed.Path("lines.product")!], [(signed.Path("lines.amount"), Aggregation.Sum)])).Sum(g => (decimal)g[1]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_entered_by_hand_chooses_its_currency_until_it_is_in_force(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        var missing = await chain.Refused(() => chain.Desk.Create(Desk.Rep, "contract", ("account", chain.Account), ("currency", "eur"), ("amount", 100m)));
        Assert.Contains("exchange_rate", missing.Errors.Select(e => e.Field));
        var draft = await chain.Desk.Create(Desk.Rep, "contract", ("account", chain.Account), ("currency", "eur"), ("exchange_rate", 7.85m), ("amount", 100.01m));
        Assert.Equal(785.08m, draft["amount_home"]);
        Assert.Equal(786.08m, (await chain.Desk.Change(Desk.Rep, draft, ("exchange_rate", 7.86m)))["amount_home"]);
        Assert.Equal((1m, 100.01m), ((draft = await chain.Desk.Change(Desk.Rep, draft, ("currency", "cny")))["exchange_rate"], draft["amount_home"]));

        // With a quote it is the quote's, at a rate of its own if one was agreed; in force both are settled.
        var quoted = await chain.Desk.Create(Desk.Rep, "contract", ("account", chain.Account), ("quote", chain.Quote), ("exchange_rate", 7.2m));
        Assert.Equal(("usd", 7.2m), (quoted["currency"], quoted["exchange_rate"]));
        Assert.Contains("currency", (await chain.Refused(() => chain.Desk.Change(Desk.Rep, quoted, ("currency", "eur"), ("exchange_rate", 8m)))).Errors.Select(e => e.Field));
        await chain.Refused(async () => await chain.Desk.Change(Desk.Rep, await chain.Desk.Read("contract", chain.Contract), ("exchange_rate", 8m)));
        Assert.Equal(Rate, (await chain.Desk.Read("contract", chain.Contract))["exchange_rate"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Targets_count_what_comes_from_abroad_at_what_it_is_worth_at_home(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var (signed, received) = (await Target("contract_amount"), await Target("received_amount"));
        await chain.Sell();
        await chain.Offer(("currency", "usd"), ("exchange_rate", Rate));
        await chain.Sign();
        await Plan(chain, Amount(await chain.Desk.Read("contract", chain.Contract), "amount"));
        await chain.Act(Desk.Finance, "payment", await Receive(chain, 10_000m, 7m), "approval.approve");

        Assert.Equal((await chain.Desk.Read("contract", chain.Contract))["amount_home"], (await chain.Desk.Read("sales_target", signed))["actual"]);
        Assert.Equal(70_000m, (await chain.Desk.Read("sales_target", received))["actual"]);

        async Task<long> Target(string metric) =>
            (await chain.Desk.Create(Desk.Admin, "sales_target", ("scope", "company"), ("period_type", "year"), ("period", "2026"), ("metric", metric), ("target", 1_000_000m))).Id;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Finance_sees_in_which_currency_it_confirms_and_a_change_of_the_instalment_leaves_the_amount(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        var plans = await Plan(chain, Amount(await chain.Desk.Read("contract", chain.Contract), "amount"));
        var payment = await Receive(chain, 10_000m, 7m);

        var form = chain.Desk.Form("payment");
        var question = form.Action("approval.approve")!.Ask!;
        var asked = await chain.Desk.Records.Ask(chain.Desk.Actor(Desk.Finance), form, payment, "approval.approve");
        var shown = await chain.Desk.Records.Preview(chain.Desk.Actor(Desk.Finance), asked);
        Assert.Equal("USD", new Display(true, chain.Desk.Directory, chain.Desk.Clock.Now.UtcDateTime).For(question["amount"], shown.Record).Currency);

        await chain.Act(Desk.Finance, "payment", payment, "approval.approve", ("plan", plans[1].Id));

        var confirmed = await chain.Desk.Read("payment", payment);
        Assert.Equal((plans[1].Id, 10_000m, "confirmed"), (confirmed["plan"], confirmed["amount"], confirmed["status"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invoice_keeps_its_amount_when_a_payment_is_named_later(DatabaseKind kind)
    {
        await using var chain = await Dollars(kind);
        await Plan(chain, Amount(await chain.Desk.Read("contract", chain.Contract), "amount"));
        var payment = await Receive(chain, 10_000m, 7m);
        var invoice = await chain.Desk.Read("invoice", await Bill(chain, 2_500m));

        await chain.Put("invoice", invoice.Id, ("payment", payment));

        Assert.Equal((payment, 2_500m), ((await chain.Desk.Read("invoice", invoice.Id))["payment"], (await chain.Desk.Read("invoice", invoice.Id))["amount"]));
    }

    private static async Task<QuoteToCash> Dollars(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer(("currency", "usd"), ("exchange_rate", Rate));
        await chain.Sign();
        return chain;
    }

    private static decimal Home(decimal amount) => Math.Round(amount * Rate, 2, MidpointRounding.AwayFromZero);

    private static decimal Amount(Record record, string key) => (decimal)record[key]!;

    private static async Task<List<Record>> Plan(QuoteToCash chain, decimal amount) =>
        [.. (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((0m, 33_333.33m, "2026-10-25"), (0m, amount - 33_333.33m, "2026-12-20"))))).Saves.Where(s => s.Created).Select(s => s.Record)];

    private static async Task<long> Receive(QuoteToCash chain, decimal amount, decimal rate) =>
        (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("amount", amount), ("exchange_rate", rate), ("method", "cash"))).Saves.Single(s => s.Created).Record.Id;

    private static async Task<long> Bill(QuoteToCash chain, decimal amount) =>
        (await chain.Act(Desk.Rep, "contract", chain.Contract, "bill", ("amount", amount))).Open!.Value.Id;

    private static async Task<Record[]> All(QuoteToCash chain, string form) =>
        await Task.WhenAll((await chain.Desk.Query.List(chain.Desk.Actor(Desk.Admin), new ListQuery(chain.Desk.Form(form)))).Rows.Select(r => chain.Desk.Read(form, r.Id)));
}
