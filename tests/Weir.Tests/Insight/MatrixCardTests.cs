using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Insight;

/// <summary>Rows by columns: what adds up to what, in which order, what has no place of its own, and which records stand behind each cell.</summary>
public sealed class MatrixCardTests
{
    private const string ByOwnerAndCategory = """{ "kind": "matrix", "label": { "zh": "表", "en": "Matrix" }, "form": "opportunity", "rows": "owner", "columns": "forecast_category", "how": "sum", "field": "amount", "format": "money" }""";

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_columns_and_the_whole_are_the_sums_of_their_cells_and_each_leads_to_its_records(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);

        var matrix = (MatrixData)(await Load(desk, Desk.Manager, ByOwnerAndCategory))!;

        Assert.Equal(["pipeline", "commit"], matrix.Columns.Select(c => (string)c.Key!));
        Assert.Equal([(Desk.Rep, 600m, 200m, 800m), (Desk.OtherRep, 0m, 700m, 700m)], matrix.Rows.Select((r, i) => ((long)r.Key!, matrix.Cells[i][0].Value, matrix.Cells[i][1].Value, r.Sum.Value)));
        Assert.Equal([600m, 900m], matrix.Columns.Select(c => c.Sum.Value));
        Assert.Equal(1500m, matrix.Whole.Value);
        Assert.Equal((2, 2, 3, 3, 5), (await Count(desk, matrix.Cells[0][0].Leads), await Count(desk, matrix.Cells[1][1].Leads), await Count(desk, matrix.Rows[0].Sum.Leads), await Count(desk, matrix.Columns[1].Sum.Leads), await Count(desk, matrix.Whole.Leads)));
        Assert.Null(matrix.Cells[1][0].Leads);
        Assert.Equal((5, 2, 0, 5), (matrix.Shade(0, 0), matrix.Shade(0, 1), matrix.Shade(1, 0), matrix.Shade(1, 1)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_what_may_be_seen_stands_in_a_matrix_and_who_may_not_read_an_axis_has_none(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);

        var own = (MatrixData)(await Load(desk, Desk.OtherRep, ByOwnerAndCategory))!;

        Assert.Equal([(Desk.OtherRep, 700m)], own.Rows.Select(r => ((long)r.Key!, r.Sum.Value)));
        Assert.Equal(700m, own.Whole.Value);
        Assert.Null(await Load(desk, Desk.Delivery, """{ "kind": "matrix", "label": { "zh": "表", "en": "Matrix" }, "form": "lead", "rows": "owner", "columns": "status" }"""));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_has_no_place_of_its_own_is_put_together_so_that_the_sums_stay_true(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var sources = desk.Form("lead")["industry"].Type.Options(desk.Form("lead")["industry"]).Select(o => o.Key).Take(3).ToList();
        foreach (var (i, (industry, city)) in new[] { (sources[0], "苏州"), (sources[0], "苏州"), (sources[1], "无锡"), (sources[2], "常州"), (null, "南京") }.Index())
            await desk.Create(Desk.Rep, "lead", ("company_name", $"{city}{i}有限公司"), ("mobile", $"1381111000{i}"), ("source", "cold_call"), ("industry", industry), ("contact_name", "马丽"));

        var matrix = (MatrixData)(await Load(desk, Desk.Manager, """{ "kind": "matrix", "label": { "zh": "表", "en": "Matrix" }, "form": "lead", "rows": "industry", "columns": "source", "limit": 2 }"""))!;

        Assert.Equal([(sources[0], 0, 2m), (null, 3, 3m)], matrix.Rows.Select(r => ((string?)r.Key, r.Others, r.Sum.Value)));
        Assert.Equal((3m, 5m), (matrix.Cells[1][0].Value, matrix.Whole.Value));
        Assert.Equal((3, 3), (await Count(desk, matrix.Cells[1][0].Leads), await Count(desk, matrix.Rows[1].Sum.Leads)));
        Assert.Equal((5, 0), (matrix.Shade(0, 0), matrix.Shade(1, 0)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dates_make_columns_by_their_unit(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);

        var matrix = (MatrixData)(await Load(desk, Desk.Manager, """{ "kind": "matrix", "label": { "zh": "表", "en": "Matrix" }, "form": "opportunity", "rows": "owner", "columns": "expected_close", "bucket": "month" }"""))!;

        Assert.Equal([new DateOnly(2026, 10, 1), new DateOnly(2026, 12, 1)], matrix.Columns.Select(c => (DateOnly)c.Key!));
        Assert.Equal([(2m, 1m), (0m, 2m)], matrix.Cells.Select(c => (c[0].Value, c[1].Value)));
        Assert.Equal((2, 3), (await Count(desk, matrix.Cells[0][0].Leads), await Count(desk, matrix.Columns[1].Sum.Leads)));
    }

    [Theory]
    [InlineData("""{ "kind": "matrix", "label": { "zh": "表", "en": "M" }, "form": "opportunity", "rows": "owner", "columns": "stage", "how": "avg", "field": "amount" }""", "widget.no_share")]
    [InlineData("""{ "kind": "matrix", "label": { "zh": "表", "en": "M" }, "form": "opportunity", "rows": "owner", "columns": "colour" }""", "widget.unknown_field")]
    [InlineData("""{ "kind": "matrix", "label": { "zh": "表", "en": "M" }, "form": "opportunity", "rows": "owner", "columns": "expected_close" }""", "widget.no_axis")]
    [InlineData("""{ "kind": "matrix", "label": { "zh": "表", "en": "M" }, "form": "opportunity", "rows": "expected_close", "columns": "stage" }""", "widget.no_axis")]
    [InlineData("""{ "kind": "matrix", "label": { "zh": "表", "en": "M" }, "form": "opportunity", "rows": "owner", "columns": "stage", "bucket": "month" }""", "widget.no_axis")]
    public async Task A_matrix_that_cannot_be_made_is_refused_with_its_reason(string json, string code)
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);

        Assert.Equal(code, Assert.Throws<Engine.FieldTypes.DefinitionError>(() => Compile(desk, json)).Code);
    }

    private static Widget Compile(Desk desk, string json)
    {
        var definition = JsonSerializer.Deserialize<WidgetDefinition>(json, DefinitionJson.Options)!;
        return WidgetCatalogue.Find(definition.Kind)!.Compile(desk.App, "test", definition);
    }

    private static Task<WidgetData?> Load(Desk desk, long member, string json)
    {
        var now = desk.Clock.GetUtcNow().UtcDateTime;
        var actor = desk.Actor(member);
        return Compile(desk, json).Load(new InsightRun(desk.Query, actor, desk.App, InsightScope.Of(actor, now, "this_month", null, null), now), default);
    }

    private static async Task<int> Count(Desk desk, WidgetData.Behind? behind) =>
        (await desk.Query.List(desk.Actor(Desk.Manager), new ListQuery(behind!.Form) { Where = Engine.Conditions.Condition.Compile(behind.Form, behind.Where) })).Rows.Count;

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
