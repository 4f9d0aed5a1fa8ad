using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Conversion;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Tests.Apps;
using Weir.Tests.Capabilities;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>Fields of one's own follow the map of the conversion, and only into fields of their type.</summary>
public sealed class ConversionMapTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_field_of_ones_own_follows_the_map_and_is_no_longer_warned_of(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Own(desk);
        var lead = await Lead(desk);
        Assert.Equal("主要设备、产线数", (await Asked(desk, lead))["left_behind"]);

        await Map(desk, 0, ("machines", "main_equipment"));
        await Map(desk, 2, ("lines_wanted", "line_count"));
        Assert.Null((await Asked(desk, lead))["left_behind"]);
        var converted = (await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert")).Record;

        Assert.Equal("六轴机器人", (await desk.Read("account", (long)converted["converted_account"]!))["machines"]);
        Assert.Equal(3m, (await desk.Read("opportunity", (long)converted["converted_opportunity"]!))["lines_wanted"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_type_a_filled_field_and_an_unknown_one_are_refused_with_both_names(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Own(desk);

        var wrong = await Refused(() => Map(desk, 0, ("machines", "line_count")));
        Assert.Equal(("conversion.wrong_type", "“产线数”是数字，“设备”是单行文本；只有类型相同的字段才能对应。"), (wrong.Code, wrong.Message.Zh));
        Assert.StartsWith("'Lines' is of the type Number, 'Machines' of the type", wrong.Message.En, StringComparison.Ordinal);
        Assert.Equal("conversion.filled", (await Refused(() => Map(desk, 0, ("name", "company_name")))).Code);
        Assert.Equal("conversion.unknown_field", (await Refused(() => Map(desk, 0, ("nothing", "main_equipment")))).Code);
        Assert.Equal("conversion.no_source", (await Refused(() => Map(desk, 0, ("machines", "nothing")))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_goes_along_by_itself_gives_way_to_the_map_and_the_rest_is_without_a_place(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Own(desk);
        await desk.Publish(a => a.Add("account", "main_equipment text"));
        var form = desk.Form("lead");
        var draft = ConversionMap.Definition(form)!;

        Assert.Contains(("main_equipment", "main_equipment"), ConversionMap.Targets(form, draft)[0].Carried.Select(c => (c.From.Key, c.To.Key)));
        Assert.Equal(["line_count"], ConversionMap.Unplaced(form, draft).Select(f => f.Key));
        var other = draft with { Targets = [draft.Targets[0] with { Map = new Dictionary<string, string> { ["main_equipment"] = "wechat" } }, .. draft.Targets.Skip(1)] };
        Assert.DoesNotContain("main_equipment", ConversionMap.Targets(form, other)[0].Carried.Select(c => c.To.Key));
        Assert.Contains("main_equipment", ConversionMap.Unplaced(form, other).Select(f => f.Key));
        Assert.Contains(("phone", "phone,mobile", false), ConversionMap.Targets(form, draft)[0].Fixed.Select(f => (f.To.Key, string.Join(',', f.From.Select(x => x.Key)), f.Asked)));
    }

    /// <summary>The lead's own fields, and two in its targets that are called otherwise.</summary>
    private static Task Own(Desk desk) => desk.Publish(a => a.Change("lead", f => f with { Fields = [.. f.Fields, Field("main_equipment", "text", "主要设备", "Equipment"), Field("line_count", "number", "产线数", "Lines")] })
        .Change("account", f => f with { Fields = [.. f.Fields, Field("machines", "text", "设备", "Machines")] }).Change("opportunity", f => f with { Fields = [.. f.Fields, Field("lines_wanted", "number", "产线", "Lines wanted")] }));

    private static FieldDefinition Field(string key, string type, string zh, string en) => new() { Key = key, Type = type, Label = (zh, en) };

    private static Task Map(Desk desk, int target, params (string To, string From)[] lines) => PoolTests.Settings(desk, "lead", "conversion", s =>
        s["targets"]![target]!["map"] = new JsonObject(lines.Select(l => KeyValuePair.Create(l.To, (JsonNode?)l.From))));

    private static async Task<FieldError> Refused(Func<Task> publish) => Assert.Single((await Assert.ThrowsAsync<ProblemException>(publish)).Problem.Errors);

    private static async Task<Record> Asked(Desk desk, Record lead) =>
        (await desk.Records.Preview(desk.Actor(Desk.Rep), await desk.Records.Ask(desk.Actor(Desk.Rep), desk.Form("lead"), lead.Id, "conversion.convert"))).Record;

    private static Task<Record> Lead(Desk desk) => desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("source", "campaign"), ("budget_amount", 1000m), ("main_equipment", "六轴机器人"), ("line_count", 3m));
}
