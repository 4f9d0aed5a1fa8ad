using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>Commissions on confirmed payments, by the rules of the template: 2 % up to a discount of 10 %, otherwise 1.5 %, to whoever answers for the order.</summary>
public sealed class CommissionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_step_28_of_810_000_received_two_percent_are_16_200(DatabaseKind kind)
    {
        await using var chain = await Signed(kind, 10m);
        var plan = await Plan(chain);

        var waiting = await Receive(chain, plan[0], 270_000m);
        Assert.Empty(await All(chain, Desk.Admin));
        await chain.Act(Desk.Finance, "payment", waiting, "approval.approve");
        foreach (var amount in new[] { 300_000m, 240_000m }) await chain.Act(Desk.Finance, "payment", await Receive(chain, plan[1], amount), "approval.approve");

        var all = await All(chain, Desk.Admin);
        Assert.Equal([5_400m, 6_000m, 4_800m], all.Select(c => c["amount"]));
        Assert.Equal(16_200m, all.Sum(c => (decimal)c["amount"]!));
        Assert.All(all, c => Assert.Equal((Desk.Rep, 2m, "receipt", chain.Contract), ((long)c["payee"]!, c["rate"], c["kind"], (long)c["contract"]!)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reversal_takes_back_exactly_what_was_earned(DatabaseKind kind)
    {
        await using var chain = await Signed(kind, 12m);
        var plan = await Plan(chain);
        var paid = await Receive(chain, plan[0], 33_333.33m);
        await chain.Act(Desk.Finance, "payment", paid, "approval.approve");
        // More than 10 % off: 1.5 %, rounded half away from zero to the cent.
        Assert.Equal(500m, Assert.Single(await All(chain, Desk.Admin))["amount"]);

        await chain.Act(Desk.Finance, "payment", paid, "reverse", ("remark", "退款"));

        var all = await All(chain, Desk.Admin);
        Assert.Equal([(500m, "receipt"), (-500m, "reversal")], all.Select(c => ((decimal)c["amount"]!, (string)c["kind"]!)));
        Assert.Equal(-33_333.33m, all[1]["base"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_without_an_instalment_earns_once_however_it_is_spread(DatabaseKind kind)
    {
        await using var chain = await Signed(kind, 10m);
        await Plan(chain);

        await chain.Act(Desk.Finance, "payment", await Receive(chain, null, 500_000m), "approval.approve");

        var all = await All(chain, Desk.Admin);
        Assert.Equal([270_000m, 230_000m], all.Select(c => (decimal)c["base"]!).OrderDescending());
        Assert.Equal(10_000m, all.Sum(c => (decimal)c["amount"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Everybody_sees_their_own_managers_their_teams_finance_all_and_others_none(DatabaseKind kind)
    {
        await using var chain = await Signed(kind, 10m);
        var plan = await Plan(chain);
        await chain.Act(Desk.Finance, "payment", await Receive(chain, plan[0], 270_000m), "approval.approve");

        foreach (var member in new[] { Desk.Rep, Desk.Manager, Desk.Finance, Desk.Executive }) Assert.Single(await All(chain, member));
        Assert.Empty(await All(chain, Desk.OtherRep));
        foreach (var member in new[] { Desk.Delivery, Desk.Commercial, Desk.Marketing })
            Assert.Equal(ProblemKind.NotFound, (await chain.Refused(() => All(chain, member))).Kind);
        var own = (await All(chain, Desk.Rep))[0];
        Assert.Equal(ProblemKind.Forbidden, (await chain.Refused(() => chain.Desk.Change(Desk.Rep, own, ("rate", 50m)))).Kind);

        var adjusted = await chain.Desk.Create(Desk.Finance, "commission", ("payee", Desk.Rep), ("adjustment", -400m), ("remark", "上月多计"));
        Assert.Equal(-400m, adjusted["amount"]);
        Assert.Equal(2, (await All(chain, Desk.Rep)).Count);
    }

    private static async Task<QuoteToCash> Signed(DatabaseKind kind, decimal discount)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell(discount);
        await chain.Offer();
        await chain.Sign();
        return chain;
    }

    private static async Task<List<long>> Plan(QuoteToCash chain) =>
        [.. (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-25"), (60m, null, "2026-12-20"), (10m, null, "2027-11-20"))))).Saves.Where(s => s.Created).Select(s => s.Record.Id)];

    private static async Task<long> Receive(QuoteToCash chain, long? plan, decimal amount) =>
        (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("plan", plan), ("amount", amount), ("method", "cash"))).Saves.Single(s => s.Created).Record.Id;

    private static async Task<List<Record>> All(QuoteToCash chain, long member)
    {
        var page = await chain.Desk.Query.List(chain.Desk.Actor(member), new ListQuery(chain.Desk.Form("commission")) { Limit = 100 });
        var all = new List<Record>();
        foreach (var row in page.Rows.OrderBy(r => r.Id)) all.Add(await chain.Desk.Read("commission", row.Id));
        return all;
    }
}
