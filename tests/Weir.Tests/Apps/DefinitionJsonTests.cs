using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Xunit;

namespace Weir.Tests.Apps;

public class DefinitionJsonTests
{
    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var written = JsonSerializer.Serialize(Template.Load("l2c"), DefinitionJson.Options);

        var again = JsonSerializer.Serialize(JsonSerializer.Deserialize<AppDefinition>(written, DefinitionJson.Options), DefinitionJson.Options);

        Assert.Equal(written, again);
    }

    [Fact]
    public void The_first_word_of_an_enum_survives()
    {
        var rule = Again(new RuleDefinition { Kind = RuleKind.Show });
        var view = Again(new ViewDefinition { Key = "mine", Label = ("我的", "Mine"), Audience = Audience.Personal });
        var grant = Again(new GrantDefinition { Can = [Operation.View], Level = AccessLevel.Own });

        Assert.Equal((RuleKind.Show, Audience.Personal, AccessLevel.Own), (rule.Kind, view.Audience, grant.Level));
    }

    [Fact]
    public void Settings_stand_beside_the_common_keys()
    {
        var field = Again(new FieldDefinition { Key = "name", Type = "text", Label = ("名称", "Name"), Settings = { ["maxLength"] = JsonSerializer.SerializeToElement(50) } });

        Assert.Equal(50, field.Settings["maxLength"].GetInt32());
    }

    [Theory]
    [InlineData("""{ "kind": "show", "feilds": ["a"] }""")]
    [InlineData("""{ "kind": "shout" }""")]
    [InlineData("""{ "fields": ["a"] }""")]
    [InlineData("""{ "kind": "show", "fields": null }""")]
    public void A_slip_of_the_pen_is_refused(string rule) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RuleDefinition>(rule, DefinitionJson.Options));

    private static T Again<T>(T definition) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(definition, DefinitionJson.Options), DefinitionJson.Options)!;
}
