using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash;

/// <summary>Steps 11 to 20 of the acceptance scenario as far as stages, rates and gates are concerned, with every figure.</summary>
public sealed class LeadToCashStagesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Step_11_a_new_opportunity_begins_at_ten_percent_of_its_lines(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);

        var deal = await deals.Hengli();

        Assert.Equal((1_000_000m, "a", "standard", "first_contact"), (deal["amount"], deal["grade"], deal["pipeline"], deal["stage"]));
        Assert.Equal((10m, 100_000m, "pipeline", "open"), (deal["win_rate"], deal["weighted_amount"], deal["forecast_category"], deal["status"]));
        Assert.Equal(deals.Desk.Clock.Now.UtcDateTime, deal["stage_entered_at"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_15_history_is_imported_past_the_gates_and_adds_up_to_260(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        deals.Desk.Clock.Now = new(2026, 11, 11, 2, 0, 0, TimeSpan.Zero);
        await deals.Hengli();

        var batch = await History(deals, Desk.Admin);

        Assert.Equal((4L, 0L), (batch.Import.Created, batch.Import.Failed));
        Assert.Equal((2_600_000m, 1_000_000m), (await Weighted(deals), await Weighted(deals, "won")));
        var won = (await All(deals)).Single(d => (string)d["name"]! == "申工");
        Assert.Equal(("signed", "won", 100m, new DateOnly(2026, 11, 5), Desk.OtherRep, "closed"), (won["stage"], won["status"], won["win_rate"], won["closed_at"], (long)won["won_owner"]!, won["forecast_category"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_an_administrator_imports_where_records_stand(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);

        bool Writes(long member) => ImportTarget.Of(deals.Desk.Actor(member), deals.Desk.Form("opportunity")).Single(t => t.Path == "stage").Writes;
        Assert.True(Writes(Desk.Admin));
        Assert.False(Writes(Desk.Rep));
        var plain = await deals.Refused(() => deals.Desk.Create(Desk.Admin, "opportunity", ("name", "天华"), ("stage", "negotiation")));
        Assert.Contains(plain.Errors, e => (e.Field, e.Code) == ("stage", "field.read_only"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_contact_with_a_role_who_is_no_key_person_opens_no_gate(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Talk(deal.Id);
        await deals.Desk.Change(Desk.Rep, await deals.Read(deal.Id), ("demand", "装配线提速 20%"));
        var person = await deals.Person((long)deal["account"]!, "张伟");
        await deals.Roles(await deals.Read(deal.Id), (person, "user", null));

        Assert.Contains("关键人", (await deals.Refused(() => deals.Move(deal.Id, "needs_confirmed"))).ToString(), StringComparison.Ordinal);

        await deals.Desk.Change(Desk.Rep, await deals.Desk.Read("contact", person), ("is_key", true));
        await deals.Move(deal.Id, "needs_confirmed");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_16_a_move_names_what_is_missing_and_then_passes(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        deals.Desk.Clock.Now = new(2026, 11, 12, 2, 0, 0, TimeSpan.Zero);
        var deal = await deals.Hengli();
        await History(deals, Desk.Admin);

        var refused = await deals.Refused(() => deals.Move(deal.Id, "needs_confirmed"));

        Assert.Equal("GATE", refused.Code);
        Assert.Contains("关键人", refused.Message.Zh);
        Assert.Contains("需求描述", refused.Message.Zh);
        Assert.Contains("key person", refused.Message.En);
        Assert.Equal("first_contact", (await deals.Read(deal.Id))["stage"]);

        await deals.Ready(deal);
        var moved = (await deals.Move(deal.Id, "needs_confirmed")).Record;

        Assert.Equal((30m, 300_000m), (moved["win_rate"], (await deals.Read(deal.Id))["weighted_amount"]));
        Assert.Equal(2_800_000m, await Weighted(deals));
        var path = (await deals.Stages.Of(deals.Desk.Actor(Desk.Rep), deals.Desk.Form("opportunity"), deal.Id))!;
        Assert.Equal(("needs_confirmed", "proposal", 0), (path.Current.Key, path.Next!.Key, path.Days));
        Assert.Equal([StepState.Done, StepState.Current, StepState.Next, StepState.Next, StepState.Next], path.Steps.Select(s => s.State));
        Assert.Equal(["需求说明书或方案书"], path.Gates.Select(g => g.Label.Zh));
        Assert.Equal([(10m, 1_000_000m), (30m, 1_000_000m)], path.Stays.Select(s => (s.Rate!.Value, s.Amount!.Value)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_17_a_competitor_whom_we_outrank_lifts_no_rate_in_a_product_sale(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        await deals.Ready(deal);
        await deals.Move(deal.Id, "needs_confirmed");

        await Compete(deals, deal.Id, 1m);

        Assert.Equal(30m, (await deals.Read(deal.Id))["win_rate"]);
        var rival = (await deals.Desk.Query.List(deals.Desk.Actor(Desk.Admin), new ListQuery(deals.Desk.Form("competitor")))).Rows.Single().Id;
        Assert.Equal((1m, 0m, null), await Figures());
        await deals.Act(Desk.Manager, deal.Id, "pipeline.lose", ("lost_reason", "price"), ("lost_to", rival));
        Assert.Equal((1m, 0m, 0m), await Figures());
        await Compete(deals, (await deals.Desk.Create(Desk.Rep, "opportunity", ("name", "二期"), ("account", deal["account"]), ("amount", 1m))).Id, 2m, rival);
        Assert.Equal((2m, 0m, 0m), await Figures());

        async Task<(object?, object?, object?)> Figures()
        {
            var competitor = await deals.Desk.Read("competitor", rival);
            return (competitor["encounters"], competitor["our_wins"], competitor["our_win_rate"]);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Step_20_losing_wants_a_reason_a_rival_and_for_grade_a_the_manager(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        deals.Desk.Clock.Now = new(2026, 11, 18, 2, 0, 0, TimeSpan.Zero);
        await deals.Hengli();
        await History(deals, Desk.Admin);
        var lost = (await All(deals)).Single(d => (string)d["name"]! == "海星").Id;
        var rival = (await deals.Desk.Create(Desk.Admin, "competitor", ("name", "深圳智造"))).Id;

        var bare = await deals.Refused(() => deals.Act(Desk.OtherRep, lost, "pipeline.lose"));
        var toWhom = await deals.Refused(() => deals.Act(Desk.OtherRep, lost, "pipeline.lose", ("lost_reason", "price")));
        var alone = await deals.Refused(() => deals.Act(Desk.OtherRep, lost, "pipeline.lose", ("lost_reason", "price"), ("lost_to", rival)));
        Assert.Equal(("lost_reason", "field.required"), (Assert.Single(bare.Errors).Field, bare.Errors[0].Code));
        Assert.Equal("lost_to", Assert.Single(toWhom.Errors).Field);
        Assert.Equal("GATE", alone.Code);
        Assert.Contains("经理确认", alone.Message.Zh);

        await deals.Act(Desk.Manager, lost, "pipeline.lose", ("lost_reason", "price"), ("lost_to", rival));

        var deal = await deals.Read(lost);
        Assert.Equal(("lost", "lost", 0m, "omitted", new DateOnly(2026, 11, 18)), (deal["stage"], deal["status"], deal["win_rate"], deal["forecast_category"], deal["closed_at"]));
        Assert.Equal(1_900_000m, await Weighted(deals));
    }

    private static async Task<Engine.Exchange.Batches.Batch> History(Deals deals, long by)
    {
        foreach (var name in new[] { "天华", "联创", "海星", "申工" }) await deals.Desk.Create(by, "account", ("name", name + "装备有限公司"), ("demand_type", "standard"));
        return await deals.Import(by,
            ["商机名称", "客户", "负责人", "商机阶段", "商机金额", "开始日期", "关闭日期"],
            ["天华", "天华装备有限公司", "王芳", "需求确定", 1_000_000m, new DateOnly(2026, 10, 20), null],
            ["联创", "联创装备有限公司", "李伟", "方案提供", 1_000_000m, new DateOnly(2026, 10, 20), null],
            ["海星", "海星装备有限公司", "王芳", "报价谈判", 1_000_000m, new DateOnly(2026, 10, 20), null],
            ["申工", "申工装备有限公司", "王芳", "签单", 1_000_000m, new DateOnly(2026, 10, 20), new DateOnly(2026, 11, 5)]);
    }

    private static async Task Compete(Deals deals, long id, decimal rank, long? known = null)
    {
        var rival = known ?? (await deals.Desk.Create(Desk.Admin, "competitor", ("name", "深圳智造"))).Id;
        var draft = new Draft(deals.Desk.Form("opportunity")) { Id = id };
        draft.Lines["competitors"] = [new DraftLine(null, new Dictionary<string, object?> { ["competitor"] = rival, ["closeness_with_client"] = "acquainted", ["progress"] = "已演示", ["quote_price"] = 950_000m, ["our_rank"] = rank })];
        await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), draft);
    }

    private static async Task<decimal> Weighted(Deals deals, params string[] states)
    {
        var form = deals.Desk.Form("opportunity");
        var where = Condition.Compile(form, new() { Field = "status", Op = "any_of", Value = System.Text.Json.JsonSerializer.SerializeToElement(states.Length > 0 ? states : ["open", "won"]) });
        var sums = await deals.Desk.Query.Groups(deals.Desk.Actor(Desk.Executive), new ListQuery(form) { Where = where }, [], [(form.Path("weighted_amount")!, Aggregation.Sum)]);
        return Convert.ToDecimal(sums.Single()[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<Engine.Records.Record>> All(Deals deals)
    {
        var form = deals.Desk.Form("opportunity");
        var page = await deals.Desk.Query.List(deals.Desk.Actor(Desk.Admin), new ListQuery(form));
        var all = new List<Engine.Records.Record>();
        foreach (var row in page.Rows) all.Add(await deals.Read(row.Id));
        return all;
    }
}
