using Weir.Engine.Apps;
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
    public void A_wrong_value_of_a_setting_is_refused_by_place()
    {
        foreach (var (field, path) in new[] { ("a number \"decimals\": \"two\"", "item.a.decimals"), ("a text \"maxLength\": true", "item.a.maxLength"), ("a select \"options\": \"x\"", "item.a.options"), ("a link", "item.a.form") })
        {
            var refused = Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(Sketch.App("shop", Sketch.Form("item", "name text", field))));
            Assert.Contains(refused.Errors, e => e.Path == path);
        }
    }
}
