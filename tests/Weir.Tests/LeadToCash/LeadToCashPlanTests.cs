using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>The plan of a contract in force is its whole amount, on whatever road instalments are made, changed or taken away.</summary>
public sealed class LeadToCashPlanTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_planned_by_the_action_names_both_sums_when_they_differ(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);

        var refused = await chain.Refused(() => chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-25"), (60m, 530_000m, "2026-12-20"), (10m, null, "2027-11-20")))));

        var error = Assert.Single(refused.Errors);
        Assert.Equal("plan", error.Field);
        Assert.StartsWith("计划合计 890,000.00 ≠ 合同金额 900,000.00", error.Message.Zh, StringComparison.Ordinal);
        Assert.StartsWith("Planned 890,000.00 ≠ contract amount 900,000.00", error.Message.En, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Instalments_of_a_contract_in_force_are_not_made_changed_or_deleted_so_that_something_stays_unplanned(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var desk = chain.Desk;

        Differs("890,000.00", await chain.Refused(() => Make(chain, 890_000m)));
        var plan = await Plan(chain);
        Differs("630,000.00", await chain.Refused(() => desk.Records.Delete(desk.Actor(Desk.Admin), desk.Form("payment_plan"), plan[0].Id)));
        // By whoever may change locked fields, and by the action that ends an instalment, no less.
        Assert.Equal("action.not_now", (await chain.Refused(() => chain.Act(Desk.Finance, "payment_plan", plan[0].Id, "void"))).Code);
        Assert.Equal("field.locked", Assert.Single((await chain.Refused(() => desk.Change(Desk.Finance, plan[1], ("amount", 1m)))).Errors).Code);
        Assert.Equal((900_000m, 0m), await Sums(chain));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_draft_is_planned_freely_and_comes_into_force_only_when_it_is_planned_in_full(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        var desk = chain.Desk;
        var contract = (await chain.Act(Desk.Rep, "quote", chain.Quote, "to_contract")).Open!.Value.Id;
        var first = await Make(chain, 300_000m, contract);

        Differs("300,000.00", await chain.Refused(() => chain.Act(Desk.Rep, "contract", contract, "approval.submit")));
        await desk.Change(Desk.Rep, first, ("amount", 400_000m));
        Assert.Equal((400_000m, 500_000m), await Sums(chain, contract));
        await Make(chain, 500_000m, contract);
        await chain.Act(Desk.Rep, "contract", contract, "approval.submit");

        Assert.Equal("in_approval", (await desk.Read("contract", contract))["status"]);
        // What is being decided is what was submitted.
        Differs("500,000.00", await chain.Refused(() => chain.Act(Desk.Finance, "payment_plan", first.Id, "void")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_that_is_approved_moves_the_rest_to_another_instalment_or_ends_one(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var plan = await Plan(chain);

        await Change(chain, plan[0], plan[1].Id, 70_000m);
        Assert.Equal([70_000m, 740_000m, 90_000m], await Amounts(chain, plan));
        await Change(chain, plan[2], plan[0].Id, 0m);

        Assert.Equal([160_000m, 740_000m, 0m], await Amounts(chain, plan));
        Assert.Equal(("void", 0m), ((await chain.Desk.Read("payment_plan", plan[2].Id))["status"], (await chain.Desk.Read("payment_plan", plan[2].Id))["outstanding"]));
        Assert.Equal((900_000m, 0m), await Sums(chain));
        Assert.Equal(2m, (await chain.Desk.Read("contract", chain.Contract))["plan_count"]);
    }

    /// <summary>As the seller asks and the manager approves.</summary>
    internal static async Task Change(QuoteToCash chain, Record plan, long? to, decimal amount)
    {
        var draft = new Draft(plan.Form.Action("request.change")!.Ask!).Set("why", "客户要求").Set("amount", amount).Set("due_date", (await chain.Desk.Read("payment_plan", plan.Id))["due_date"]).Set("rest_to", to);
        if (to is null) draft.Set("rest_due", new DateOnly(2027, 3, 31));
        await chain.Desk.Records.Act(chain.Desk.Actor(Desk.Rep), plan.Form, plan.Id, "request.change", draft);
        await chain.Desk.Records.Act(chain.Desk.Actor(Desk.Manager), plan.Form, plan.Id, "approval.approve", new Draft(plan.Form.Action("approval.approve")!.Ask!));
    }

    private static Task<Record> Make(QuoteToCash chain, decimal amount, long? contract = null) => chain.Desk.Create(Desk.Rep, "payment_plan",
        ("contract", contract ?? chain.Contract), ("account", chain.Account), ("milestone", "other"), ("amount", amount), ("due_date", new DateOnly(2026, 12, 20)));

    private static void Differs(string planned, Problem refused)
    {
        var error = Assert.Single(refused.Errors);
        Assert.Equal("rule.check", error.Code);
        Assert.StartsWith($"计划合计 {planned} ≠ 合同金额 900,000.00", error.Message.Zh, StringComparison.Ordinal);
        Assert.StartsWith($"Planned {planned} ≠ contract amount 900,000.00", error.Message.En, StringComparison.Ordinal);
    }

    private static async Task<(decimal Planned, decimal Unplanned)> Sums(QuoteToCash chain, long? of = null)
    {
        var contract = await chain.Desk.Read("contract", of ?? chain.Contract);
        return ((decimal)contract["planned_total"]!, (decimal)contract["unplanned"]!);
    }

    private static async Task<decimal[]> Amounts(QuoteToCash chain, IEnumerable<Record> plan)
    {
        var amounts = new List<decimal>();
        foreach (var one in plan) amounts.Add((decimal)(await chain.Desk.Read("payment_plan", one.Id))["amount"]!);
        return [.. amounts];
    }

    private static async Task<QuoteToCash> Signed(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        return chain;
    }

    private static async Task<List<Record>> Plan(QuoteToCash chain) =>
        [.. (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-25"), (60m, null, "2026-12-20"), (10m, null, "2027-11-20"))))).Saves.Where(s => s.Created).Select(s => s.Record)];
}
