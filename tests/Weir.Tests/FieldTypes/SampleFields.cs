using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Directory = Weir.Engine.Access.Directory;

namespace Weir.Tests.FieldTypes;

/// <summary>One field of each type in a compiled app, with values to try on it.</summary>
internal static class SampleFields
{
    public static readonly DateTime Now = new(2026, 11, 22, 2, 0, 0, DateTimeKind.Utc);

    private const string Options = """ "options": [{"key":"new","label":{"zh":"新建","en":"New"},"colour":"accent"},{"key":"won","label":{"zh":"赢单、签约","en":"Won, signed"},"colour":"ok"},{"key":"old","label":{"zh":"旧的","en":"Old"},"retired":true}] """;

    /// <summary>Settings that every type needs, as JSON members; the types that are not here need none.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["number"] = """ "thousands": true, "unit": {"zh":"台","en":"pcs"} """,
        ["percent"] = """ "decimals": 2 """,
        ["radio"] = Options,
        ["select"] = Options,
        ["multi_select"] = Options,
        ["auto_number"] = """ "parts": [{"text":"QT-"},{"date":"yyyyMM"},{"digits":4}], "reset": "month" """,
        ["link"] = """ "form": "account" """,
        ["links"] = """ "form": "account" """,
        ["target"] = """ "forms": ["account", "lead"] """,
        ["related"] = """ "form": "account", "by": "above" """,
        ["lines"] = """ "fields": [{"key":"qty","type":"number","label":{"zh":"数量","en":"Quantity"}}] """,
        ["formula"] = """ "formula": "1 + 1", "result": "money", "decimals": 2 """,
        ["rollup"] = """ "form": "account", "by": "above", "how": "sum", "field": "size", "result": "number", "decimals": 0 """,
    };

    public static IEnumerable<string> Types => FieldTypeCatalogue.All.Select(t => t.Key);

    public static Field Of(string type, string? settings = null, string more = "") =>
        Build($$"""{"key":"it","type":"{{type}}","label":{"zh":"字段","en":"Field"}{{Comma(more)}}{{Comma(settings ?? Settings.GetValueOrDefault(type, ""))}}}""")["it"];

    /// <summary>The form "thing" with one field, beside two forms to link to.</summary>
    public static Form Build(string field) => AppBuilder.Build(new AppDefinition
    {
        Key = "test",
        Label = ("测试", "Test"),
        Groups = [new("main", ("主要", "Main"))],
        Roles = [],
        OptionSets = new Dictionary<string, IReadOnlyList<Option>> { ["grades"] = [new("a", ("甲", "A")), new("b", ("乙", "B"))] },
        Forms =
        [
            Form("thing", 1, ("事物", "Thing"), Parse(field)),
            Form("account", 2, ("客户", "Account"), Parse("""{"key":"above","type":"link","label":{"zh":"上级","en":"Parent"},"form":"thing"}"""), Parse("""{"key":"size","type":"number","label":{"zh":"规模","en":"Size"}}""")),
            Form("lead", 3, ("线索", "Lead")),
        ],
    }).Find("thing")!;

    public static FieldDefinition Parse(string field) => JsonSerializer.Deserialize<FieldDefinition>(field, DefinitionJson.Options)!;

    public static Display Display(bool chinese, string hostile = "")
    {
        var display = new Display(chinese, Organisation(hostile), Now)
        {
            Base = "/app/test",
            FindRecord = (form, title) => (form, title) switch { ("account", "华为技术" or "Huawei") => 41, ("account", "中兴、通讯") => 42, ("lead", "张三") => 43, _ => null },
        };
        display.Learn("account", 41, "华为技术" + hostile);
        display.Learn("account", 42, "中兴、通讯" + hostile);
        display.Learn("account", 44, null);
        display.Learn("lead", 43, "张三" + hostile);
        display.Files[51] = ("方案, v2.pdf" + hostile, "application/pdf", 100);
        display.Files[52] = ("图.png" + hostile, "image/png", 100);
        display.Files[53] = ("图.png" + hostile, "image/png", 100);
        return display;
    }

    private static Directory Organisation(string hostile) => new(
        [
            Person(1, "李伟" + hostile, "liwei@example.com"), Person(2, "张伟" + hostile, "zw1@example.com"), Person(3, "张伟" + hostile, "zw2@example.com"), Person(4, "Ann Lee" + hostile, "ann@example.com"),
        ],
        [
            new(10, "销售部" + hostile, null, 1, 1), new(11, "华东组" + hostile, 10, null, 1), new(12, "服务部" + hostile, null, null, 2), new(13, "华东组" + hostile, 12, null, 1),
        ],
        [], TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    private static Member Person(long id, string name, string email) => new(id, name, email, null, [10], null, "zh-CN", true, false);

    private static FormDefinition Form(string key, int no, Words label, params FieldDefinition[] fields) => new()
    {
        Key = key, No = no, Label = label, Group = "main", Title = "name", Fields = [Parse("""{"key":"name","type":"text","label":{"zh":"名称","en":"Name"}}"""), .. fields],
    };

    private static string Comma(string members) => members.Trim().Length == 0 ? "" : "," + members;
}
