using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.FieldTypes;

public class LinkTests
{
    [Fact]
    public async Task A_link_shows_its_title_and_leads_to_its_record()
    {
        var field = SampleFields.Of("link");
        var link = (await FieldMarkup.Render(field.Type.Cell(field, 41L, SampleFields.Display(true)))).QuerySelector("a")!;
        Assert.Equal(("华为技术", "/app/test/account/41"), (link.TextContent, link.GetAttribute("href")));
    }

    [Theory]
    [InlineData(44L)]
    [InlineData(99L)]
    public async Task A_record_that_the_reader_may_not_see_leaves_no_trace_in_the_cell(long id)
    {
        foreach (var (type, value) in new (string, object)[] { ("link", id), ("target", new RecordRef("account", id)) })
        {
            var field = SampleFields.Of(type);
            var cell = await FieldMarkup.Render(field.Type.Cell(field, value, SampleFields.Display(true)));
            Assert.Equal("—", cell.TextContent);
            Assert.DoesNotContain(id.ToString(System.Globalization.CultureInfo.InvariantCulture), cell.InnerHtml);
        }
    }

    [Fact]
    public void A_title_that_leads_to_no_single_record_is_refused()
    {
        var field = SampleFields.Of("link");
        Assert.Equal(41L, field.Type.FromText(field, "Huawei", SampleFields.Display(true)));
        Assert.Equal("link.not_found", Assert.Throws<ValueError>(() => field.Type.FromText(field, "小米", SampleFields.Display(true))).Code);
        Assert.Equal("link.not_found", Assert.Throws<ValueError>(() => field.Type.FromText(field, "Huawei", new Display(true, Weir.Engine.Access.Directory.Empty, SampleFields.Now))).Code);
    }

    [Fact]
    public async Task A_control_asks_the_picker_of_its_form_for_its_field()
    {
        var field = SampleFields.Of("link");
        var body = await FieldMarkup.Render(field.Type.Input(field, new InputState("it", "c_it", 41L, Base: "/app/test", RecordContext: "a=1&b"), SampleFields.Display(true)));
        Assert.Equal("/app/test/pick/records/account?field=thing.it&context=a%3D1%26b", body.QuerySelector("w-combobox")!.GetAttribute("src"));
    }

    [Theory]
    [InlineData("客户：华为技术", "account", 41L)]
    [InlineData("Account: Huawei", "account", 41L)]
    [InlineData("华为技术", "account", 41L)]
    [InlineData("张三", "lead", 43L)]
    [InlineData("lead:7", "lead", 7L)]
    public void A_target_is_read_with_or_without_the_name_of_its_form(string text, string form, long id)
    {
        var field = SampleFields.Of("target");
        Assert.Equal(new RecordRef(form, id), field.Type.FromText(field, text, SampleFields.Display(true)));
    }

    [Fact]
    public void A_target_of_a_form_that_is_not_offered_is_refused()
    {
        var field = SampleFields.Of("target");
        Assert.Equal("target.bad_form", Assert.Throws<ValueError>(() => field.Type.FromJson(field, JsonDocument.Parse("""{"form":"thing","id":1}""").RootElement)).Code);
        Assert.Equal("target.bad_form", Assert.Throws<ValueError>(() => field.Type.FromInput(field, ["thing:1"], SampleFields.Display(true))).Code);
        Assert.Equal("account:41", field.Type.Store(field, new RecordRef("account", 41)));
        Assert.Throws<DefinitionErrors>(() => SampleFields.Of("target", ""));
    }

    [Fact]
    public void References_name_every_linked_record()
    {
        var links = SampleFields.Of("links");
        Assert.Equal([new RecordRef("account", 42), new RecordRef("account", 41)], links.Type.References(links, new[] { 42L, 41L }));
        Assert.Equal("|42|41|", links.Type.Store(links, new[] { 42L, 41L }));
        var target = SampleFields.Of("target");
        Assert.Equal([new RecordRef("lead", 43)], target.Type.References(target, new RecordRef("lead", 43)));
    }

    [Fact]
    public void Files_are_named_and_equal_names_are_told_apart_by_id()
    {
        var field = SampleFields.Of("file", """ "max": 2 """);
        Assert.Equal("方案, v2.pdf, #52", field.Type.Text(field, new[] { 51L, 52L }, SampleFields.Display(false)));
        Assert.Equal([51L, 52L], field.Type.FileIds(field, new[] { 51L, 52L }));
        Assert.Equal("field.too_many", Assert.Single(field.Type.Check(field, new[] { 51L, 52L, 53L })).Code);
    }

    [Fact]
    public void Line_items_are_a_form_of_their_own_and_no_text()
    {
        var field = SampleFields.Of("lines");
        Assert.Null(field.Column);
        Assert.Equal("qty", Assert.Single(field.Lines!.Fields, f => !f.System).Key);
        Assert.Equal("lines.not_text", Assert.Throws<ValueError>(() => field.Type.FromText(field, "1", SampleFields.Display(true))).Code);
        Assert.Throws<DefinitionErrors>(() => SampleFields.Of("lines", """ "fields": [{"key":"x","type":"lines","label":{"zh":"甲","en":"A"},"fields":[{"key":"y","type":"text","label":{"zh":"乙","en":"B"}}]}] """));
    }
}
