using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Xunit;

namespace Weir.Tests.Templates;

public class SchemaTests
{
    private static readonly JsonSchema Schema = new(Template.Read);

    public static TheoryData<string> Files => [.. Template.All.SelectMany(Template.Paths)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_of_a_template_follows_its_schema(string path) =>
        Assert.Empty(Schema.Errors(path.Split('/')[1..] switch
        {
            ["app.json"] => "app.schema.json#",
            ["roles.json"] => "app.schema.json#/$defs/roles",
            ["insight.json"] => "app.schema.json#/$defs/insight",
            _ => "form.schema.json#",
        }, Template.Read(path)));

    [Theory]
    [InlineData("""{ "key": "level", "type": "select", "label": { "zh": "级别", "en": "Level" } }""", "oneOf")]
    [InlineData("""{ "key": "account", "type": "link", "label": { "zh": "客户", "en": "Account" } }""", "form is missing")]
    [InlineData("""{ "key": "name", "type": "text", "label": { "zh": "名称", "en": "Name" }, "decimals": 2 }""", "decimals")]
    [InlineData("""{ "key": "name", "type": "text", "label": { "zh": "名称" } }""", "en is missing")]
    [InlineData("""{ "key": "Name", "type": "text", "label": { "zh": "名称", "en": "Name" } }""", "does not match")]
    [InlineData("""{ "key": "sum", "type": "formula", "label": { "zh": "合计", "en": "Sum" }, "formula": "1", "result": "many" }""", "not allowed")]
    public void A_field_without_what_its_type_needs_is_refused(string field, string reason) =>
        Assert.Contains(Schema.Errors("form.schema.json#/$defs/field", JsonNode.Parse(field)), error => error.Contains(reason, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "field": "owner", "op": "equals", "value": "@me" }""")]
    [InlineData("""{ "all": [], "any": [] }""")]
    [InlineData("""{ "field": "owner" }""")]
    public void A_condition_that_is_none_is_refused(string condition) => Assert.NotEmpty(Schema.Errors("form.schema.json#/$defs/condition", JsonNode.Parse(condition)));
}
