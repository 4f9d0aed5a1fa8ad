using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>Random histories of one contract: whatever people plan, pay, reverse, invoice and deliver, in whatever order and at whatever moment, what is owed is what was
/// agreed less what came in, and every sum that is kept equals the sum of its parts.</summary>
public sealed class LeadToCashHistories
{
    private const int Steps = 60;

    /// <summary>More are asked for by the variable.</summary>
    private static int Histories => int.TryParse(Environment.GetEnvironmentVariable("WEIR_HISTORIES"), out var many) ? many : 2;

    [Theory, OnSqlite, OnPostgres]
    public async Task Balances_hold_after_every_step_of_a_random_history(DatabaseKind kind)
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var chain = await Signed(kind);
            var story = new Story(chain, new Random(seed * 7919));
            for (var step = 0; step < Steps; step++)
            {
                await story.Step();
                await story.Check($"seed {seed}, step {step}");
            }
            Assert.InRange(story.Done, Steps / 3, Steps);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Balances_hold_when_four_write_the_history_at_once(DatabaseKind kind)
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var chain = await Signed(kind);
            for (var chapter = 0; chapter < 4; chapter++)
            {
                var stories = Enumerable.Range(0, 4).Select(i => new Story(chain, new Random(seed * 104_729 + chapter * 31 + i))).ToList();
                await Task.WhenAll(stories.Select(s => Task.Run(async () =>
                {
                    for (var step = 0; step < Steps / 8; step++) await s.Step();
                })));
                await stories[0].Check($"seed {seed}, chapter {chapter}");
            }
        }
    }

    [Fact]
    public void Money_rounds_half_away_from_zero_and_net_and_tax_make_the_whole()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var amount = random.Next(1, int.MaxValue) / 100m * (i % 2 == 0 ? 1 : -1);
            var net = (decimal)Weir.Engine.Formulas.Formula.Compile("ROUND(a / 1.13, 2)", new OneName()).Evaluate(new OneValue(amount))!;
            // By whole numbers: twice the cents of the net lie within one of twice the cents of the amount divided by 1.13.
            var (cents, whole) = (decimal.ToInt64(net * 100), decimal.ToInt64(amount * 100));
            Assert.True(Math.Abs(cents * 113 * 2 - whole * 100 * 2) <= 113, $"{amount} → {net}");
            if (Math.Abs(whole * 100 * 2 % (113 * 2)) == 113) Assert.Equal(Math.Sign(whole) * ((Math.Abs(whole) * 100 * 2 + 113) / (113 * 2)), cents);
            Assert.Equal(amount, net + (amount - net));
        }
    }

    private sealed class OneName : Weir.Engine.Formulas.FormulaNames
    {
        public override Weir.Engine.Formulas.FormulaType? Find(string path) => path == "a" ? Weir.Engine.Formulas.FormulaType.Number : null;

        public override IEnumerable<string> Known => ["a"];
    }

    private sealed class OneValue(decimal value) : Weir.Engine.Formulas.FormulaScope
    {
        public override DateTime Now => default;

        public override object? Value(string path) => value;
    }

    private static async Task<QuoteToCash> Signed(DatabaseKind kind)
    {
        var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        return chain;
    }

    private sealed class Story(QuoteToCash chain, Random random)
    {
        private Desk Desk => chain.Desk;

        /// <summary>Steps that were not refused.</summary>
        public int Done { get; private set; }

        public async Task Step()
        {
            try
            {
                await (random.Next(12) switch
                {
                    0 => Plan(),
                    1 or 2 => Receive(),
                    3 or 4 => One("payment", "status", "to_confirm", id => chain.Act(Weir.Tests.Records.Desk.Finance, "payment", id, "approval.approve", random.Next(3) == 0 ? [("amount", Amount())] : [])),
                    5 => One("payment", "status", "confirmed", id => chain.Act(Weir.Tests.Records.Desk.Finance, "payment", id, "reverse", ("remark", "退"))),
                    6 => chain.Act(Weir.Tests.Records.Desk.Rep, "contract", chain.Contract, "bill", ("amount", Amount())),
                    7 => Issue(),
                    8 => One("invoice", "status", "issued", id => chain.Act(Weir.Tests.Records.Desk.Finance, "invoice", id, "void")),
                    9 => Deliver(),
                    10 => One("delivery", "status", "pending", id => chain.Act(Weir.Tests.Records.Desk.Delivery, "delivery", id, random.Next(4) == 0 ? "cancel" : "ship", random.Next(4) == 0 ? [] : [])),
                    _ => Change(),
                });
                Done++;
            }
            catch (ProblemException)
            {
                // What does not fit is refused; that is what the sums are held against.
            }
        }

        /// <summary>From a cent to all of it, often just too much.</summary>
        private decimal Amount() => random.Next(6) switch { 0 => 900_000m, 1 => 0.01m, 2 => 450_000.01m, _ => random.Next(1, 40_000_000) / 100m };

        private async Task Plan()
        {
            var open = (decimal)(await Desk.Read("contract", chain.Contract))["unplanned"]!;
            var first = decimal.Round(open * random.Next(1, 100) / 100, 2);
            await chain.ActWith(Weir.Tests.Records.Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((0m, first, "2026-11-25"), (0m, random.Next(5) == 0 ? open : open - first, "2026-12-20"))));
        }

        /// <summary>By the request that is there for it, or as somebody would who passes it by.</summary>
        private async Task Change()
        {
            var plans = (await All("payment_plan")).Where(p => p["flow_status"] as string != "void").ToList();
            if (plans.Count == 0 || random.Next(5) == 0)
            {
                await Desk.Create(Weir.Tests.Records.Desk.Rep, "payment_plan", ("contract", chain.Contract), ("account", chain.Account), ("milestone", "other"), ("amount", Amount()), ("due_date", new DateOnly(2026, 12, 20)));
                return;
            }
            var one = plans[random.Next(plans.Count)];
            if (random.Next(5) == 0) await Desk.Records.Delete(Desk.Actor(Weir.Tests.Records.Desk.Admin), one.Form, one.Id);
            else await LeadToCashPlanTests.Change(chain, one, random.Next(3) == 0 ? null : plans[random.Next(plans.Count)].Id, decimal.Round((decimal)one["amount"]! * random.Next(3) / 2, 2));
        }

        private async Task Receive()
        {
            var plans = (await All("payment_plan")).Where(p => (decimal?)p["outstanding"] > 0 && p["flow_status"] as string != "void").ToList();
            long? plan = plans.Count == 0 || random.Next(3) == 0 ? null : plans[random.Next(plans.Count)].Id;
            await chain.Act(Weir.Tests.Records.Desk.Rep, "contract", chain.Contract, "receive", ("plan", plan), ("amount", Amount()), ("method", "cash"));
        }

        private Task Issue() => One("invoice", "status", "to_review", async id =>
        {
            await chain.Put("invoice", id, ("status", "to_issue"));
            await chain.Act(Weir.Tests.Records.Desk.Finance, "invoice", id, "issue", ("invoice_no", "12345678"), ("invoice_date", new DateOnly(2026, 11, 26)));
        });

        private async Task Deliver()
        {
            var of = Desk.Form("contract");
            var draft = await Desk.Records.Ask(Desk.Actor(Weir.Tests.Records.Desk.Delivery), of, chain.Contract, "deliver");
            draft.Lines["items"] = [.. draft.Lines["items"].Select(l => new DraftLine(l.Id, new Dictionary<string, object?> { ["qty"] = (decimal)random.Next(0, 4) }))];
            await Desk.Records.Act(Desk.Actor(Weir.Tests.Records.Desk.Delivery), of, chain.Contract, "deliver", draft);
        }

        private async Task One(string form, string field, object is_, Func<long, Task> work)
        {
            var found = (await All(form)).Where(r => Equals(r[field], is_)).ToList();
            if (found.Count > 0) await work(found[random.Next(found.Count)].Id);
        }

        private async Task<List<Record>> All(string form)
        {
            var page = await Desk.Query.List(Desk.Actor(Weir.Tests.Records.Desk.Admin), new ListQuery(Desk.Form(form)) { Limit = 500 });
            var all = new List<Record>();
            foreach (var row in page.Rows) all.Add(await Desk.Read(form, row.Id));
            return all;
        }

        public async Task Check(string where)
        {
            var contract = await Desk.Read("contract", chain.Contract);
            var (plans, payments) = ((await All("payment_plan")).Where(p => p["flow_status"] as string != "void").ToList(), await All("payment"));
            var (invoices, deliveries) = (await All("invoice"), await All("delivery"));
            var amount = (decimal)contract["amount"]!;
            var confirmed = payments.Where(p => (string)p["status"]! == "confirmed").ToList();

            var received = confirmed.Sum(Of("amount"));
            Same(received, contract["received_total"], "received");
            Same(amount - received, contract["receivable"], "receivable");
            True(received <= amount, "more was received than is owed");
            var planned = plans.Sum(Of("amount"));
            Same(planned, contract["planned_total"], "planned");
            True(plans.Count == 0 || planned == amount, $"{planned} is planned of {amount}");
            foreach (var plan in plans)
            {
                var got = confirmed.Where(p => (long?)p["plan"] == plan.Id).Sum(Of("amount"));
                Same(got, plan["received"], $"received of {plan["title"]}");
                Same((decimal)plan["amount"]! - got, plan["outstanding"], $"outstanding of {plan["title"]}");
                True(got <= (decimal)plan["amount"]!, $"more came in than {plan["title"]} asks");
            }
            var invoiced = invoices.Where(i => i["status"] is "issued" or "mailed").Sum(Of("amount"));
            Same(invoiced, contract["invoiced_total"], "invoiced");
            True(invoiced <= amount, "more was invoiced than was agreed");
            foreach (var invoice in invoices) Same(Of("amount")(invoice), (decimal)invoice["net"]! + (decimal)invoice["tax"]!, "net and tax");
            var live = deliveries.Where(d => d["status"] as string != "cancelled").SelectMany(d => d.Lines(d.Form["items"])).ToList();
            foreach (var line in contract.Lines(contract.Form["lines"]))
            {
                var gone = live.Where(l => l["contract_line"] as string == line.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).Sum(Of("qty"));
                Same(gone, line["delivered_qty"], "delivered of a line");
                True(gone <= (decimal)line["qty"]!, "more is delivered than was sold");
            }
            var value = deliveries.Where(d => d["status"] is "shipped" or "signed" or "accepted").Sum(Of("value"));
            Same(value, contract["delivered_value"], "delivered value");
            Assert.True(contract["status"] as string == (received >= amount && value >= amount ? "completed" : "executing"), $"{where}: status {contract["status"]}");
            foreach (var payment in payments)
            {
                var earned = (await All("commission")).Where(c => (long?)c["payment"] == payment.Id).Sum(Of("amount"));
                Same(payment["status"] is "confirmed" ? decimal.Round(Of("amount")(payment) * (decimal)payment["commission_rate"]! / 100, 2, MidpointRounding.AwayFromZero) : 0m, earned, "commission");
            }
            foreach (var form in Desk.App.Forms)
            {
                var now = Desk.Clock.Now.UtcDateTime;
                var ids = await Desk.Database.Read(s => s.Query($"select id from {form.Table}", r => r.Long(0)));
                if (ids.Count == 0) continue;
                var drift = await Desk.Database.Write(s => Ripples.Recompute(s, Actor.System("test", Desk.Directory), now, form, ids.ToDictionary(id => id, _ => form.Rollups.ToHashSet())));
                Assert.True(drift.Count == 0, $"{where}: kept sums drift: {string.Join("; ", drift.Select(d => $"{form.Key} {string.Join(", ", d.Changed.Select(c => $"{c}: {d.Before![d.Before.Form[c]]} → {d.After[d.After.Form[c]]}"))}"))}");
            }

            void Same(decimal expected, object? kept, string what) => Assert.True(expected == (decimal?)kept, $"{where}: {what} is {kept} instead of {expected}");
            void True(bool holds, string what) => Assert.True(holds, $"{where}: {what}");
        }

        private static Func<Record, decimal> Of(string field) => r => (decimal?)r[field] ?? 0m;
    }
}
