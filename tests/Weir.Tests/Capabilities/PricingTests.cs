using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Prices of line items: which book gives them, from which quantity on, and what happens to those that somebody typed.</summary>
public sealed class PricingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_quantity_chooses_the_tier(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 80m, 1m), (90m, 75m, 10m), (85m, 70m, 50m));
        foreach (var (quantity, price, floor) in new[] { (1m, 100m, 80m), (9.99m, 100m, 80m), (10m, 90m, 75m), (50m, 85m, 70m) })
            Assert.Equal((price, floor), Prices(await shop.Offer(("qty", quantity))));
        // Less than the smallest quantity of the book: the price of the product itself.
        Assert.Equal((120m, null), Prices(await shop.Offer(("qty", 0.5m))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_book_that_is_limited_to_the_account_the_most_wins(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        var all = await shop.Book("全部", ["all_accounts"], preferred: true, (100m, null, 1m));
        Assert.Equal(100m, Price(await shop.Offer()));
        await shop.Book("华东", ["east_china"], (95m, null, 1m));
        Assert.Equal(95m, Price(await shop.Offer()));
        await shop.Book("A级", ["level_a", "level_c"], (90m, null, 1m));
        Assert.Equal(90m, Price(await shop.Offer()));
        await shop.Book("A级华东", ["level_a", "east_china"], (88m, null, 1m));
        Assert.Equal(88m, Price(await shop.Offer()));
        await shop.Book("伙伴", ["partner"], (60m, null, 1m));
        await shop.Book("A级华南", ["level_a", "south_china"], (50m, null, 1m));
        var offer = await shop.Offer();
        Assert.Equal(88m, Price(offer));
        // Who chooses a book gets its prices, whatever would fit better.
        var chosen = await shop.Offer(book: all);
        Assert.Equal((100m, all), (Price(chosen), chosen["price_book"]));
        Assert.NotEqual(all, offer["price_book"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Books_out_of_their_time_or_not_active_give_no_price(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        var standard = await shop.Book("标准", ["all_accounts"], (100m, null, 1m));
        var over = await shop.Book("已过期", ["all_accounts"], (1m, null, 1m), from: new(2026, 1, 1), to: new(2026, 11, 1));
        await shop.Book("未开始", ["all_accounts"], (2m, null, 1m), from: new(2026, 11, 3));
        await shop.Book("停用", ["all_accounts"], (3m, null, 1m), active: false);
        var offer = await shop.Offer();
        Assert.Equal((100m, standard), (Price(offer), offer["price_book"]));
        var today = await shop.Book("今天最后一天", ["all_accounts"], (4m, null, 1m), from: new(2026, 11, 2), to: new(2026, 11, 2));
        Assert.Equal(today, (await shop.Offer())["price_book"]);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => shop.Offer(book: over));
        Assert.Equal("pricing.book_not_valid", Assert.Single(refused.Problem.Errors, e => e.Field == "price_book").Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_price_typed_by_hand_stays_until_it_is_cleared(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 80m, 1m), (90m, 75m, 10m));
        var offer = await shop.Offer(("list_price", 97m));
        Assert.Equal((97m, 80m), Prices(offer));
        offer = await shop.Change(offer, ("qty", 20m));
        Assert.Equal((97m, 75m), Prices(offer));
        offer = await shop.Change(offer, ("list_price", null));
        Assert.Equal((90m, 75m), Prices(offer));
        offer = await shop.Change(offer, ("qty", 1m));
        Assert.Equal((100m, 80m), Prices(offer));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stored_price_moves_only_with_what_it_was_found_by(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        var book = await shop.Book("标准", ["all_accounts"], (100m, null, 1m));
        var offer = await shop.Offer();
        var dearer = await shop.Desk.Read("price_book", book);
        var draft = new Draft(dearer.Form) { Id = book };
        draft.Lines["entries"] = [new(dearer.Lines(dearer.Form["entries"])[0].Id, new Dictionary<string, object?> { ["price"] = 130m })];
        await shop.Desk.Records.Save(shop.Desk.Actor(Desk.Admin), draft);
        Assert.Equal(100m, Price(offer = await shop.Desk.Change(Desk.Rep, offer, ("pay_terms", "30 天"))));
        Assert.Equal(100m, Price(offer = await shop.Change(offer, ("discount", 5m))));
        Assert.Equal(130m, Price(await shop.Change(offer, ("qty", 2m))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_product_on_a_line_brings_its_own_price_unit_and_cost(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 80m, 1m));
        var other = await shop.Desk.Create(Desk.Admin, "product", ("code", "X9"), ("name", "视觉检测仪"), ("category", "other"), ("unit", "machine"), ("list_price", 500m), ("cost_price", 300m), ("tax_rate", 13m), ("status", "on_sale"));
        foreach (var offer in new[] { await shop.Offer(), await shop.Offer(("list_price", 97m)) })
        {
            var line = Line(await shop.Change(offer, ("product", other.Id)));
            Assert.Equal((500m, null, "machine", 300m), (line["list_price"], line["floor_price"], line["unit"], line["cost"]));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Below_its_lowest_price_a_quote_goes_to_the_top(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 97m, 1m));
        var (at, below) = (await shop.Offer(("discount", 3m)), await shop.Offer(("discount", 3.01m)));
        Assert.NotEqual(true, at["below_floor"]);
        Assert.Equal(true, below["below_floor"]);
        await Submit(shop, at);
        Assert.Equal("approved", (await shop.Desk.Read("quote", at.Id))["status"]);
        await Submit(shop, below);
        foreach (var member in new[] { Desk.Manager, Desk.Commercial })
        {
            Assert.Equal("in_approval", (await shop.Desk.Read("quote", below.Id))["status"]);
            await shop.Desk.Records.Act(shop.Desk.Actor(member), below.Form, below.Id, "approval.approve", new Draft(below.Form.Action("approval.approve")!.Ask!));
        }
        Assert.Equal("in_approval", (await shop.Desk.Read("quote", below.Id))["status"]);
        await shop.Desk.Records.Act(shop.Desk.Actor(Desk.Executive), below.Form, below.Id, "approval.approve", new Draft(below.Form.Action("approval.approve")!.Ask!));
        Assert.Equal("approved", (await shop.Desk.Read("quote", below.Id))["status"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_marker_is_nobodys_to_write(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 97m, 1m));
        var below = await shop.Offer(("discount", 10m));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => shop.Desk.Change(Desk.Rep, below, ("below_floor", false)));
        Assert.Equal("field.read_only", Assert.Single(refused.Problem.Errors).Code);
        foreach (var column in new[] { "floor_price", "given_price" })
            Assert.Contains((await Assert.ThrowsAsync<ProblemException>(() => shop.Change(below, (column, 1m)))).Problem.Errors, e => e.Code == "field.read_only");
        Assert.Equal(false, (await shop.Change(below, ("discount", 1m)))["below_floor"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task While_typing_the_same_prices_come_and_nothing_is_kept(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 80m, 1m), (90m, 75m, 10m));
        var preview = (await shop.Desk.Records.Preview(shop.Desk.Actor(Desk.Rep), shop.Draft(null, ("qty", 10m), ("discount", 20m)))).Record;
        Assert.Equal((90m, 75m, true), (Price(preview), Line(preview)["floor_price"], preview["below_floor"]));
        Assert.Equal("标准", (await shop.Desk.Read("price_book", (long)preview["price_book"]!))["name"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_not_read_costs_learns_no_margin_from_a_preview(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 80m, 1m));
        var (rep, manager) = (await shop.Desk.Records.Preview(shop.Desk.Actor(Desk.Rep), shop.Draft(null)), await shop.Desk.Records.Preview(shop.Desk.Actor(Desk.Admin), shop.Draft(null)));
        Assert.Equal((null, null, null), (rep.Record["gross_margin"], rep.Record["cost_total"], Line(rep.Record)["cost"]));
        Assert.Equal((50m, 50m), (manager.Record["gross_margin"], Line(manager.Record)["cost"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_account_chooses_another_book_and_its_prices(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("全部", ["all_accounts"], (100m, null, 1m));
        var key = await shop.Book("A级", ["level_a"], (90m, null, 1m));
        var offer = await shop.Offer();
        Assert.Equal((90m, key), (Price(offer), offer["price_book"]));
        var small = await shop.Desk.Create(Desk.Rep, "account", ("name", "宁波小微机电有限公司"), ("demand_type", "standard"), ("level", "c"));
        Assert.Equal(100m, Price(await shop.Desk.Change(Desk.Rep, offer, ("account", small.Id))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_price_in_another_currency_is_divided_by_the_rate_that_the_quote_keeps(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, 80m, 1m));
        var own = await shop.Offer();
        Assert.Equal((100m, 1m, own["total"]), (Price(own), own["exchange_rate"], own["total_home"]));
        // 100 ÷ 7.2 = 13.888…, 80 ÷ 7.2 = 11.111…
        var foreign = (await shop.Desk.Records.Save(shop.Desk.Actor(Desk.Rep), shop.Draft(null, ("qty", 10m)).Set("currency", "usd").Set("exchange_rate", 7.2m))).Record;
        Assert.Equal((13.89m, 11.11m), Prices(foreign));
        Assert.Equal((138.90m, 1_000.08m), (foreign["total"], foreign["total_home"]));
        Assert.Equal(11.83m, Price(foreign = await shop.Desk.Change(Desk.Rep, foreign, ("exchange_rate", 8.45m))));
        // Another currency says nothing about its rate: it is asked for.
        var refused = await Assert.ThrowsAsync<ProblemException>(() => shop.Desk.Change(Desk.Rep, foreign, ("currency", "eur")));
        Assert.Contains(refused.Problem.Errors, e => e.Field == "exchange_rate");
        Assert.Equal((100m, 1m), (Price(foreign = await shop.Desk.Change(Desk.Rep, foreign, ("currency", "cny"))), foreign["exchange_rate"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_book_in_the_currency_of_the_quote_goes_before_one_that_must_be_converted(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("A级", ["level_a"], (100m, null, 1m));
        var dollars = await shop.Book("美元", ["all_accounts"], (15m, null, 1m));
        await shop.Desk.Change(Desk.Admin, await shop.Desk.Read("price_book", dollars), ("currency", "usd"));
        Assert.Equal(100m, Price(await shop.Offer()));
        Assert.Equal(15m, Price((await shop.Desk.Records.Save(shop.Desk.Actor(Desk.Rep), shop.Draft(null).Set("currency", "usd").Set("exchange_rate", 7m))).Record));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contract_made_from_a_foreign_quote_keeps_its_currency_and_its_prices(DatabaseKind kind)
    {
        await using var shop = await Shop.Open(kind);
        await shop.Book("标准", ["all_accounts"], (100m, null, 1m));
        var quote = (await shop.Desk.Records.Save(shop.Desk.Actor(Desk.Rep), shop.Draft(null, ("qty", 10m), ("list_price", 20m)).Set("currency", "usd").Set("exchange_rate", 7.2m))).Record;
        await Submit(shop, quote);
        await shop.Desk.Records.Act(shop.Desk.Actor(Desk.Rep), quote.Form, quote.Id, "accept");
        var acted = await shop.Desk.Records.Act(shop.Desk.Actor(Desk.Rep), quote.Form, quote.Id, "to_contract");
        var contract = await shop.Desk.Read("contract", acted.Open!.Value.Id);
        Assert.Equal((200m, 20m, 1_440m), (contract["amount"], contract.Lines(contract.Form["lines"])[0]["price"], contract["amount_home"]));
    }

    private static Task Submit(Shop shop, Record offer) => shop.Desk.Records.Act(shop.Desk.Actor(Desk.Rep), offer.Form, offer.Id, "approval.submit", offer.Form.Action("approval.submit")!.Ask is { } ask ? new Draft(ask) : null);

    private static Record Line(Record offer) => offer.Lines(offer.Form["lines"])[0];

    private static decimal? Price(Record offer) => Line(offer)["list_price"] as decimal?;

    private static (decimal?, decimal?) Prices(Record offer) => (Price(offer), Line(offer)["floor_price"] as decimal?);

    /// <summary>One product, and one account of level A in Suzhou.</summary>
    private sealed class Shop(Desk desk, long account, long product) : IAsyncDisposable
    {
        public Desk Desk => desk;

        public static async Task<Shop> Open(DatabaseKind kind)
        {
            var desk = await Desk.Open(kind);
            var product = await desk.Create(Desk.Admin, "product", ("code", "A1"), ("name", "智能装配线"), ("category", "other"), ("unit", "set"), ("list_price", 120m), ("cost_price", 50m), ("tax_rate", 13m), ("status", "on_sale"));
            var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("demand_type", "standard"), ("level", "a"), ("region", "320500"));
            return new(desk, account.Id, product.Id);
        }

        public Task<long> Book(string name, string[] scope, params (decimal Price, decimal? Floor, decimal From)[] tiers) => Book(name, scope, false, tiers);

        public Task<long> Book(string name, string[] scope, (decimal Price, decimal? Floor, decimal From) tier, DateOnly? from = null, DateOnly? to = null, bool active = true) => Save(name, scope, false, [tier], from, to, active);

        public Task<long> Book(string name, string[] scope, bool preferred, params (decimal Price, decimal? Floor, decimal From)[] tiers) => Save(name, scope, preferred, tiers, null, null, true);

        private async Task<long> Save(string name, string[] scope, bool preferred, (decimal Price, decimal? Floor, decimal From)[] tiers, DateOnly? from, DateOnly? to, bool active)
        {
            var draft = new Draft(desk.Form("price_book")).Set("name", name).Set("scope", scope).Set("valid_from", from ?? new DateOnly(2026, 1, 1)).Set("valid_to", to).Set("is_default", preferred).Set("active", active);
            draft.Lines["entries"] = [.. tiers.Select(t => new DraftLine(null, new Dictionary<string, object?> { ["product"] = product, ["price"] = t.Price, ["floor_price"] = t.Floor, ["min_qty"] = t.From }))];
            return (await desk.Records.Save(desk.Actor(Desk.Admin), draft)).Record.Id;
        }

        public Draft Draft(long? book, params (string Key, object? Value)[] line)
        {
            var draft = new Draft(desk.Form("quote")).Set("name", "报价").Set("account", account);
            if (book is not null) draft.Set("price_book", book);
            draft.Lines["lines"] = [new(null, new Dictionary<string, object?>(line.Select(v => KeyValuePair.Create(v.Key, v.Value))) { ["product"] = product })];
            return draft;
        }

        public Task<Record> Offer(params (string Key, object? Value)[] line) => Offer(null, line);

        public async Task<Record> Offer(long? book, params (string Key, object? Value)[] line) => (await desk.Records.Save(desk.Actor(Desk.Rep), Draft(book, line))).Record;

        public async Task<Record> Change(Record offer, params (string Key, object? Value)[] line)
        {
            var draft = new Draft(offer.Form) { Id = offer.Id };
            draft.Lines["lines"] = [new(Line(offer).Id, new Dictionary<string, object?>(line.Select(v => KeyValuePair.Create(v.Key, v.Value))))];
            return (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
        }

        public ValueTask DisposeAsync() => desk.DisposeAsync();
    }
}
