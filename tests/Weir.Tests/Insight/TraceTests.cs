using Weir.Engine.Insight;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.LeadToCash;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Insight;

/// <summary>The way of business from the campaign to the commission, back and forward, as different people may see it.</summary>
public sealed class TraceTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_step_29_the_trace_from_payment_to_lead_shows_every_record(DatabaseKind kind)
    {
        await using var chain = await Paid(kind);
        var (desk, ids) = (chain.Desk, chain.Ids);

        var back = await Load(desk, Desk.Admin, "payment", ids["payment"]);
        foreach (var form in new[] { "campaign", "lead", "opportunity", "quote", "contract", "payment_plan", "payment", "commission" })
            Assert.Equal(ids[form], Assert.Single(back[form].Items).Id);
        Assert.True(back["payment"].Here);
        Assert.All(back.Values, s => Assert.False(s.Masked));

        // And forward: from the lead to the money, all three instalments with it.
        var on = await Load(desk, Desk.Admin, "lead", ids["lead"]);
        Assert.Equal(3, on["payment_plan"].Items.Count);
        Assert.Equal(ids["payment"], Assert.Single(on["payment"].Items).Id);
        Assert.Contains(200_000m, on["payment"].Items[0].Facts.Select(f => f.Value));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_one_may_not_see_is_a_masked_step_and_nothing_lies_behind_it(DatabaseKind kind)
    {
        await using var chain = await Paid(kind);
        var (desk, ids) = (chain.Desk, chain.Ids);

        // Finance sees the quote and no opportunities: there is one, and what is behind it stays unknown.
        var finance = await Load(desk, Desk.Finance, "payment", ids["payment"]);
        Assert.Equal(ids["contract"], Assert.Single(finance["contract"].Items).Id);
        Assert.Equal((0, true), (finance["opportunity"].Items.Count, finance["opportunity"].Masked));
        Assert.Equal((0, false), (finance["lead"].Items.Count, finance["lead"].Masked));
        Assert.Equal((0, false), (finance["campaign"].Items.Count, finance["campaign"].Masked));
        // Not that there is none: it cannot be told. Of the delivery it can.
        Assert.Equal((true, true, false), (finance["lead"].Unknown, finance["campaign"].Unknown, finance["delivery"].Unknown));

        // Marketing follows its campaign to the opportunity; quotes are not its business.
        var marketing = await Load(desk, Desk.Marketing, "campaign", ids["campaign"]);
        Assert.Equal(ids["opportunity"], Assert.Single(marketing["opportunity"].Items).Id);
        Assert.Equal((0, true), (marketing["quote"].Items.Count, marketing["quote"].Masked));
        Assert.Equal((0, false, true), (marketing["payment"].Items.Count, marketing["payment"].Masked, marketing["payment"].Unknown));

        await Assert.ThrowsAsync<Engine.Problems.ProblemException>(() => Load(desk, Desk.SouthRep, "payment", ids["payment"]));
    }

    [Fact]
    public void A_way_over_links_that_are_none_is_refused()
    {
        var template = Engine.Apps.Template.Load("l2c");
        var wrong = template with { Traces = [new() { Label = ("x", "x"), Steps = [new() { Form = "payment" }, new() { Form = "lead", From = ["campaign"] }] }] };
        Assert.Equal("trace.unknown", Assert.Single(Assert.Throws<Engine.Apps.DefinitionErrors>(() => Engine.Apps.AppBuilder.Build(wrong)).Errors).Code);
    }

    private static async Task<Dictionary<string, TraceStep>> Load(Desk desk, long member, string form, long id) =>
        (await new Traces(desk.Database, desk.Query, desk.Clock).Load(desk.Actor(member), desk.App.Traces[0], desk.Form(form), id)).ToDictionary(s => s.Of.Form.Key);

    private static async Task<Way> Paid(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        var desk = chain.Desk;
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        var campaign = await desk.Create(Desk.Marketing, "campaign", ("name", "2026华东智能制造展"), ("type", "exhibition"), ("start", new DateOnly(2026, 11, 1)), ("end", new DateOnly(2026, 11, 3)));
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13800138000"), ("source", "campaign"), ("campaign", campaign.Id));
        await chain.Put("opportunity", chain.Opportunity, ("lead", lead.Id), ("campaign", campaign.Id), ("account", chain.Account));
        var plan = (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-25"), (60m, null, "2026-12-20"), (10m, null, "2027-11-20"))))).Saves.Where(s => s.Created).Select(s => s.Record.Id).ToList();
        var paid = (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("plan", plan[0]), ("amount", 200_000m), ("method", "cash"))).Saves.Single(s => s.Created).Record.Id;
        await chain.Act(Desk.Finance, "payment", paid, "approval.approve");
        var commission = (await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(desk.Form("commission")))).Rows.Single().Id;
        return new(chain, new() { ["campaign"] = campaign.Id, ["lead"] = lead.Id, ["opportunity"] = chain.Opportunity, ["quote"] = chain.Quote, ["contract"] = chain.Contract, ["payment_plan"] = plan[0], ["payment"] = paid, ["commission"] = commission });
    }

    private sealed record Way(QuoteToCash Chain, Dictionary<string, long> Ids) : IAsyncDisposable
    {
        public Desk Desk => Chain.Desk;

        public ValueTask DisposeAsync() => Chain.DisposeAsync();
    }
}
