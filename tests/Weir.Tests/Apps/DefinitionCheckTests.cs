using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.Apps;

public sealed class DefinitionCheckTests
{
    [Fact]
    public void A_setting_which_the_type_does_not_have_is_refused_by_place()
    {
        var app = Sketch.App("shop", Sketch.Form("item", "name text \"maxLenght\": 20", "qty number", "lines lines \"fields\": [{ \"key\": \"part\", \"type\": \"text\", \"label\": { \"zh\": \"件\", \"en\": \"Part\" }, \"unit\": \"pcs\" }]"));
        var refused = Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(app));
        Assert.Equal(["item.name.maxLenght", "item__lines.part.unit"], refused.Errors.Where(e => e.Code == "field.unknown_setting").Select(e => e.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_type_refuses_a_slip_of_the_pen_in_its_settings()
    {
        foreach (var type in FieldTypeCatalogue.All)
        {
            var refused = Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(Sketch.App("shop", Sketch.Form("item", "name text", "other text"), Sketch.Form("main", "name text", $"slip {type.Key} {Needed(type.Key)} \"colour_of_the_moon\": 1"))));
            Assert.Contains(refused.Errors, e => e is { Path: "main.slip.colour_of_the_moon", Code: "field.unknown_setting" });
        }
    }

    [Fact]
    public void A_wrong_value_of_a_setting_is_refused_by_place()
    {
        foreach (var (field, path) in new[] { ("a number \"decimals\": \"two\"", "item.a.decimals"), ("a text \"maxLength\": true", "item.a.maxLength"), ("a select \"options\": \"x\"", "item.a.options"), ("a link", "item.a.form") })
        {
            var refused = Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(Sketch.App("shop", Sketch.Form("item", "name text", field))));
            Assert.Contains(refused.Errors, e => e.Path == path);
        }
    }

    private static string Needed(string type) => type switch
    {
        "formula" => "\"formula\": \"1\",",
        "link" or "links" => "\"form\": \"item\",",
        "target" => "\"forms\": [\"item\"],",
        "rollup" => "\"form\": \"item\", \"by\": \"name\", \"how\": \"count\",",
        "related" => "\"form\": \"item\", \"by\": \"name\",",
        "auto_number" => "\"parts\": [{ \"digits\": 3 }],",
        "lines" => "\"fields\": [{ \"key\": \"part\", \"type\": \"text\", \"label\": { \"zh\": \"件\", \"en\": \"Part\" } }],",
        "select" or "radio" or "multi_select" => "\"options\": [{ \"key\": \"a\", \"label\": { \"zh\": \"甲\", \"en\": \"A\" } }],",
        _ => "",
    };
}
