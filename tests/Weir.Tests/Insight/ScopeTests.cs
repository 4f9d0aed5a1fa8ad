using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Insight;

/// <summary>What one chose to look at: days of one's own, a department, a person; on every card and report, and in the records behind them.</summary>
public sealed class ScopeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Days_of_ones_own_choice_are_counted_and_lead_to_the_same_records(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        foreach (var (name, day) in new[] { ("早", 4), ("首", 5), ("末", 12), ("晚", 13) }) await Won(desk, Desk.Rep, name, new(2026, 11, day), 100m);

        var card = (WidgetData.Card)await Widget(desk, Desk.Manager, "manager", "已赢单", "2026-11-05..2026-11-12");

        Assert.Equal(200m, card.Value);
        Assert.Equal(["末", "首"], (await Behind(desk, Desk.Manager, card.Leads!)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_whole_month_quarter_or_year_told_outright_has_its_target_and_other_days_have_none()
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);
        string Name(string word) => Scope(desk, Desk.Manager, word).Name;

        Assert.Equal(("2026-11", "2026Q4", "2026", "2026-02"), (Name("2026-11-01..2026-11-30"), Name("2026-10-01..2026-12-31"), Name("2026-01-01..2026-12-31"), Name("2026-02-01..2026-02-28")));
        Assert.All(new[] { "2026-11-01..2026-11-29", "2026-11-05..2026-12-04", "2026-11-01..2027-01-31", "2026-07-01..2027-06-30" }, word => Assert.Equal(word, Name(word)));
    }

    [Theory]
    [InlineData("2026-11-12..2026-11-05", "period.reversed", "to")]
    [InlineData("2026-11-12..", "period.no_day", "to")]
    [InlineData("..2026-11-12", "period.no_day", "from")]
    [InlineData("2026-11-31..2026-12-01", "period.no_day", "from")]
    [InlineData("2006-11-12..2026-11-12", "period.too_long", "to")]
    public async Task Days_that_are_no_period_are_refused_with_the_field_to_mend(string word, string code, string field)
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);

        var refused = Assert.Throws<ProblemException>(() => Scope(desk, Desk.Manager, word));

        Assert.Equal((code, field), (refused.Problem.Code, Assert.Single(refused.Problem.Errors).Field));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_department_has_the_targets_of_its_people_and_its_own_whoever_set_them(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        foreach (var (scope, field, subject, target) in new[] { ("person", "subject", Desk.Rep, 10m), ("person", "subject", Desk.OtherRep, 20m), ("person", "subject", Desk.SouthRep, 400m), ("department", "subject_department", Desk.South, 500m) })
            foreach (var (type, period) in new[] { ("month", "2026-11"), ("quarter", "2026Q4") })
                await desk.Create(Desk.Admin, "sales_target", ("period_type", type), ("period", period), ("scope", scope), (field, subject), ("metric", "won_amount"), ("target", target), ("owner", Desk.Admin));

        decimal? Goal(WidgetData data) => ((WidgetData.Card)data).Goal;
        Assert.Equal((30m, 400m), (Goal(await Widget(desk, Desk.Executive, "manager", "加权预测", "this_month", Desk.East)), Goal(await Widget(desk, Desk.Executive, "manager", "加权预测", "this_month", Desk.South))));
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(Desk.Executive));
        async Task<decimal?> Targets(long? department) => (await insights.Load(actor, desk.App, desk.App.Definition.Reports.Single(r => r.Key == "quarterly_forecast"), insights.Scope(actor, "this_year", null, department))).Totals[^1];
        Assert.Equal((430m, 30m, 400m), (await Targets(null), await Targets(Desk.East), await Targets(Desk.South)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Days_that_are_no_whole_month_have_their_share_of_the_targets_by_working_days(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Target(desk, "month", "2026-11", "person", Desk.Rep, 2100m);
        await Target(desk, "quarter", "2026Q4", "person", Desk.OtherRep, 6600m);
        async Task<(decimal? Goal, bool Partial)> Of(string period) => await Widget(desk, Desk.Executive, "manager", "加权预测", period) is WidgetData.Card card ? (card.Goal, card.Spread is { Partial: true }) : default;

        // November has 21 working days and the quarter 66; six of them are from the 5th to the 12th.
        Assert.Equal((1200m, true), await Of("2026-11-05..2026-11-12"));
        Assert.Equal((0m, false), await Of("2026-11-07..2026-11-08"));
        // A month of its own counts as it is, and who has only a quarter has a part of it.
        Assert.Equal((4200m, true), await Of("this_month"));
        Assert.Equal((8700m, false), await Of("this_quarter"));
        Assert.Equal((2100m + 4300m, true), await Of("2026-10-01..2026-11-30"));
        var plot = (PlotData)await Widget(desk, Desk.Executive, "manager", "赢单与目标", "2026-11-05..2026-11-12");
        Assert.Equal([(Desk.Rep, 600m), (Desk.OtherRep, 600m)], plot.Points.Select(p => ((long)p.Key!, p.Values[1]!.Value)).OrderBy(p => p.Item1));
        Assert.True(plot.Spread!.Partial);
        desk.Works(new([new(new(2026, 11, 11), Works: false, "公司日")]));
        Assert.Equal((1032.69m, true), await Of("2026-11-05..2026-11-12"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_set_for_the_whole_company_is_told_to_who_looks_at_some_people_and_is_not_theirs(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Target(desk, "month", "2026-11", "company", null, 5000m);
        await Target(desk, "month", "2026-11", "person", Desk.SouthRep, 400m);
        async Task<(decimal? Goal, decimal? Everybodys)> Of(long? department, long? member = null) => await Widget(desk, Desk.Executive, "manager", "加权预测", "this_month", department, member) is WidgetData.Card card ? (card.Goal, card.Spread?.Everybodys) : default;

        Assert.Equal((400m, null), await Of(null));
        Assert.Equal((400m, 5000m), await Of(Desk.South));
        Assert.Equal((0m, 5000m), await Of(Desk.East));
        Assert.Equal((400m, 5000m), await Of(null, Desk.SouthRep));
        Assert.Equal((0m, 5000m), await Of(null, Desk.Rep));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_card_and_report_can_be_looked_at_for_a_department_and_for_a_person(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Won(desk, Desk.Rep, "单", new(2026, 11, 5), 100m);
        var insights = new Insights(desk.Query, desk.Clock);
        var actor = desk.Actor(Desk.Admin);

        foreach (var (member, department) in new (long?, long?)[] { (Desk.Rep, null), (null, Desk.East), (null, Desk.South), (null, 999) })
        {
            var scope = insights.Scope(actor, "2026-11-01..2026-11-20", member, department);
            foreach (var dashboard in desk.App.Dashboards) Assert.Equal(dashboard.Widgets.Count, (await insights.Load(actor, desk.App, dashboard, scope)).Count);
            foreach (var report in desk.App.Definition.Reports)
                if (member is null && department == Desk.South) Assert.DoesNotContain((await insights.Load(actor, desk.App, report, scope)).Rows, r => r.Values.Any(v => v is > 0));
                else await insights.Load(actor, desk.App, report, scope);
        }
        Assert.Equal((100m, 0m), (((WidgetData.Card)await Widget(desk, Desk.Manager, "manager", "已赢单", "this_month", Desk.East)).Value, ((WidgetData.Card)await Widget(desk, Desk.Manager, "manager", "已赢单", "this_month", Desk.South)).Value));
    }

    private static InsightScope Scope(Desk desk, long member, string word) => InsightScope.Of(desk.Actor(member), desk.Clock.GetUtcNow().UtcDateTime, word, null, null);

    private static async Task Won(Desk desk, long by, string name, DateOnly closed, decimal amount)
    {
        var account = await desk.Create(Desk.Admin, "account", ("name", $"{name}精密机械有限公司"), ("owner", by));
        await desk.Records.Save(Engine.Access.Actor.System("test", desk.Directory), new Draft(desk.Form("opportunity")).Set("name", name).Set("account", account.Id).Set("stage", "signed").Set("status", "won").Set("forecast_category", "closed").Set("win_rate", 100m)
            .Set("amount", amount).Set("start_date", new DateOnly(2026, 9, 1)).Set("expected_close", closed).Set("closed_at", closed).Set("won_owner", by).Set("owner", by));
    }

    private static async Task<IEnumerable<string>> Behind(Desk desk, long member, WidgetData.Behind behind) =>
        (await desk.Query.List(desk.Actor(member), new ListQuery(behind.Form) { Where = Engine.Conditions.Condition.Compile(behind.Form, behind.Where), Columns = [behind.Form.Path("name")!] })).Rows.Select(r => (string)r.Values[0]!);

    private static Task Target(Desk desk, string type, string period, string scope, long? subject, decimal target) =>
        desk.Create(Desk.Admin, "sales_target", ("period_type", type), ("period", period), ("scope", scope), ("subject", subject), ("metric", "won_amount"), ("target", target), ("owner", Desk.Admin));

    private static async Task<WidgetData> Widget(Desk desk, long member, string dashboard, string label, string period, long? department = null, long? person = null)
    {
        var (insights, actor) = (new Insights(desk.Query, desk.Clock), desk.Actor(member));
        var board = desk.App.Dashboards.Single(d => d.Definition.Key == dashboard);
        return (await insights.Load(actor, desk.App, board, insights.Scope(actor, period, person, department))).Single(w => w.Widget.Definition.Label.Zh == label).Data;
    }
}
