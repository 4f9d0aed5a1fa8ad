using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>Deliveries that are entered, imported or sent by a program name the lines of their contract as those of the contract's action do.</summary>
public sealed class LeadToCashDeliveryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_delivery_that_is_entered_names_the_lines_of_its_contract_and_takes_their_prices(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var lines = await Lines(chain);

        var made = await Enter(chain, ("A1", 1m), ("V2", 3m));

        var items = made.Lines(made.Form["items"]);
        Assert.Equal([lines[0].Id.ToString(), lines[1].Id.ToString()], items.Select(i => i["contract_line"]));
        Assert.Equal([540_000m, 76_500m], items.Select(i => i["price"]));
        Assert.Equal([0m, 1m, 1m], (await Lines(chain)).Select(l => l["remaining_qty"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task More_than_remains_and_what_was_never_sold_is_refused_at_its_cell(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        await Enter(chain, ("V2", 3m));
        var other = (await chain.Desk.Create(Desk.Admin, "product", ("code", "X9"), ("name", "别的"), ("category", "other"), ("unit", "set"), ("list_price", 1m), ("tax_rate", 13m), ("status", "on_sale"))).Id;
        chain.Products["X9"] = other;

        var much = Assert.Single((await chain.Refused(() => Enter(chain, ("V2", 2m)))).Errors);
        var twice = Assert.Single((await chain.Refused(() => Enter(chain, ("V2", 1m), ("V2", 1m)))).Errors);
        var never = Assert.Single((await chain.Refused(() => Enter(chain, ("X9", 1m)))).Errors);

        Assert.Equal(("items[0].qty", "fulfilment.too_much"), (much.Field, much.Code));
        Assert.Contains("最多还有 1", much.Message.Zh, StringComparison.Ordinal);
        Assert.Equal(("items[1].qty", "fulfilment.too_much"), (twice.Field, twice.Code));
        Assert.Equal(("items[0].product", "fulfilment.not_there"), (never.Field, never.Code));
        Assert.Contains("视觉检测仪 1", never.Message.Zh, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_quantity_that_is_corrected_stays_within_what_the_others_leave(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var made = await Enter(chain, ("V2", 3m));
        var item = Assert.Single(made.Lines(made.Form["items"]));

        await Correct(4m);
        Assert.Equal([1m, 0m, 1m], (await Lines(chain)).Select(l => l["remaining_qty"]));
        Assert.Equal("fulfilment.too_much", Assert.Single((await chain.Refused(() => Correct(5m))).Errors).Code);

        Task Correct(decimal quantity)
        {
            var draft = new Draft(made.Form) { Id = made.Id };
            draft.Lines["items"] = [new DraftLine(item.Id, new Dictionary<string, object?> { ["qty"] = quantity })];
            return chain.Desk.Records.Save(chain.Desk.Actor(Desk.Delivery), draft);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_without_lines_is_delivered_by_value_and_never_beyond_its_amount(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var contract = await chain.Desk.Create(Desk.Rep, "contract", ("name", "维保服务"), ("account", chain.Account), ("amount", 1_000m));
        await chain.Put("contract", contract.Id, ("status", "executing"));

        var outcomes = await Races.Run(_ => Save(chain, contract.Id, new Dictionary<string, object?> { ["product"] = chain.Products["S1"], ["qty"] = 1m, ["price"] = 400m }));

        Assert.Equal(2, outcomes.Count(o => o == "ok"));
        Assert.Equal(800m, (await chain.Desk.Read("contract", contract.Id))["scheduled_value"]);
    }

    /// <summary>As somebody fills in the form, or a program sends it.</summary>
    internal static Task<Record> Enter(QuoteToCash chain, params (string Code, decimal Quantity)[] items) =>
        Save(chain, chain.Contract, [.. items.Select(i => new Dictionary<string, object?> { ["product"] = chain.Products[i.Code], ["qty"] = i.Quantity })]);

    [Theory, OnSqlite, OnPostgres]
    public async Task The_form_of_a_delivery_begins_with_the_open_lines_of_its_contract(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        await Enter(chain, ("V2", 3m), ("S1", 1m));
        var (form, actor) = (chain.Desk.Form("delivery"), chain.Desk.Actor(Desk.Delivery));
        var draft = new Draft(form).Set("contract", chain.Contract);

        var items = (await chain.Desk.Records.Preview(actor, draft)).Record.Lines(form["items"]);
        Assert.Equal([(chain.Products["A1"], 1m, 540_000m), (chain.Products["V2"], 1m, 76_500m)], items.Select(i => ((long)i["product"]!, (decimal)i["qty"]!, (decimal)i["price"]!)));

        // What somebody makes of them stays; what the contract does not have gives way.
        draft.Lines["items"] = [new DraftLine(null, new Dictionary<string, object?> { ["product"] = chain.Products["V2"], ["qty"] = 0.5m })];
        Assert.Equal(0.5m, Assert.Single((await chain.Desk.Records.Preview(actor, draft)).Record.Lines(form["items"]))["qty"]);
        draft.Lines["items"] = [new DraftLine(null, new Dictionary<string, object?>())];
        Assert.Equal(2, (await chain.Desk.Records.Preview(actor, draft)).Record.Lines(form["items"]).Count);

        // Only a form is helped: what a program sends without lines is refused as ever.
        Assert.Contains("items", (await chain.Refused(() => chain.Desk.Records.Save(actor, new Draft(form).Set("contract", chain.Contract).Set("plan_date", new DateOnly(2026, 11, 30))))).Errors.Select(e => e.Field));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Fractions_of_a_line_deliver_it_to_the_cent(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        var draft = new Draft(chain.Desk.Form("contract")).Set("name", "按比例交付").Set("account", chain.Account);
        draft.Lines["lines"] = [new DraftLine(null, new Dictionary<string, object?> { ["product"] = chain.Products["V2"], ["qty"] = 1m, ["list_price"] = 10.01m })];
        var contract = (await chain.Desk.Records.Save(chain.Desk.Actor(Desk.Rep), draft)).Record.Id;
        await chain.Put("contract", contract, ("status", "executing"));

        // 3.30 + 3.30 + 3.40 is a cent less than the line.
        foreach (var part in new[] { 0.33m, 0.33m, 0.34m })
        {
            var made = await Save(chain, contract, new Dictionary<string, object?> { ["product"] = chain.Products["V2"], ["qty"] = part });
            await chain.Act(Desk.Delivery, "delivery", made.Id, "ship", ("actual_date", new DateOnly(2026, 11, 30)));
        }

        var done = await chain.Desk.Read("contract", contract);
        Assert.Equal((100m, 10.01m, 10m), (done["delivery_rate"], done["delivered_share"], done["delivered_value"]));
    }

    private static async Task<Record> Save(QuoteToCash chain, long contract, params Dictionary<string, object?>[] items)
    {
        var draft = new Draft(chain.Desk.Form("delivery")).Set("contract", contract).Set("plan_date", new DateOnly(2026, 11, 30));
        draft.Lines["items"] = [.. items.Select(i => new DraftLine(null, i))];
        return (await chain.Desk.Records.Save(chain.Desk.Actor(Desk.Delivery), draft)).Record;
    }

    private static async Task<IReadOnlyList<Record>> Lines(QuoteToCash chain) => (await chain.Desk.Read("contract", chain.Contract)).Lines(chain.Desk.Form("contract")["lines"]);

    private static async Task<QuoteToCash> Signed(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        return chain;
    }
}
