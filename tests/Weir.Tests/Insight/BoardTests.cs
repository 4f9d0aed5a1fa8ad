using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Insight;

/// <summary>The cards of the template's dashboards: what each counts, for whom, and which records stand behind it.</summary>
public sealed class BoardTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_each_person_has_won_stands_beside_their_target_on_the_managers_page(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Won(desk, Desk.Rep, new(2026, 11, 5), 600m);
        await Won(desk, Desk.OtherRep, new(2026, 11, 6), 100m);
        await Target(desk, "person", Desk.Rep, 1000m);
        await Target(desk, "person", Desk.OtherRep, 300m);
        await Target(desk, "department", Desk.East, 9000m);

        var plot = (PlotData)await Card(desk, Desk.Manager, "manager", "赢单与目标");

        Assert.Equal(["bar", "line"], plot.Series.Select(s => s.Draw));
        Assert.Equal([(Desk.Rep, 600m, 1000m), (Desk.OtherRep, 100m, 300m)], plot.Points.Select(p => ((long)p.Key!, p.Values[0]!.Value, p.Values[1]!.Value)));
        Assert.Single(await Behind(desk, Desk.Manager, plot.Points[1].Leads[0]!));
        // Fifteen of the 21 working days of a month have as much of its target; three whole months have those of their months.
        Assert.Equal([714.29m, 214.29m], ((PlotData)await Card(desk, Desk.Manager, "manager", "赢单与目标", "2026-11-02..2026-11-20")).Points.Select(p => p.Values[1]!.Value));
        Assert.Equal(1000m, ((PlotData)await Card(desk, Desk.Manager, "manager", "赢单与目标", "this_quarter")).Points[0].Values[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_month_stands_beside_its_target_and_each_department_beside_its_own_on_the_executives_page(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Won(desk, Desk.Rep, new(2026, 11, 5), 600m);
        await Won(desk, Desk.SouthRep, new(2026, 10, 6), 100m);
        await Open(desk, Desk.SouthRep, 400m, 50m);
        await Target(desk, "company", null, 5000m);
        await Target(desk, "person", Desk.Rep, 70m, "2026-10");
        await Target(desk, "person", Desk.SouthRep, 30m, "2026-10");
        await Target(desk, "department", Desk.East, 800m);

        var months = ((PlotData)await Card(desk, Desk.Executive, "executive", "赢单与目标")).Points.TakeLast(3).ToList();
        Assert.Equal([(0m, null), (100m, 100m), (600m, 5000m)], months.Select(p => (p.Values[0], p.Values[1])));
        var departments = (PlotData)await Card(desk, Desk.Executive, "executive", "各部门加权预测");
        Assert.Equal([(Desk.East, 0m, 600m, 800m), (Desk.South, 200m, 0m, null)], departments.Points.Select(p => ((long)p.Key!, p.Values[0], p.Values[1], p.Values[2])));
        Assert.Single(await Behind(desk, Desk.Executive, departments.Points[1].Leads[0]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ages_of_receivables_with_what_no_plan_covers_add_up_to_the_receivable(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"));
        await Contract(desk, account.Id, 1000m, new(2026, 10, 1), (300m, new(2026, 10, 10)), (200m, new(2026, 12, 10)));
        await Contract(desk, account.Id, 50m, new(2026, 11, 1));

        foreach (var (member, board, label) in new[] { (Desk.Executive, "executive", "应收账龄"), (Desk.Finance, "contract_payment", "账龄") })
        {
            var plot = (PlotData)await Card(desk, member, board, label, "this_quarter");
            Assert.Equal([("not_due", 200m), ("days_1_30", 300m), ("未计划", 550m)], plot.Points.Select(p => (p.Key is Words words ? words.Zh : (string)p.Key!, p.Values.Sum()!.Value)));
            Assert.Equal(((WidgetData.Card)await Card(desk, member, board, "应收余额", "this_quarter")).Value, plot.Points.Sum(p => p.Values.Sum()));
            Assert.Equal(2, (await Behind(desk, member, plot.Points[^1].Leads[1]!)).Count);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_target_bears_its_tiers_as_marks(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Target(desk, "person", Desk.Rep, 1000m);
        await Target(desk, "person", Desk.OtherRep, 500m);
        var tiered = (await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(desk.Form("sales_target")) { Columns = [desk.Form("sales_target").Path("subject")!] })).Rows.Single(r => (long)r.Values[0]! == Desk.Rep).Id;
        await desk.Change(Desk.Admin, await desk.Read("sales_target", tiered), ("floor", 800m), ("stretch", 1300m));
        await Won(desk, Desk.Rep, new(2026, 11, 5), 900m);

        var rows = ((WidgetData.Progress)await Card(desk, Desk.Manager, "manager", "目标完成")).Rows;

        Assert.Equal([("保底", 800m), ("目标", 1000m), ("冲刺", 1300m)], rows.Single(r => r.Id == tiered).Marks.Select(m => (m.Label.Zh, m.Value)));
        Assert.Equal(900m, rows.Single(r => r.Id == tiered).Value);
        Assert.Equal([("目标", 500m)], rows.Single(r => r.Id != tiered).Marks.Select(m => (m.Label.Zh, m.Value)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_goes_into_the_pools_and_out_of_them_is_counted_by_day_over_what_one_may_see_and_leads_to_its_records(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var leads = new List<long>();
        foreach (var n in Enumerable.Range(1, 3))
            leads.Add((await desk.Records.Save(desk.Actor(Desk.Marketing), new Draft(desk.Form("lead")).Set("company_name", $"第{n}号机械有限公司").Set("contact_name", "马丽").Set("mobile", $"1380000000{n}").Set("source", "purchased_list").Set("owner", null))).Record.Id);
        desk.Clock.Now = desk.Clock.Now.AddDays(1);
        await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("lead"), leads[0], "pool.claim");
        await desk.Records.Act(desk.Actor(Desk.SouthRep), desk.Form("lead"), leads[1], "pool.claim");
        var draft = new Draft(desk.Form("lead")) { Id = leads[2], ByAction = true };
        await desk.Records.Save(System(desk), draft.Set("owner", Desk.OtherRep));

        async Task<IEnumerable<string>> Flows(long member, string period = "this_month", long? whose = null) => ((PlotData)await Card(desk, member, "lead_market", "线索池进出", period, whose)).Points
            .Where(p => p.Values.Any(v => v > 0)).Select(p => string.Join(' ', p.Values.Select(v => v!.Value.ToString("0", global::System.Globalization.CultureInfo.InvariantCulture))));

        Assert.Equal(["3 0 0 0 0", "0 2 1 0 0"], await Flows(Desk.Executive));
        Assert.Equal(["3 2 1 0 0"], await Flows(Desk.Executive, "this_quarter"));
        Assert.Equal(["0 1 0 0 0"], await Flows(Desk.Executive, "this_month", Desk.Rep));
        // The head of the east sees nothing of what the south has.
        Assert.Equal(["2 0 0 0 0", "0 1 1 0 0"], await Flows(Desk.Manager));
        var plot = (PlotData)await Card(desk, Desk.Executive, "lead_market", "线索池进出");
        Assert.Equal(leads[..2], (await Behind(desk, Desk.Executive, plot.Points.Single(p => p.Values[1] > 0).Leads[1]!)).Order());
        var one = (PlotData)await Card(desk, Desk.Executive, "lead_market", "线索池进出", "this_month", Desk.Rep);
        Assert.Equal([leads[0]], await Behind(desk, Desk.Executive, one.Points.Single(p => p.Values[1] > 0).Leads[1]!));
    }

    [Fact]
    public async Task A_condition_on_how_records_changed_hands_is_asked_of_lists_only_and_needs_a_period()
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);
        ConditionDefinition Claimed(string op, object value) => new() { Field = "ownership.claim", Op = op, Value = global::System.Text.Json.JsonSerializer.SerializeToElement(value) };

        Assert.NotNull(Engine.Conditions.Condition.OfQuery(desk.Form("lead"), Claimed("within", "this_month")));
        Assert.Equal("condition.unknown_field", Assert.Throws<Engine.FieldTypes.DefinitionError>(() => Engine.Conditions.Condition.Compile(desk.Form("lead"), Claimed("within", "this_month"))).Code);
        Assert.Equal("condition.wrong_operator", Assert.Throws<Engine.FieldTypes.DefinitionError>(() => Engine.Conditions.Condition.OfQuery(desk.Form("lead"), Claimed("is", "this_month"))).Code);
        Assert.Equal("condition.bad_period", Assert.Throws<Engine.FieldTypes.DefinitionError>(() => Engine.Conditions.Condition.OfQuery(desk.Form("lead"), Claimed("within", "soon"))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Customers_and_what_is_won_are_put_together_by_province_and_lead_to_their_records(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        foreach (var (n, region) in new[] { "320505", "320100", "320000", "310115", null }.Index())
        {
            var account = await desk.Create(Desk.Admin, "account", ("name", $"第{n}号机械有限公司"), ("region", region), ("owner", n == 3 ? Desk.SouthRep : Desk.Rep));
            await desk.Records.Save(System(desk), new Draft(desk.Form("opportunity")).Set("name", $"单{n}").Set("account", account.Id).Set("stage", "signed").Set("status", "won").Set("win_rate", 100m).Set("amount", 100m + n).Set("start_date", new DateOnly(2026, 9, 1)).Set("expected_close", new DateOnly(2026, 11, 1))
                .Set("closed_at", new DateOnly(2026, 11, 1)).Set("won_owner", Desk.Rep).Set("owner", n == 3 ? Desk.SouthRep : Desk.Rep));
        }

        var customers = (WidgetData.Bars)await Card(desk, Desk.Executive, "executive", "各省客户");
        Assert.Equal([("320000", 3m), ("310000", 1m)], customers.Rows.Select(r => ((string)r.Key!, r.Value)));
        Assert.Equal(3, (await Behind(desk, Desk.Executive, customers.Rows[0].Leads)).Count);
        var won = (WidgetData.Bars)await Card(desk, Desk.Executive, "executive", "各省赢单");
        Assert.Equal([("320000", 303m), (null, 104m), ("310000", 103m)], won.Rows.Select(r => ((string?)r.Key, r.Value)));
        Assert.Equal([1, 1, 3], new[] { await Behind(desk, Desk.Executive, won.Rows[1].Leads), await Behind(desk, Desk.Executive, won.Rows[2].Leads), await Behind(desk, Desk.Executive, won.Rows[0].Leads) }.Select(r => r.Count));
        Assert.Equal("widget.no_bucket", Assert.Throws<Engine.FieldTypes.DefinitionError>(() => WidgetCatalogue.Find("bars")!.Compile(desk.App, "test", global::System.Text.Json.JsonSerializer.Deserialize<WidgetDefinition>(
            """{ "kind": "bars", "label": { "zh": "条", "en": "Bars" }, "form": "account", "by": "level", "bucket": "province" }""", Engine.Apps.DefinitionJson.Options)!)).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leads_and_accounts_that_go_back_soon_stand_by_their_day_on_the_sellers_page(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var start = desk.Clock.Now;
        foreach (var (form, most, card) in new[] { ("lead", 2, "即将回收的线索"), ("account", 7, "即将回收的客户") })
        {
            var backs = new List<DateTime>();
            foreach (var (n, day, who) in new[] { (1, 0, Desk.Rep), (2, 1, Desk.OtherRep), (3, 1, Desk.Rep), (4, 12, Desk.Rep) })
            {
                desk.Clock.Now = start.AddDays(day);
                var draft = new Draft(desk.Form(form)).Set("owner", null).Set(form == "lead" ? "company_name" : "name", $"第{n}号{form}机械有限公司");
                if (form == "lead") draft.Set("contact_name", "马丽").Set("mobile", $"1380000000{n}").Set("source", "purchased_list");
                var id = (await desk.Records.Save(System(desk), draft)).Record.Id;
                await desk.Records.Act(desk.Actor(who), desk.Form(form), id, "pool.claim");
                backs.Add((DateTime)(await desk.Read(form, id))["recycle_at"]!);
            }
            // The second of one's own stands at the edge of what is soon, the third beyond it.
            desk.Clock.Now = new DateTimeOffset(backs[2].AddDays(-most), TimeSpan.Zero);

            var soon = (WidgetData.Table)await Card(desk, Desk.Rep, "rep", card, "this_month", Desk.Rep);

            Assert.Equal([$"第1号{form}机械有限公司", $"第3号{form}机械有限公司"], soon.List.Select(r => r.Values[0]));
            Assert.Equal(2, (await Behind(desk, Desk.Rep, soon.Leads)).Count);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Key_deals_that_are_open_stand_by_their_amount_on_the_managers_page(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var small = await Open(desk, Desk.Rep, 1_000_000m, 50m);
        var large = await Open(desk, Desk.OtherRep, 9_000_000m, 50m);
        await Open(desk, Desk.Rep, 999_999m, 50m);
        await Open(desk, Desk.SouthRep, 5_000_000m, 50m);
        await Put(desk, await Open(desk, Desk.Rep, 7_000_000m, 50m), ("status", "lost"), ("closed_at", new DateOnly(2026, 11, 2)), ("lost_reason", "no_real_demand"));

        var card = (WidgetData.Table)await Card(desk, Desk.Manager, "manager", "重点商机");

        Assert.Equal([large.Id, small.Id], card.List.Select(r => r.Id));
        Assert.Equal([small.Id, large.Id], (await Behind(desk, Desk.Manager, card.Leads)).Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Contracts_are_counted_by_the_month_they_were_signed_in(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"));
        await Contract(desk, account.Id, 1000m, new(2026, 10, 31));
        await Contract(desk, account.Id, 200m, new(2026, 11, 1));
        await Contract(desk, account.Id, 30m, new(2026, 11, 2));
        await Put(desk, await Contract(desk, account.Id, 7000m, new(2026, 11, 3)), ("status", "draft"));

        var plot = (PlotData)await Card(desk, Desk.Finance, "contract_payment", "每月签约", "this_quarter");

        Assert.Equal(12, plot.Points.Count);
        Assert.Equal([(new DateOnly(2026, 10, 1), 1000m), (new DateOnly(2026, 11, 1), 230m)], plot.Points.TakeLast(2).Select(p => ((DateOnly)p.Key!, p.Values[0]!.Value)));
        Assert.Equal(2, (await Behind(desk, Desk.Finance, plot.Points[^1].Leads[0]!)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Follow_ups_are_laid_out_by_person_and_kind_on_the_managers_page(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"));
        foreach (var (who, type) in new[] { (Desk.Rep, "phone"), (Desk.Rep, "phone"), (Desk.Rep, "visit"), (Desk.OtherRep, "visit") })
            await desk.Records.Save(System(desk), new Draft(desk.Form("activity")).Set("target", new Engine.FieldTypes.RecordRef("account", account.Id)).Set("type", type).Set("content", "聊过").Set("follow_at", desk.Clock.Now.UtcDateTime).Set("owner", who));

        var matrix = (MatrixData)await Card(desk, Desk.Manager, "manager", "跟进次数");

        Assert.Equal(["phone", "visit"], matrix.Columns.Select(c => (string)c.Key!));
        Assert.Equal([(Desk.Rep, 2m, 1m, 3m), (Desk.OtherRep, 0m, 1m, 1m)], matrix.Rows.Select((r, i) => ((long)r.Key!, matrix.Cells[i][0].Value, matrix.Cells[i][1].Value, r.Sum.Value)));
        Assert.Equal(2, (await Behind(desk, Desk.Manager, matrix.Cells[0][0].Leads!)).Count);
        Assert.Null(matrix.Cells[1][0].Leads);
    }

    private static async Task<Record> Put(Desk desk, Record record, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(record.Form) { Id = record.Id, ByAction = true };
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await desk.Records.Save(System(desk), draft)).Record;
    }

    internal static async Task<Record> Won(Desk desk, long by, DateOnly closed, decimal amount) => await Deal(desk, by, ("stage", "signed"), ("status", "won"), ("forecast_category", "closed"), ("win_rate", 100m), ("amount", amount), ("expected_close", closed), ("closed_at", closed), ("won_owner", by));

    internal static Task<Record> Open(Desk desk, long by, decimal amount, decimal rate, params (string, object?)[] more) => Deal(desk, by, [("stage", "proposal"), ("status", "open"), ("forecast_category", "pipeline"), ("win_rate", rate), ("amount", amount), ("expected_close", new DateOnly(2026, 12, 20)), .. more]);

    private static async Task<Record> Deal(Desk desk, long by, params (string Key, object? Value)[] values)
    {
        var account = await desk.Create(Desk.Admin, "account", ("name", $"客户{desk.Ids.Next()}有限公司"), ("owner", by));
        var draft = new Draft(desk.Form("opportunity")).Set("name", "单").Set("account", account.Id).Set("start_date", new DateOnly(2026, 9, 1)).Set("owner", by);
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await desk.Records.Save(System(desk), draft)).Record;
    }

    internal static async Task Target(Desk desk, string scope, long? subject, decimal target, string period = "2026-11")
    {
        var draft = new Draft(desk.Form("sales_target")).Set("period_type", "month").Set("period", period).Set("scope", scope).Set("metric", "won_amount").Set("target", target).Set("owner", Desk.Manager);
        if (subject is not null) draft.Set(scope == "person" ? "subject" : "subject_department", subject);
        await desk.Records.Save(desk.Actor(Desk.Admin), draft);
    }

    private static async Task<Record> Contract(Desk desk, long account, decimal amount, DateOnly on, params (decimal Amount, DateOnly Due)[] plans)
    {
        var contract = (await desk.Records.Save(System(desk), new Draft(desk.Form("contract")) { ByAction = true }.Set("name", "合同").Set("account", account).Set("type", "new").Set("signer", Desk.Rep).Set("order_date", on).Set("order_owner", Desk.Rep).Set("amount", amount).Set("status", "executing").Set("flow_status", "approved").Set("owner", Desk.Rep))).Record;
        foreach (var (n, plan) in plans.Index())
            await desk.Records.Save(System(desk), new Draft(desk.Form("payment_plan")) { ByAction = true }.Set("contract", contract.Id).Set("account", account).Set("milestone", "advance").Set("amount", plan.Amount).Set("due_date", plan.Due).Set("flow_status", "approved").Set("owner", Desk.Rep));
        return contract;
    }

    internal static Engine.Access.Actor System(Desk desk) => Engine.Access.Actor.System("test", desk.Directory);

    internal static async Task<WidgetData> Card(Desk desk, long member, string dashboard, string label, string period = "this_month", long? whose = null)
    {
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(member));
        var board = desk.App.Dashboards.Single(d => d.Definition.Key == dashboard);
        return (await insights.Load(actor, desk.App, board, insights.Scope(actor, period, whose, null))).Single(w => w.Widget.Definition.Label.Zh == label).Data;
    }

    internal static async Task<IReadOnlyList<long>> Behind(Desk desk, long member, WidgetData.Behind behind) =>
        [.. (await desk.Query.List(desk.Actor(member), new ListQuery(behind.Form) { Where = Engine.Conditions.Condition.OfQuery(behind.Form, behind.Where) })).Rows.Select(r => r.Id)];
}
