using Weir.Engine.FieldTypes;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Panels;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.LeadToCash;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Insight;

/// <summary>What is reckoned about one record: figures from quote to cash, and competitors beside each other.</summary>
public sealed class PanelTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task From_quote_to_cash_the_same_figures_stand_on_account_opportunity_and_contract(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        chain.Desk.Clock.Now = new(2026, 11, 26, 2, 0, 0, TimeSpan.Zero);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        var plan = (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-20"), (60m, null, "2026-12-20"), (10m, null, "2027-11-20"))))).Saves.Where(s => s.Created).Select(s => s.Record.Id).ToList();
        var paid = (await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("plan", plan[0]), ("amount", 200_000m), ("method", "cash"))).Saves.Single(s => s.Created).Record.Id;
        await chain.Act(Desk.Finance, "payment", paid, "approval.approve");

        foreach (var (form, id) in new[] { ("account", chain.Account), ("opportunity", chain.Opportunity), ("contract", chain.Contract) })
        {
            var steps = await Steps(chain.Desk, Desk.Rep, form, id);
            Assert.Equal(["Quoted", "Signed", "Delivered", "Invoiced", "Received", "Overdue"], steps.Select(s => s.Label.En));
            Assert.Equal([900_000m, 900_000m, 0m, 0m, 200_000m, 70_000m], steps.Select(s => s.Value));
            Assert.Equal([null, null, 900_000m, 900_000m, 900_000m, null], steps.Select(s => s.Whole));
            Assert.Equal((new DateOnly(2026, 12, 20), 540_000m), (steps[5].Next!.Value.Day, steps[5].Next!.Value.Amount));
        }

        // A figure leads to exactly what it adds up.
        var received = (await Steps(chain.Desk, Desk.Rep, "account", chain.Account))[4].Leads!;
        var rows = await chain.Desk.Query.List(chain.Desk.Actor(Desk.Rep), new ListQuery(received.Form) { Where = Engine.Conditions.Condition.Compile(received.Form, received.Where) });
        Assert.Equal(paid, Assert.Single(rows.Rows).Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_figure_counts_what_its_reader_may_see_and_is_left_out_where_they_see_nothing(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();

        // Marketing sees accounts, and neither quotes nor contracts nor money.
        var seen = await chain.Desk.Query.Get(chain.Desk.Actor(Desk.Marketing), chain.Desk.Form("account"), chain.Account);
        Assert.Empty(await Insights(chain.Desk).Panels(chain.Desk.Actor(Desk.Marketing), seen));
        Assert.DoesNotContain("Overdue", (await Steps(chain.Desk, Desk.Delivery, "contract", chain.Contract)).Where(s => s.Value != 0).Select(s => s.Label.En));
        Assert.DoesNotContain("Quoted", (await Steps(chain.Desk, Desk.Delivery, "contract", chain.Contract)).Select(s => s.Label.En));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Competitors_stand_beside_each_other_with_our_win_rate_against_each(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        var first = await deals.Desk.Create(Desk.Admin, "competitor", ("name", "深圳智造"), ("strengths", "价格低"));
        var second = await deals.Desk.Create(Desk.Admin, "competitor", ("name", "华东自动化"), ("weaknesses", "交期长"));
        await Compete("一期", "won", first.Id);
        await Compete("二期", "lost", first.Id, second.Id);
        var draft = new Draft(deal.Form) { Id = deal.Id };
        draft.Lines["competitors"] = [new(null, new Dictionary<string, object?> { ["competitor"] = first.Id, ["quote_price"] = 950_000m, ["our_rank"] = 1m }), new(null, new Dictionary<string, object?> { ["competitor"] = second.Id })];
        await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), draft);

        var seen = await deals.Desk.Query.Get(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id);
        var table = (await Insights(deals.Desk).Panels(deals.Desk.Actor(Desk.Rep), seen)).Select(p => p.Data).OfType<PanelData.Comparison>().Single();

        Assert.Equal([first.Id, second.Id], table.Ids);
        Assert.Equal([950_000m, null], Row("quote_price").Values);
        Assert.Equal(1_000_000m, Row("quote_price").Own);
        Assert.Equal([50m, 0m], Row("our_win_rate").Values);
        Assert.Equal(["价格低", null], table.Rows.Last(r => r.Field.Key == "strengths").Values);
        Assert.Equal([null, "交期长"], Row("weaknesses").Values);
        Assert.DoesNotContain("progress", table.Rows.Select(r => r.Field.Key));

        PanelData.Row Row(string key) => table.Rows.Single(r => r.Field.Key == key);
        async Task Compete(string name, string status, params long[] rivals)
        {
            var one = new Draft(deal.Form).Set("name", name).Set("account", deal["account"]).Set("amount", 1m);
            one.Lines["competitors"] = [.. rivals.Select(r => new DraftLine(null, new Dictionary<string, object?> { ["competitor"] = r }))];
            var made = (await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), one)).Record;
            await deals.Desk.Records.Save(Engine.Access.Actor.System("test", deals.Desk.Directory), new Draft(deal.Form) { Id = made.Id }.Set("status", status).Set("lost_reason", "other"));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_role_sees_what_it_has_to_do_with_a_contract(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        chain.Desk.Clock.Now = new(2026, 11, 26, 2, 0, 0, TimeSpan.Zero);
        await chain.Sell();
        await chain.Offer();
        var draft = (await chain.Act(Desk.Rep, "quote", chain.Quote, "to_contract")).Open!.Value.Id;
        await chain.Act(Desk.Rep, "contract", draft, "approval.submit");
        Assert.Equal(["Contract for me to approve 1"], await ToDo(chain.Desk, Desk.Manager, draft));
        Assert.Empty(await ToDo(chain.Desk, Desk.Rep, draft));
        await chain.Act(Desk.Manager, "contract", draft, "approval.reject", ("comment", "重做"), ("to", "start"));
        await chain.Act(Desk.Rep, "contract", draft, "void");

        await chain.Sign();
        var plan = (await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-20"), (60m, null, "2026-12-01"), (10m, null, "2027-11-20"))))).Saves.Where(s => s.Created).Select(s => s.Record.Id).ToList();
        await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("amount", 100_000m), ("method", "cash"));
        var invoice = (await chain.Act(Desk.Rep, "contract", chain.Contract, "bill", ("amount", 100_000m))).Open!.Value.Id;
        await chain.Act(Desk.Rep, "invoice", invoice, "approval.submit");
        var delivery = (await chain.Act(Desk.Delivery, "contract", chain.Contract, "deliver")).Open!.Value.Id;

        Assert.Equal(["Overdue instalments 1", "Due within 7 days 1"], await ToDo(chain.Desk, Desk.Rep, chain.Contract));
        Assert.Equal(["Invoices for me to approve 1", "Overdue instalments 1", "Due within 7 days 1", "Payments to confirm 1"], await ToDo(chain.Desk, Desk.Finance, chain.Contract));
        Assert.Equal(["To ship 1"], await ToDo(chain.Desk, Desk.Delivery, chain.Contract));

        // A count leads to exactly what it counts, the one record to decide on straight there; and what is done is gone.
        var all = await Duties(chain.Desk, Desk.Finance, chain.Contract);
        var rows = await chain.Desk.Query.List(chain.Desk.Actor(Desk.Finance), new ListQuery(all[1].Leads!.Form) { Where = Engine.Conditions.Condition.Compile(all[1].Leads!.Form, all[1].Leads!.Where) });
        Assert.Equal((plan[0], new RecordRef("invoice", invoice)), (Assert.Single(rows.Rows).Id, all[0].One));
        await chain.Act(Desk.Finance, "invoice", invoice, "approval.approve");
        await chain.Act(Desk.Delivery, "delivery", delivery, "ship", ("actual_date", new DateOnly(2026, 11, 26)));
        Assert.Contains("Invoices to issue 1", await ToDo(chain.Desk, Desk.Finance, chain.Contract));
        Assert.Equal(["To be signed for 1"], await ToDo(chain.Desk, Desk.Delivery, chain.Contract));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Versions_of_a_quote_stand_beside_each_other_with_what_changed_between_them(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        var first = (await chain.Act(Desk.Rep, "opportunity", chain.Opportunity, "quote", ("price_book", chain.Book))).Open!.Value.Id;
        Assert.Empty((await Of<PanelData.Versions>(chain.Desk, Desk.Rep, "quote", first)));
        await chain.Act(Desk.Rep, "quote", first, "approval.submit");
        await chain.Act(Desk.Manager, "quote", first, "approval.approve");
        var second = (await chain.Act(Desk.Rep, "quote", first, "revise")).Open!.Value.Id;
        var lines = (await chain.Desk.Read("quote", second)).Lines(chain.Desk.Form("quote")["lines"]);
        var draft = new Draft(chain.Desk.Form("quote")) { Id = second };
        draft.Lines["lines"] = [new DraftLine(lines[0].Id, new Dictionary<string, object?>()), new DraftLine(lines[1].Id, new Dictionary<string, object?> { ["discount"] = 20m }), new DraftLine(null, new Dictionary<string, object?> { ["product"] = chain.Products["A1"], ["qty"] = 2m })];
        await chain.Desk.Records.Save(chain.Desk.Actor(Desk.Rep), draft);

        foreach (var id in new[] { first, second })
        {
            var versions = Assert.Single(await Of<PanelData.Versions>(chain.Desk, Desk.Rep, "quote", id));
            Assert.Equal([(first, "void"), (second, "draft")], versions.All.Select(v => (v.Record.Id, v.Record["status"] as string)));
            Assert.Empty(versions.All[0].Changes);
            Assert.Equal([(chain.Products["V2"], true, true, "discount price amount"), (chain.Products["A1"], false, true, ""), (chain.Products["S1"], true, false, "")],
                versions.All[1].Changes.Select(c => ((long)c.Of!, c.Before is not null, c.After is not null, string.Join(' ', c.Columns.Select(f => f.Key)))));
        }

        // Who may not read prices is told of none.
        await chain.Desk.Publish(app => app with { Roles = [.. app.Roles.Select(r => r.Key != "sales_rep" ? r : r with { Forms = r.Forms.ToDictionary(f => f.Key, f => f.Key != "quote" ? f.Value : f.Value with { Fields = new Dictionary<string, Engine.Access.FieldRight>(f.Value.Fields) { ["lines.price"] = Engine.Access.FieldRight.Hidden, ["lines.amount"] = Engine.Access.FieldRight.Hidden, ["total"] = Engine.Access.FieldRight.Hidden } }) })] });
        var less = Assert.Single(await Of<PanelData.Versions>(chain.Desk, Desk.Rep, "quote", second));
        Assert.Equal(["discount"], less.All[1].Changes[0].Columns.Select(c => c.Key));
        Assert.DoesNotContain("total", less.Columns.Select(c => c.Key));
    }

    [Fact]
    public void A_cell_that_leads_nowhere_is_refused()
    {
        var template = Engine.Apps.Template.Load("l2c");
        var wrong = template with { Forms = [.. template.Forms.Select(f => f.Key != "account" ? f : f with { Panels = [new PanelDefinition { Kind = "steps", Label = ("x", "x"), Settings = new() { ["cells"] = System.Text.Json.JsonSerializer.SerializeToElement(new[] { new { key = "a", label = new { zh = "a", en = "a" }, form = "payment", by = "contract", field = "amount" } }) } }] })] };
        Assert.Equal("panel.unknown_field", Assert.Single(Assert.Throws<Engine.Apps.DefinitionErrors>(() => Engine.Apps.AppBuilder.Build(wrong)).Errors).Code);
    }

    private static async Task<IEnumerable<string>> ToDo(Desk desk, long member, long contract) => (await Duties(desk, member, contract)).Select(d => $"{d.Label.En} {d.Count}");

    private static async Task<IReadOnlyList<PanelData.Duty>> Duties(Desk desk, long member, long contract) => (await Of<PanelData.Duties>(desk, member, "contract", contract)).SingleOrDefault()?.All ?? [];

    private static async Task<List<T>> Of<T>(Desk desk, long member, string form, long id) where T : PanelData =>
        [.. (await Insights(desk).Panels(desk.Actor(member), await desk.Query.Get(desk.Actor(member), desk.Form(form), id))).Select(p => p.Data).OfType<T>()];

    private static Insights Insights(Desk desk) => new(desk.Query, desk.Clock);

    private static async Task<IReadOnlyList<PanelData.Step>> Steps(Desk desk, long member, string form, long id)
    {
        var seen = await desk.Query.Get(desk.Actor(member), desk.Form(form), id);
        return (await Insights(desk).Panels(desk.Actor(member), seen)).Select(p => p.Data).OfType<PanelData.Steps>().Single().All;
    }
}
