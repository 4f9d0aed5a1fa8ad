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

    [Fact]
    public void A_cell_that_leads_nowhere_is_refused()
    {
        var template = Engine.Apps.Template.Load("l2c");
        var wrong = template with { Forms = [.. template.Forms.Select(f => f.Key != "account" ? f : f with { Panels = [new PanelDefinition { Kind = "steps", Label = ("x", "x"), Settings = new() { ["cells"] = System.Text.Json.JsonSerializer.SerializeToElement(new[] { new { key = "a", label = new { zh = "a", en = "a" }, form = "payment", by = "contract", field = "amount" } }) } }] })] };
        Assert.Equal("panel.unknown_field", Assert.Single(Assert.Throws<Engine.Apps.DefinitionErrors>(() => Engine.Apps.AppBuilder.Build(wrong)).Errors).Code);
    }

    private static Insights Insights(Desk desk) => new(desk.Query, desk.Clock);

    private static async Task<IReadOnlyList<PanelData.Step>> Steps(Desk desk, long member, string form, long id)
    {
        var seen = await desk.Query.Get(desk.Actor(member), desk.Form(form), id);
        return (await Insights(desk).Panels(desk.Actor(member), seen)).Select(p => p.Data).OfType<PanelData.Steps>().Single().All;
    }
}
