using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Insight;

/// <summary>Plots, pies and gauges: what is counted, in which order, for whom, and which records stand behind each point.</summary>
public sealed class PlotTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_trend_shows_every_month_and_each_point_leads_to_its_records(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);

        var plot = (PlotData)(await Load(desk, Desk.Manager, """
            { "kind": "plot", "label": { "zh": "趋势", "en": "Trend" }, "bucket": "month", "last": 3, "ahead": 1, "format": "money",
              "series": [{ "form": "opportunity", "by": "expected_close", "how": "sum", "field": "amount", "draw": "line" }, { "form": "opportunity", "by": "expected_close", "how": "avg", "field": "amount" }] }
            """))!;

        Assert.Equal([new DateOnly(2026, 9, 1), new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 1)], plot.Points.Select(p => (DateOnly)p.Key!));
        Assert.Equal([0m, 300m, 0m, 1200m], plot.Points.Select(p => p.Values[0]!.Value));
        Assert.Equal([null, 150m, null, 400m], plot.Points.Select(p => p.Values[1]));
        Assert.Null(plot.Points[0].Leads[0]);
        Assert.Equal(3, await Count(desk, Desk.Manager, plot.Points[3].Leads[0]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_formula_stands_for_its_series_and_leads_to_what_it_divides_by(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);

        var plot = (PlotData)(await Load(desk, Desk.Manager, """
            { "kind": "plot", "label": { "zh": "占比", "en": "Share" }, "formula": "big / n * 100", "format": "percent",
              "series": [{ "key": "big", "form": "opportunity", "by": "owner", "where": { "field": "amount", "op": "gte", "value": 300 } }, { "key": "n", "form": "opportunity", "by": "owner" }] }
            """))!;

        Assert.Equal("占比", Assert.Single(plot.Series).Label!.Zh);
        Assert.Equal([(Desk.OtherRep, 100m), (Desk.Rep, 33.33m)], plot.Points.Select(p => ((long)p.Key!, decimal.Round(p.Values[0]!.Value, 2))));
        Assert.Equal(3, await Count(desk, Desk.Manager, plot.Points[1].Leads[0]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_trend_ends_today_unless_it_looks_ahead_and_knows_nothing_of_days_to_come(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);
        string Trend(int ahead) => $$"""
            { "kind": "plot", "label": { "zh": "趋势", "en": "Trend" }, "bucket": "month", "last": 2, "ahead": {{ahead}}, "series": [{ "form": "opportunity", "by": "expected_close", "how": "sum", "field": "amount" }] }
            """;

        Assert.Equal([300m, 0m], ((PlotData)(await Load(desk, Desk.Manager, Trend(0), "this_year"))!).Points.Select(p => p.Values[0]));
        Assert.Equal([300m, 0m, 1200m, null], ((PlotData)(await Load(desk, Desk.Manager, Trend(2), "this_year"))!).Points.Select(p => p.Values[0]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_split_plot_stacks_a_series_for_each_choice_in_their_order(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);

        var plot = (PlotData)(await Load(desk, Desk.Manager, """
            { "kind": "plot", "label": { "zh": "预测", "en": "Forecast" }, "bucket": "month", "last": 1, "ahead": 1, "split": "forecast_category",
              "series": [{ "form": "opportunity", "by": "expected_close", "how": "sum", "field": "amount" }] }
            """))!;

        Assert.Equal(["pipeline", "commit"], plot.Series.Select(s => (string)s.Key!));
        Assert.All(plot.Series, s => Assert.True(s.Stacked));
        Assert.Equal([500m, 700m], plot.Points[1].Values.Select(v => v!.Value));
        Assert.Equal(2, await Count(desk, Desk.Manager, plot.Points[1].Leads[1]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Things_beside_each_other_meet_at_the_same_key_and_only_what_may_be_seen_is_counted(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);
        const string beside = """
            { "kind": "plot", "label": { "zh": "按人", "en": "By person" },
              "series": [{ "form": "opportunity", "by": "owner", "how": "sum", "field": "amount" }, { "label": { "zh": "客户", "en": "Accounts" }, "form": "account", "by": "owner", "draw": "line" }] }
            """;

        var all = (PlotData)(await Load(desk, Desk.Manager, beside))!;
        var own = (PlotData)(await Load(desk, Desk.OtherRep, beside))!;

        Assert.Equal([(Desk.OtherRep, 700m, 0m), (Desk.Rep, 800m, 1m)], all.Points.Select(p => ((long)p.Key!, p.Values[0]!.Value, p.Values[1]!.Value)).OrderBy(p => p.Item2));
        Assert.Equal([(Desk.OtherRep, 700m)], own.Points.Select(p => ((long)p.Key!, p.Values[0]!.Value)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_pie_shares_the_whole_among_the_largest_and_puts_the_rest_together(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var industries = desk.Form("lead")["industry"].Type.Options(desk.Form("lead")["industry"]).Select(o => o.Key).Take(9).ToList();
        foreach (var (at, industry) in industries.Index())
            for (var n = 0; n < 10 - at; n++) await desk.Create(Desk.Rep, "lead", ("company_name", $"第{at}家{n}有限公司"), ("mobile", $"138{at:D4}{n:D4}"), ("source", "cold_call"), ("industry", industry), ("contact_name", "马丽"));

        var pie = (PieData)(await Load(desk, Desk.Manager, """{ "kind": "pie", "label": { "zh": "行业", "en": "Industries" }, "form": "lead", "by": "industry" }"""))!;

        Assert.Equal(industries[..7], pie.Slices.Select(s => (string)s.Key!));
        Assert.Equal((54m, 2, 5m), (pie.Total, pie.OtherCount, pie.Other));
        Assert.Equal(10, await Count(desk, Desk.Manager, pie.Slices[0].Leads));
        Assert.Null(await Load(desk, Desk.Delivery, """{ "kind": "pie", "label": { "zh": "行业", "en": "Industries" }, "form": "lead", "by": "industry" }"""));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_won_stands_beside_a_plan_that_is_made_of_hidden_series_and_who_may_not_see_the_plan_sees_the_rest(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);
        foreach (var (type, period, who, target) in new[] { ("month", "2026-11", Desk.Rep, 70m), ("quarter", "2026Q4", Desk.OtherRep, 900m), ("month", "2026-10", Desk.Rep, 30m) })
            await desk.Create(Desk.Admin, "sales_target", ("period_type", type), ("period", period), ("scope", "person"), ("subject", who), ("metric", "won_amount"), ("target", target), ("owner", Desk.Manager));
        string Plan(string month) => $$"""{ "key": "{{(month == "quarter" ? "own" : "months")}}", "hidden": true, "form": "sales_target", "by": "subject", "how": "sum", "field": "target", "people": "subject", "where": { "field": "period_type", "op": "is", "value": "{{month}}" } }""";
        var against = $$"""
            { "kind": "plot", "label": { "zh": "对比", "en": "Against" }, "format": "money",
              "series": [{ "form": "opportunity", "by": "owner", "how": "sum", "field": "amount", "where": { "field": "amount", "op": "lt", "value": 400 } }, {{Plan("quarter")}}, {{Plan("month")}},
                         { "label": { "zh": "目标", "en": "Target" }, "formula": "IF(own > 0, own, IF(months > 0, months))", "draw": "line" }] }
            """;

        var plot = (PlotData)(await Load(desk, Desk.Manager, against))!;

        Assert.Equal(2, plot.Series.Count);
        Assert.Equal([(Desk.Rep, 300m, 100m), (Desk.OtherRep, 300m, 900m)], plot.Points.Select(p => ((long)p.Key!, p.Values[0]!.Value, p.Values[1]!.Value)).OrderBy(p => p.Item1));
        Assert.Equal(1, await Count(desk, Desk.Manager, plot.Points.Single(p => (long)p.Key! == Desk.OtherRep).Leads[1]!));
        Assert.Equal(2, await Count(desk, Desk.Manager, plot.Points.Single(p => (long)p.Key! == Desk.Rep).Leads[1]!));
        await desk.Publish(app => app with { Roles = [.. app.Roles.Select(r => r.Key != "sales_manager" ? r : r with { Forms = r.Forms.Where(f => f.Key != "sales_target").ToDictionary(f => f.Key, f => f.Value) })] });
        Assert.Single(((PlotData)(await Load(desk, Desk.Manager, against))!).Series);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_no_plan_covers_has_a_place_of_its_own_behind_the_others(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);
        string Beside(int least) => $$"""
            { "kind": "plot", "label": { "zh": "账龄", "en": "Ageing" },
              "series": [{ "form": "opportunity", "by": "forecast_category", "how": "sum", "field": "amount", "stacked": true },
                         { "at": { "zh": "未计划", "en": "Not planned" }, "form": "opportunity", "how": "sum", "field": "amount", "where": { "field": "amount", "op": "gte", "value": {{least}} }, "stacked": true }] }
            """;

        var plot = (PlotData)(await Load(desk, Desk.Manager, Beside(400)))!;

        Assert.Equal([("pipeline", 600m, null), ("commit", 900m, null), ("未计划", null, 900m)], plot.Points.Select(p => (p.Key is Engine.Forms.Words words ? words.Zh : (string)p.Key!, p.Values[0], p.Values[1])));
        Assert.Equal(2, await Count(desk, Desk.Manager, plot.Points[2].Leads[1]!));
        Assert.Equal(2, ((PlotData)(await Load(desk, Desk.Manager, Beside(5000)))!).Points.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_gauge_tells_whether_less_is_still_enough(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);
        string Gauge(string better) => $$"""
            { "kind": "gauge", "label": { "zh": "单均", "en": "Each" }, "figures": { "a": { "form": "opportunity", "how": "avg", "field": "amount" } }, "formula": "a / 10", "goal": 31, "most": 60, "better": "{{better}}", "leads": "a" }
            """;

        var less = (GaugeData)(await Load(desk, Desk.Manager, Gauge("less")))!;
        var more = (GaugeData)(await Load(desk, Desk.Manager, Gauge("more")))!;

        Assert.Equal((30m, true, false), (less.Value, less.Good, more.Good));
        Assert.Equal(5, await Count(desk, Desk.Manager, less.Leads!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_gauge_of_the_median_is_not_moved_by_one_that_took_long_and_says_the_mean_beside_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);
        const string middle = """
            { "kind": "gauge", "label": { "zh": "单均", "en": "Each" }, "formula": "m", "second": { "label": { "zh": "平均", "en": "mean" }, "figure": "a" },
              "figures": { "m": { "form": "opportunity", "how": "median", "field": "amount" }, "a": { "form": "opportunity", "how": "avg", "field": "amount" } } }
            """;
        var deal = (await desk.Query.List(desk.Actor(Desk.Manager), new ListQuery(desk.Form("opportunity")) { Where = Engine.Conditions.Condition.Compile(desk.Form("opportunity"), new() { Field = "amount", Op = "is", Value = JsonSerializer.SerializeToElement(500) }) })).Rows.Single();

        Assert.Equal((300m, 300m), Both((GaugeData)(await Load(desk, Desk.Manager, middle))!));
        await desk.Records.Save(Engine.Access.Actor.System("test", desk.Directory), new Draft(desk.Form("opportunity")) { Id = deal.Id }.Set("amount", 9500m));
        Assert.Equal((300m, 2100m), Both((GaugeData)(await Load(desk, Desk.Manager, middle))!));
        Assert.Equal((350m, 350m), Both((GaugeData)(await Load(desk, Desk.OtherRep, middle))!));
        // Of each group as well.
        var plot = (PlotData)(await Load(desk, Desk.Manager, """{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "series": [{ "form": "opportunity", "by": "owner", "how": "median", "field": "amount" }] }"""))!;
        Assert.Equal([(Desk.OtherRep, 350m), (Desk.Rep, 200m)], plot.Points.Select(p => ((long)p.Key!, p.Values[0]!.Value)));

        static (decimal?, decimal?) Both(GaugeData gauge) => (gauge.Value, gauge.Second!.Value.Value);
    }

    [Theory]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "series": [] }""", "widget.no_series")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "split": "stage", "series": [{ "form": "opportunity", "by": "owner" }, { "form": "opportunity", "by": "owner" }] }""", "widget.no_series")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "series": [{ "form": "opportunity", "by": "owner", "draw": "cake" }] }""", "widget.no_drawing")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "formula": "a", "series": [{ "form": "opportunity", "by": "owner" }] }""", "widget.no_series")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "formula": "b", "series": [{ "key": "a", "form": "opportunity", "by": "owner" }] }""", "formula.unknown_name")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "series": [{ "form": "opportunity", "by": "owner", "hidden": true }] }""", "widget.no_axis")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "series": [{ "at": { "zh": "无", "en": "None" }, "form": "opportunity" }] }""", "widget.no_axis")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "series": [{ "form": "opportunity", "by": "owner" }, { "form": "opportunity" }] }""", "widget.unknown_field")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "series": [{ "form": "opportunity", "by": "owner" }, { "label": { "zh": "算", "en": "Made" }, "formula": "a" }] }""", "formula.unknown_name")]
    [InlineData("""{ "kind": "plot", "label": { "zh": "图", "en": "Plot" }, "bucket": "fortnight", "series": [{ "form": "opportunity", "by": "expected_close" }] }""", "widget.no_bucket")]
    [InlineData("""{ "kind": "pie", "label": { "zh": "饼", "en": "Pie" }, "form": "opportunity", "by": "stage", "how": "avg", "field": "amount" }""", "widget.no_share")]
    [InlineData("""{ "kind": "pie", "label": { "zh": "饼", "en": "Pie" }, "form": "opportunity", "by": "colour" }""", "widget.unknown_field")]
    [InlineData("""{ "kind": "gauge", "label": { "zh": "表", "en": "Gauge" }, "figures": {}, "formula": "1", "most": 0 }""", "widget.no_scale")]
    public async Task A_drawing_that_cannot_be_made_is_refused_with_its_reason(string json, string code)
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);

        Assert.Equal(code, Assert.Throws<Engine.FieldTypes.DefinitionError>(() => Compile(desk, json)).Code);
    }

    private static Widget Compile(Desk desk, string json)
    {
        var definition = JsonSerializer.Deserialize<WidgetDefinition>(json, DefinitionJson.Options)!;
        return WidgetCatalogue.Find(definition.Kind)!.Compile(desk.App, "test", definition);
    }

    private static Task<WidgetData?> Load(Desk desk, long member, string json, string period = "this_month")
    {
        var actor = desk.Actor(member);
        var now = desk.Clock.GetUtcNow().UtcDateTime;
        return Compile(desk, json).Load(new InsightRun(desk.Query, actor, desk.App, InsightScope.Of(actor, now, period, null, null), now), default);
    }

    private static async Task<int> Count(Desk desk, long member, WidgetData.Behind behind) =>
        (await desk.Query.List(desk.Actor(member), new ListQuery(behind.Form) { Where = Engine.Conditions.Condition.Compile(behind.Form, behind.Where) })).Rows.Count;

    /// <summary>Five deals of two sellers: two in October, three in December.</summary>
    private static async Task Deals(Desk desk)
    {
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"));
        var system = Engine.Access.Actor.System("test", desk.Directory);
        foreach (var (amount, day, owner, forecast) in new[]
                 {
                     (100m, new DateOnly(2026, 10, 1), Desk.Rep, "pipeline"), (200m, new DateOnly(2026, 10, 31), Desk.Rep, "commit"),
                     (500m, new DateOnly(2026, 12, 1), Desk.Rep, "pipeline"), (300m, new DateOnly(2026, 12, 15), Desk.OtherRep, "commit"), (400m, new DateOnly(2026, 12, 31), Desk.OtherRep, "commit"),
                 })
            await desk.Records.Save(system, new Draft(desk.Form("opportunity")).Set("name", $"商机{amount}").Set("account", account.Id).Set("stage", "proposal").Set("win_rate", 50m).Set("status", "open")
                .Set("forecast_category", forecast).Set("amount", amount).Set("start_date", new DateOnly(2026, 9, 1)).Set("expected_close", day).Set("owner", owner));
    }
}
