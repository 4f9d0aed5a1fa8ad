using Weir.Engine.Access;
using Weir.Engine.Capabilities.Pricing;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.LeadToCash;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities;

/// <summary>What a customer was offered or sold a thing at before, for those who may know it.</summary>
public sealed class PriceHistoryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Former_prices_are_those_of_this_customer_and_this_product_the_latest_first(DatabaseKind kind)
    {
        await using var chain = await Chain(kind);
        var desk = chain.Desk;
        var (history, found) = (PriceHistory.Of(desk.Form("quote"))!, await Find(chain, Desk.Rep, "A1"));
        Assert.Equal(540_000m, found[0].Price);
        Assert.Equal(["contract", "quote"], found.Select(f => f.Form.Key).Order());
        Assert.All(found, f => Assert.Equal(1m, f.Quantity));
        Assert.Equal(76_500m, (await Find(chain, Desk.Rep, "V2"))[0].Price);
        // The quote in hand is no history, and neither is one that nobody was offered.
        Assert.Equal(["contract"], (await history.Find(desk.Query, desk.Actor(Desk.Rep), chain.Account, chain.Products["A1"], chain.Quote)).Select(f => f.Form.Key));
        var draft = new Draft(desk.Form("quote")).Set("name", "草稿").Set("account", chain.Account);
        draft.Lines["lines"] = [new(null, new Dictionary<string, object?> { ["product"] = chain.Products["A1"], ["discount"] = 50m })];
        await desk.Records.Save(desk.Actor(Desk.Rep), draft);
        Assert.DoesNotContain(await Find(chain, Desk.Rep, "A1"), f => f.Price == 300_000m);
        var other = await desk.Create(Desk.Rep, "account", ("name", "无锡博远自动化有限公司"), ("demand_type", "standard"));
        Assert.Empty(await history.Find(desk.Query, desk.Actor(Desk.Rep), other.Id, chain.Products["A1"], null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_learns_a_price_from_a_record_or_a_column_that_is_closed_to_them(DatabaseKind kind)
    {
        await using var chain = await Chain(kind);
        Assert.Empty(await Find(chain, Desk.OtherRep, "A1"));
        Assert.Empty(await Find(chain, Desk.Marketing, "A1"));
        Assert.NotEmpty(await Find(chain, Desk.Manager, "A1"));
        await chain.Desk.Publish(app => app with
        {
            Roles = [.. app.Roles.Select(r => r.Key != "sales_manager" ? r : r with
            {
                Forms = r.Forms.ToDictionary(f => f.Key, f => f.Key is not ("quote" or "contract") ? f.Value : f.Value with { Fields = new Dictionary<string, FieldRight>(f.Value.Fields) { ["lines.price"] = FieldRight.Hidden } }),
            })],
        });
        Assert.Empty(await Find(chain, Desk.Manager, "A1"));
    }

    private static async Task<QuoteToCash> Chain(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        return chain;
    }

    private static Task<IReadOnlyList<FormerPrice>> Find(QuoteToCash chain, long member, string code) =>
        PriceHistory.Of(chain.Desk.Form("quote"))!.Find(chain.Desk.Query, chain.Desk.Actor(member), chain.Account, chain.Products[code], null);
}
