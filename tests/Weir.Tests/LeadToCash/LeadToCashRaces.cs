using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Capabilities;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>Sixteen at one moment who convert, pay, deliver or take a number: what may happen once happens once, and the sums are right afterwards.</summary>
public sealed class LeadToCashRaces
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_convert_one_lead_one_makes_its_account_and_all_are_led_there(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        // One seller may hold a hundred accounts.
        await PoolTests.Pools(desk, pool => pool["holding"] = null, "account");
        var rounds = Races.Rounds(4);
        for (var round = 0; round < rounds; round++)
        {
            var lead = await desk.Create(Desk.Rep, "lead", PoolTests.Values(("company_name", $"公司第{round}号"), ("source", "advertising")));
            var question = await desk.Records.Ask(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert");
            question.Set("opportunity_amount", 1_000_000m);

            var all = await Task.WhenAll(Enumerable.Range(0, Races.Clients).Select(_ => Task.Run(() => desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert", question))));

            Assert.Single(all, a => a.Saves.Count > 0);
            Assert.Single(all.Select(a => a.Open).Distinct());
        }
        foreach (var form in new[] { "account", "contact" }) Assert.Equal(rounds, await Count(desk, form));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_make_the_contract_of_a_quote_one_does_and_again_only_when_it_is_void(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        for (var round = 0; round < Races.Rounds(4); round++)
        {
            var made = new System.Collections.Concurrent.ConcurrentBag<long>();

            var outcomes = await Races.Run(async _ => made.Add((await chain.Act(Desk.Rep, "quote", chain.Quote, "to_contract")).Open!.Value.Id));

            Assert.Single(outcomes, "ok");
            Assert.All(outcomes.Where(o => o != "ok"), o => Assert.Equal("action.not_now", o));
            await chain.Put("contract", Assert.Single(made), ("status", "void"));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_confirm_payments_that_fit_only_alone_one_does(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var waiting = new List<long>();
        for (var round = 0; round < Races.Rounds(4); round++)
        {
            while (waiting.Count < 4) waiting.Add(await Receive(chain, 500_000m));

            var outcomes = await Races.Run(i => chain.Act(Desk.Finance, "payment", waiting[i % 4], "approval.approve"));

            Assert.Single(outcomes, "ok");
            var payments = await Task.WhenAll(waiting.Select(id => chain.Desk.Read("payment", id)));
            var paid = Assert.Single(payments, p => (string)p["status"]! == "confirmed");
            Assert.Equal((500_000m, 400_000m), await Money(chain));
            await chain.Act(Desk.Finance, "payment", paid.Id, "reverse", ("remark", "退款"));
            Assert.Equal((0m, 900_000m), await Money(chain));
            waiting.Remove(paid.Id);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_plan_one_contract_one_does_and_what_they_change_at_one_moment_adds_up(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        var desk = chain.Desk;
        for (var round = 0; round < Races.Rounds(4); round++)
        {
            var contract = (await desk.Create(Desk.Rep, "contract", ("name", $"合同{round}"), ("account", chain.Account), ("amount", 900_000m))).Id;
            await chain.Put("contract", contract, ("status", "executing"));
            var half = QuoteToCash.Plan((0m, 450_000m, "2026-11-25"), (0m, 450_000m, "2026-12-20"));

            // Half of it, all of it in one, all of it in two: whichever is first, the others do not fit any more.
            var outcomes = await Races.Run(i => i % 3 == 2 ? chain.ActWith(Desk.Rep, "contract", contract, "plan", ("plan", half))
                : desk.Create(Desk.Rep, "payment_plan", ("contract", contract), ("account", chain.Account), ("milestone", "other"), ("amount", i % 3 == 0 ? 450_000m : 900_000m), ("due_date", new DateOnly(2026, 12, 20))));

            Assert.Single(outcomes, "ok");
            Assert.Equal(900_000m, (await desk.Read("contract", contract))["planned_total"]);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_schedule_the_last_goods_as_many_do_as_there_are_goods(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);
        for (var round = 0; round < Races.Rounds(4); round++)
        {
            var made = new System.Collections.Concurrent.ConcurrentBag<long>();

            var outcomes = await Races.Run(async _ => made.Add(await Deliver(chain, 0m, 1m, 0m)));

            Assert.Equal(4, outcomes.Count(o => o == "ok"));
            var contract = await chain.Desk.Read("contract", chain.Contract);
            Assert.Equal([1m, 0m, 1m], contract.Lines(contract.Form["lines"]).Select(l => l["remaining_qty"]));
            foreach (var delivery in made) await chain.Act(Desk.Delivery, "delivery", delivery, "cancel");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_enter_deliveries_of_the_last_goods_as_many_do_as_there_are_goods(DatabaseKind kind)
    {
        await using var chain = await Signed(kind);

        var outcomes = await Races.Run(_ => LeadToCashDeliveryTests.Enter(chain, ("V2", 1m)));

        Assert.Equal(4, outcomes.Count(o => o == "ok"));
        var contract = await chain.Desk.Read("contract", chain.Contract);
        Assert.Equal([1m, 0m, 1m], contract.Lines(contract.Form["lines"]).Select(l => l["remaining_qty"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sixteen_who_take_a_number_at_one_moment_get_sixteen_in_a_row(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var rounds = Races.Rounds(4);
        var numbers = new System.Collections.Concurrent.ConcurrentBag<string>();
        for (var round = 0; round < rounds; round++)
            await Task.WhenAll(Enumerable.Range(0, Races.Clients).Select(_ => Task.Run(async () => numbers.Add((string)(await PoolTests.Pooled(desk))["lead_no"]!))));

        var taken = numbers.Select(n => int.Parse(n[^(n.Length - n.IndexOf("20261102", StringComparison.Ordinal) - 8)..])).Order().ToList();
        Assert.Equal(Enumerable.Range(1, rounds * Races.Clients), taken);
    }

    private static async Task<QuoteToCash> Signed(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        return chain;
    }

    private static async Task<long> Receive(QuoteToCash chain, decimal amount) =>
        (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("plan", null), ("amount", amount), ("method", "cash"))).Saves.First(s => s.Created).Record.Id;

    private static async Task<long> Deliver(QuoteToCash chain, params decimal[] quantities)
    {
        var of = chain.Desk.Form("contract");
        var draft = await chain.Desk.Records.Ask(chain.Desk.Actor(Desk.Delivery), of, chain.Contract, "deliver");
        var lines = (await chain.Desk.Read("contract", chain.Contract)).Lines(of["lines"]).Select(l => l.Id).ToList();
        draft.Lines["items"] = [.. draft.Lines["items"].Select(l => new DraftLine(l.Id, new Dictionary<string, object?> { ["qty"] = quantities[lines.IndexOf(l.Id!.Value)] }))];
        return (await chain.Desk.Records.Act(chain.Desk.Actor(Desk.Delivery), of, chain.Contract, "deliver", draft)).Open!.Value.Id;
    }

    private static async Task<(decimal Received, decimal Receivable)> Money(QuoteToCash chain)
    {
        var contract = await chain.Desk.Read("contract", chain.Contract);
        return ((decimal)contract["received_total"]!, (decimal)contract["receivable"]!);
    }

    private static Task<long> Count(Desk desk, string form) => desk.Database.Read(s => s.Count($"select count(*) from {desk.Form(form).Table}"));
}
