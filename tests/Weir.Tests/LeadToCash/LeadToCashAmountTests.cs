using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>What an opportunity is worth: the sum of its lines, the total of the quote that the customer accepts, else what was typed; and how a discount on a whole quote falls to its lines.</summary>
public sealed class LeadToCashAmountTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_amount_of_an_opportunity_with_lines_is_their_sum_on_every_road(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        var desk = chain.Desk;
        var deal = await desk.Read("opportunity", chain.Opportunity);

        Sum(await chain.Refused(() => desk.Change(Desk.Rep, deal, ("amount", 5m))));
        var created = new Draft(deal.Form).Set("name", "另一个").Set("account", chain.Account).Set("amount", 5m);
        created.Lines["lines"] = [Line("S1", 2m)];
        Sum(await chain.Refused(() => desk.Records.Save(desk.Actor(Desk.Rep), created)));
        Sum((await desk.Records.SaveMany(desk.Actor(Desk.Rep), [new Draft(deal.Form) { Id = deal.Id }.Set("amount", 6m)]))[0].Problem!);
        // What an action or the system writes gives way to the lines.
        await chain.Put("opportunity", deal.Id, ("amount", 7m));
        Assert.Equal(900_000m, (await desk.Read("opportunity", deal.Id))["amount"]);
        Assert.Equal(120_000m, (await desk.Records.Save(desk.Actor(Desk.Rep), created.Set("amount", 120_000m))).Record["amount"]);

        static void Sum(Engine.Problems.Problem refused)
        {
            var error = Assert.Single(refused.Errors);
            Assert.Equal(("amount", "field.locked"), (error.Field, error.Code));
            Assert.Contains("明细合计", error.Message.Zh, StringComparison.Ordinal);
        }

        DraftLine Line(string code, decimal qty) => new(null, new Dictionary<string, object?> { ["product"] = chain.Products[code], ["qty"] = qty });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_amount_that_was_typed_gives_way_to_lines_and_these_to_the_quote_that_is_accepted(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await chain.Sell();
        var typed = await desk.Create(Desk.Rep, "opportunity", ("name", "先估"), ("account", chain.Account), ("amount", 50_000m));
        Assert.Equal(60_000m, (await desk.Change(Desk.Rep, typed, ("amount", 60_000m)))["amount"]);
        var lines = new Draft(typed.Form) { Id = typed.Id };
        lines.Lines["lines"] = [new DraftLine(null, new Dictionary<string, object?> { ["product"] = chain.Products["V2"], ["qty"] = 2m })];
        Assert.Equal(170_000m, (await desk.Records.Save(desk.Actor(Desk.Rep), lines)).Record["amount"]);

        await chain.Offer(("extra_discount", 30_000m));
        Assert.Equal(870_000m, (await desk.Read("opportunity", chain.Opportunity))["amount"]);
        var later = new Draft(typed.Form) { Id = chain.Opportunity };
        later.Lines["lines"] = [new DraftLine(null, new Dictionary<string, object?> { ["product"] = chain.Products["A1"], ["qty"] = 3m })];
        Assert.Equal(870_000m, (await desk.Records.Save(desk.Actor(Desk.Rep), later)).Record["amount"]);
        Assert.Contains("客户已接受报价", Assert.Single((await chain.Refused(() => desk.Records.Save(desk.Actor(Desk.Rep), new Draft(typed.Form) { Id = chain.Opportunity }.Set("amount", 1m)))).Errors).Message.Zh, StringComparison.Ordinal);

        await chain.Sign();
        var won = await desk.Read("opportunity", chain.Opportunity);
        Assert.Equal(("won", 870_000m), (won["status"], won["amount"]));
        Assert.Equal("field.locked", Assert.Single((await chain.Refused(() => desk.Change(Desk.Rep, won, ("amount", 1m)))).Errors).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_discount_on_the_whole_quote_is_shared_out_by_amount_and_the_last_line_takes_the_rest(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await chain.Sell();
        var quote = (await chain.Act(Desk.Rep, "opportunity", chain.Opportunity, "quote")).Open!.Value.Id;

        // 540,000, 306,000 and 54,000 of 900,000: 600.006, 340.0034 and what is left.
        Assert.Equal([600.01m, 340.00m, 60.00m], await Shares(1_000.01m));
        Assert.Equal([60_000m, 34_000m, 6_000m], await Shares(100_000m));
        Assert.Equal([0m, 0m, 0m], await Shares(0m));

        async Task<IEnumerable<decimal>> Shares(decimal discount)
        {
            var saved = await desk.Change(Desk.Rep, await desk.Read("quote", quote, Desk.Rep), ("extra_discount", discount));
            return saved.Lines(saved.Form["lines"]).Select(l => (decimal)l["extra_share"]!);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_line_that_its_share_of_the_discount_takes_below_the_floor_goes_up_to_the_general_manager(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        var book = new Draft(desk.Form("price_book")) { Id = chain.Book };
        // With 10 % off it is sold at 76,500.
        book.Lines["entries"] = [.. (await desk.Read("price_book", chain.Book)).Lines(desk.Form("price_book")["entries"]).Select(l => new DraftLine(l.Id, new Dictionary<string, object?> { ["floor_price"] = Equals(l["product"], chain.Products["V2"]) ? 76_000m : 1m }))];
        await desk.Records.Save(desk.Actor(Desk.Admin), book);
        await chain.Sell();
        var quote = (await chain.Act(Desk.Rep, "opportunity", chain.Opportunity, "quote", ("price_book", chain.Book))).Open!.Value.Id;

        // Four at 76,000 are 304,000: 306,000 less 1,999.99 holds, less 2,000.01 does not.
        Assert.NotEqual(true, (await Discount(5_882.33m))["below_floor"]);
        Assert.Equal(true, (await Discount(5_882.40m))["below_floor"]);
        await chain.Act(Desk.Rep, "quote", quote, "approval.submit");
        await chain.Act(Desk.Manager, "quote", quote, "approval.approve");
        await chain.Act(Desk.Commercial, "quote", quote, "approval.approve");

        Assert.Equal(("in_approval", "executive"), ((await desk.Read("quote", quote))["status"], (await desk.Read("quote", quote))["flow_node"]));

        async Task<Record> Discount(decimal discount) => await desk.Change(Desk.Rep, await desk.Read("quote", quote, Desk.Rep), ("extra_discount", discount));
    }
}
