using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Templates;

/// <summary>The approvals of lead to cash: who decides at which amount, and what a decision brings about.</summary>
public sealed class ApprovalFlowTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_quote_is_approved_by_as_many_as_its_discount_asks_for(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var shop = await Shelf.Fill(desk);
        foreach (var (discount, nodes) in new[] { (5.00m, ""), (5.01m, "manager"), (15.00m, "manager"), (15.01m, "manager commercial"), (25.00m, "manager commercial"), (25.01m, "manager commercial executive") })
        {
            var quote = await Quote(desk, shop, discount);
            Assert.Equal(nodes, await Way(desk, quote));
            Assert.Equal("approved", (await desk.Read("quote", quote.Id))["status"]);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_thin_margin_goes_to_the_top_whatever_the_discount(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var shop = await Shelf.Fill(desk, cost: 85_010m);
        Assert.Equal("manager commercial executive", await Way(desk, await Quote(desk, shop, 0m)));
        var enough = await Shelf.Fill(desk, cost: 85_000m);
        Assert.Equal("", await Way(desk, await Quote(desk, enough, 0m)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_status_of_a_quote_moves_by_actions_only(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var quote = await Quote(desk, await Shelf.Fill(desk), 10m);
        Assert.Equal(900_000m, quote["total"]);
        Assert.Equal("field.read_only", Assert.Single((await Refused(() => desk.Change(Desk.Rep, quote, ("status", "approved")))).Errors).Code);
        await Do(desk, Desk.Rep, quote, "approval.submit");
        Assert.Equal("in_approval", (await desk.Read("quote", quote.Id))["status"]);
        Assert.Equal("action.not_now", (await Refused(() => Do(desk, Desk.Rep, quote, "accept"))).Code);
        await Do(desk, Desk.Manager, quote, "approval.reject", ("comment", "折扣太高"), ("to", "start"));
        Assert.Equal(("draft", "rejected"), await Status(desk, quote));
        await Do(desk, Desk.Rep, quote, "approval.submit");
        await Do(desk, Desk.Manager, quote, "approval.approve");
        await Do(desk, Desk.Rep, quote, "send");
        await Do(desk, Desk.Rep, quote, "accept");
        Assert.Equal(("accepted", "approved"), await Status(desk, quote));
        Assert.Equal("approval.submitted", (await Refused(() => Do(desk, Desk.Rep, quote, "approval.submit"))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_is_approved_by_as_many_as_its_amount_asks_for_and_takes_effect_when_it_is_filed(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var shop = await Shelf.Fill(desk);
        foreach (var (amount, special, nodes) in new[]
        {
            (499_999.99m, false, "manager archive"), (500_000m, false, "manager joint archive"), (1_999_999.99m, false, "manager joint archive"),
            (2_000_000m, false, "manager joint executive archive"), (1m, true, "manager joint executive archive"),
        })
        {
            var contract = await Contract(desk, shop, amount, special);
            Assert.Equal(nodes, await Way(desk, contract));
            Assert.Equal(("executing", "approved"), await Status(desk, contract));
        }
        Assert.Equal("dealt", (await desk.Read("account", shop.Account))["deal_state"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_of_two_who_must_both_sign_a_contract_is_not_enough_and_filing_needs_the_scan(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var contract = await Contract(desk, await Shelf.Fill(desk), 900_000m);
        await Do(desk, Desk.Rep, contract, "approval.submit");
        await Do(desk, Desk.Manager, contract, "approval.approve");
        await Do(desk, Desk.Commercial, contract, "approval.approve");
        Assert.Equal("joint", (await desk.Read("contract", contract.Id))["flow_node"]);
        await Do(desk, Desk.Finance, contract, "approval.approve");
        Assert.Equal("archive", (await desk.Read("contract", contract.Id))["flow_node"]);
        Assert.Equal("scan", Assert.Single((await Refused(() => Do(desk, Desk.Commercial, contract, "approval.approve"))).Errors).Field);
        Assert.Equal(("in_approval", "in_approval"), await Status(desk, contract));
        await Do(desk, Desk.Commercial, contract, "approval.approve", ("scan", new[] { await Scan(desk, contract) }));
        Assert.Equal(("executing", "approved"), await Status(desk, contract));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_expense_is_approved_by_as_many_as_its_amount_asks_for(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var shop = await Shelf.Fill(desk);
        foreach (var (amount, nodes) in new[] { (1_000m, "manager"), (1_000.01m, "manager finance"), (5_000m, "manager finance"), (5_000.01m, "manager finance executive") })
        {
            var draft = new Draft(desk.Form("expense")).Set("account", shop.Account);
            draft.Lines["items"] = [new(null, new Dictionary<string, object?> { ["type"] = "travel", ["date"] = new DateOnly(2026, 11, 2), ["amount"] = amount })];
            var expense = (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
            Assert.Equal(nodes, await Way(desk, expense));
            await Do(desk, Desk.Finance, expense, "pay", ("paid_at", new DateOnly(2026, 11, 3)));
            Assert.Equal("paid", (await desk.Read("expense", expense.Id))["pay_status"]);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_counts_when_finance_has_confirmed_it_and_an_invoice_ahead_of_payment_goes_to_the_manager_too(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var shop = await Shelf.Fill(desk);
        var contract = await Contract(desk, shop, 100_000m);
        await Way(desk, contract);
        var payment = await desk.Create(Desk.Rep, "payment", ("contract", contract.Id), ("amount", 20_000m), ("method", "alipay"));
        Assert.Equal(0m, (await desk.Read("contract", contract.Id))["received_total"]);
        await Do(desk, Desk.Finance, payment, "approval.approve", ("amount", 20_000m), ("received_at", new DateOnly(2026, 11, 2)));
        var confirmed = await desk.Read("payment", payment.Id);
        Assert.Equal(("confirmed", Desk.Finance, 20_000m), (confirmed["status"], confirmed["confirmed_by"], (await desk.Read("contract", contract.Id))["received_total"]));

        var (within, ahead) = (await Invoice(desk, contract, 50_000m), await Invoice(desk, contract, 50_000.01m));
        Assert.Equal(("finance", "manager finance"), (await Way(desk, within), await Way(desk, ahead)));
        Assert.Equal(("to_issue", "approved"), await Status(desk, ahead));
        await Do(desk, Desk.Finance, within, "issue", ("invoice_no", "0001"), ("invoice_date", new DateOnly(2026, 11, 3)));
        Assert.Equal("issued", (await desk.Read("invoice", within.Id))["status"]);
        Assert.Equal(ProblemKind.Forbidden, (await Refused(() => Do(desk, Desk.Rep, ahead, "issue"))).Kind);
    }

    /// <summary>Submits it and lets everybody approve who is asked; the nodes in the order they were entered.</summary>
    private static async Task<string> Way(Desk desk, Record record)
    {
        await Do(desk, (long)record["owner"]!, record, "approval.submit");
        var nodes = new List<string>();
        for (var now = await desk.Read(record.Form.Key, record.Id); now["flow_status"] is "in_approval"; now = await desk.Read(record.Form.Key, record.Id))
        {
            var node = (string)now["flow_node"]!;
            if (nodes.LastOrDefault() != node) nodes.Add(node);
            var open = (await desk.Database.Read(async s => await ApprovalTaskRows.Of(s, desk.App.Schema, [(await ApprovalRows.Running(s, desk.App.Schema, record.Form.No, record.Id))!.Id]))).First(t => t.State == "open");
            (string, object?)[] answers = node == "archive" ? [("scan", new[] { await Scan(desk, record) })] : [];
            await Do(desk, open.MemberId, record, "approval.approve", answers);
        }
        return string.Join(' ', nodes);
    }

    private static async Task<long> Scan(Desk desk, Record contract)
    {
        var id = desk.Ids.Next();
        await desk.Database.Write(s => FileRows.Add(s, desk.App.Schema, new(id, "scan.pdf", "application/pdf", 10, new string('0', 64), desk.Clock.Now.UtcDateTime, Desk.Commercial, contract.Form.No, null, null, "new")));
        return id;
    }

    private static async Task<Record> Quote(Desk desk, Shelf shop, decimal discount)
    {
        var draft = new Draft(desk.Form("quote")).Set("name", "报价").Set("account", shop.Account).Set("price_book", shop.Book);
        draft.Lines["lines"] = [new(null, new Dictionary<string, object?> { ["product"] = shop.Product, ["qty"] = 10m, ["list_price"] = 100_000m, ["discount"] = discount })];
        return (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
    }

    private static Task<Record> Contract(Desk desk, Shelf shop, decimal amount, bool special = false) => desk.Create(Desk.Rep, "contract", ("name", "合同"), ("type", "sales"), ("account", shop.Account),
        ("signer", Desk.Rep), ("order_owner", Desk.Rep), ("order_date", new DateOnly(2026, 11, 2)), ("amount", amount), ("nonstandard", special));

    private static Task<Record> Invoice(Desk desk, Record contract, decimal amount) => desk.Create(Desk.Rep, "invoice", ("contract", contract.Id), ("kind", "general_vat"), ("title", "恒力"), ("amount", amount));

    private static async Task<(object?, object?)> Status(Desk desk, Record record) => await desk.Read(record.Form.Key, record.Id) is var now ? (now["status"], now["flow_status"]) : default;

    private static Task Do(Desk desk, long by, Record record, string action, params (string Key, object? Value)[] answers)
    {
        var ask = record.Form.Action(action)!.Ask;
        var draft = ask is null ? null : new Draft(ask);
        foreach (var (key, value) in answers) draft!.Set(key, value);
        return desk.Records.Act(desk.Actor(by), record.Form, record.Id, action, draft);
    }

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    /// <summary>What one can sell, and to whom.</summary>
    private sealed record Shelf(long Account, long Product, long Book)
    {
        public static async Task<Shelf> Fill(Desk desk, decimal cost = 50_000m)
        {
            var product = await desk.Create(Desk.Admin, "product", ("code", "P" + cost), ("name", "装配线" + cost), ("category", "assembly_line"), ("unit", "set"), ("list_price", 100_000m), ("cost_price", cost), ("tax_rate", 13m), ("status", "on_sale"));
            var prices = new Draft(desk.Form("price_book")).Set("name", "标准" + cost).Set("valid_from", new DateOnly(2026, 1, 1)).Set("active", true);
            prices.Lines["entries"] = [new(null, new Dictionary<string, object?> { ["product"] = product.Id, ["price"] = 100_000m })];
            var book = (await desk.Records.Save(desk.Actor(Desk.Admin), prices)).Record;
            var account = await desk.Create(Desk.Rep, "account", ("name", "恒力" + cost), ("demand_type", "standard"));
            return new(account.Id, product.Id, book.Id);
        }
    }
}
