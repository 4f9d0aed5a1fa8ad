using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Insight;

/// <summary>What lies in line items, shared out by what it names: over the records that one may see and no others.</summary>
public sealed class MixTests
{
    private const string ByProduct = """{ "kind": "pie", "label": { "zh": "产品", "en": "Products" }, "form": "opportunity", "by": "lines.product", "how": "sum", "field": "lines.amount", "date": "expected_close", "format": "money" }""";

    private const string ByCategory = """{ "kind": "pie", "label": { "zh": "类别", "en": "Categories" }, "form": "opportunity", "by": "lines.product.category", "how": "sum", "field": "lines.amount", "where": { "field": "name", "op": "is_not", "value": "不算" } }""";

    [Theory, OnSqlite, OnPostgres]
    public async Task Lines_are_shared_out_by_product_and_each_slice_leads_to_the_records_that_have_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (saw, drill) = await Deals(desk);

        var pie = (PieData)(await Load(desk, Desk.Executive, ByProduct))!;

        Assert.Equal([(drill, 600m), (saw, 250m)], pie.Slices.Select(s => ((long)s.Key!, s.Value)));
        Assert.Equal(850m, pie.Total);
        Assert.Equal(["东一", "东二"], await Behind(desk, Desk.Executive, pie.Slices.Single(s => (long)s.Key! == saw).Leads));
        Assert.Equal(["东一", "南一"], await Behind(desk, Desk.Executive, pie.Slices.Single(s => (long)s.Key! == drill).Leads));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_way_goes_on_behind_the_lines_and_a_condition_of_the_record_holds(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Deals(desk);

        var pie = (PieData)(await Load(desk, Desk.Executive, ByCategory, "this_year"))!;

        Assert.Equal([("robotics", 600m), ("spare_parts", 250m)], pie.Slices.Select(s => ((string)s.Key!, s.Value)));
        Assert.Equal(["东一", "东二"], await Behind(desk, Desk.Executive, pie.Slices[1].Leads));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task No_line_of_a_record_that_one_may_not_see_counts(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (saw, drill) = await Deals(desk);
        async Task<IEnumerable<(long, decimal)>> Of(long member) => ((PieData)(await Load(desk, member, ByProduct))!).Slices.Select(s => ((long)s.Key!, s.Value));

        Assert.Equal([(saw, 250m), (drill, 100m)], await Of(Desk.Rep));
        Assert.Equal([(drill, 500m)], await Of(Desk.SouthRep));
        Assert.Empty(await Of(Desk.OtherRep));
        Assert.Empty(await Of(Desk.Delivery));
    }

    [Fact]
    public async Task Line_items_that_are_hidden_from_a_role_are_not_summed_and_not_asked_for_in_a_condition()
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);
        var (saw, _) = await Deals(desk);
        await desk.Publish(app => app with
        {
            Roles = [.. app.Roles.Select(r => r.Key != "executive" ? r : r with { Forms = r.Forms.ToDictionary(f => f.Key, f => f.Key != "opportunity" ? f.Value : f.Value with { Fields = new Dictionary<string, Engine.Access.FieldRight> { ["lines"] = Engine.Access.FieldRight.Hidden } }) })],
        });

        Assert.Null(await Load(desk, Desk.Executive, ByProduct));
        var where = Condition.OfQuery(desk.Form("opportunity"), new() { Field = "lines.product", Op = "is", Value = JsonSerializer.SerializeToElement(saw) });
        Assert.Equal("field.unknown", (await Assert.ThrowsAsync<ProblemException>(() => desk.Query.List(desk.Actor(Desk.Executive), new ListQuery(desk.Form("opportunity")) { Where = where }))).Problem.Code);
        Assert.Equal(2, (await desk.Query.List(desk.Actor(Desk.Manager), new ListQuery(desk.Form("opportunity")) { Where = where })).Rows.Count);
        Assert.Throws<Engine.FieldTypes.DefinitionError>(() => Condition.Compile(desk.Form("opportunity"), new() { Field = "lines.product", Op = "is", Value = JsonSerializer.SerializeToElement(saw) }));
    }

    [Theory]
    [InlineData("lines.product", "lines.colour")]
    [InlineData("lines.product", "amount")]
    [InlineData("lines.product.colour", "lines.amount")]
    [InlineData("lines.product", "competitors.competitor")]
    public async Task A_mix_of_what_does_not_lie_in_the_same_lines_is_refused(string by, string field)
    {
        await using var desk = await Desk.Open(DatabaseKind.Sqlite);

        Assert.Equal("widget.unknown_field", Assert.Throws<Engine.FieldTypes.DefinitionError>(() => Compile(desk, $$"""{ "kind": "pie", "label": { "zh": "饼", "en": "Pie" }, "form": "opportunity", "by": "{{by}}", "how": "sum", "field": "{{field}}" }""")).Code);
    }

    /// <summary>Two products in the deals of three sellers; one deal closes another month.</summary>
    private static async Task<(long Saw, long Drill)> Deals(Desk desk)
    {
        async Task<long> Product(string code, string category) => (await desk.Create(Desk.Admin, "product", ("code", code), ("name", code), ("category", category), ("unit", "set"), ("list_price", 10m))).Id;
        var (saw, drill) = (await Product("锯", "spare_parts"), await Product("钻", "robotics"));
        foreach (var (name, owner, close, lines) in new[]
                 {
                     ("东一", Desk.Rep, new DateOnly(2026, 11, 20), new[] { (saw, 10m), (drill, 10m) }), ("东二", Desk.Rep, new DateOnly(2026, 11, 21), [(saw, 7m), (saw, 8m)]),
                     ("南一", Desk.SouthRep, new DateOnly(2026, 11, 22), [(drill, 50m)]), ("不算", Desk.OtherRep, new DateOnly(2027, 1, 22), [(drill, 900m)]),
                 })
        {
            var account = await desk.Create(Desk.Admin, "account", ("name", $"{name}精密机械有限公司"), ("owner", owner));
            var draft = new Draft(desk.Form("opportunity")).Set("name", name).Set("account", account.Id).Set("start_date", new DateOnly(2026, 9, 1)).Set("expected_close", close).Set("owner", owner);
            draft.Lines["lines"] = [.. lines.Select(l => new DraftLine(null, new Dictionary<string, object?> { ["product"] = l.Item1, ["qty"] = l.Item2, ["list_price"] = 10m }))];
            await desk.Records.Save(Engine.Access.Actor.System("test", desk.Directory), draft);
        }
        return (saw, drill);
    }

    private static Widget Compile(Desk desk, string json)
    {
        var definition = JsonSerializer.Deserialize<WidgetDefinition>(json, DefinitionJson.Options)!;
        return WidgetCatalogue.Find(definition.Kind)!.Compile(desk.App, "test", definition);
    }

    private static Task<WidgetData?> Load(Desk desk, long member, string json, string period = "this_month")
    {
        var (actor, now) = (desk.Actor(member), desk.Clock.GetUtcNow().UtcDateTime);
        return Compile(desk, json).Load(new InsightRun(desk.Query, actor, desk.App, InsightScope.Of(actor, now, period, null, null), now), default);
    }

    private static async Task<IEnumerable<string>> Behind(Desk desk, long member, WidgetData.Behind behind) =>
        (await desk.Query.List(desk.Actor(member), new ListQuery(behind.Form) { Where = Condition.OfQuery(behind.Form, behind.Where), Columns = [behind.Form.Path("name")!] })).Rows.Select(r => (string)r.Values[0]!).Order(StringComparer.Ordinal);
}
