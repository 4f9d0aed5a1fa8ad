using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.FieldTypes;

public class ChoiceTests
{
    [Theory]
    [InlineData("新建", "new")]
    [InlineData("NEW", "new")]
    [InlineData("Won, signed", "won")]
    [InlineData("won", "won")]
    [InlineData("旧的", "old")]
    public void An_option_is_read_by_label_of_either_language_or_by_key(string text, string key)
    {
        var field = SampleFields.Of("select");
        Assert.Equal(key, field.Type.FromText(field, text, SampleFields.Display(true)));
    }

    [Fact]
    public void An_unknown_option_is_refused_with_those_there_are()
    {
        var field = SampleFields.Of("select");
        var refused = Assert.Throws<ValueError>(() => field.Type.FromText(field, "输单", SampleFields.Display(true)));
        Assert.Equal("value.not_option", refused.Code);
        Assert.Contains("新建、赢单、签约", refused.Words.Zh);
        Assert.DoesNotContain("旧的", refused.Words.Zh);
        Assert.Throws<ValueError>(() => field.Type.FromJson(field, JsonSerializer.SerializeToElement("新建")));
        Assert.Throws<ValueError>(() => field.Type.FromInput(field, ["新建"], SampleFields.Display(true)));
    }

    [Fact]
    public void Labels_that_hold_a_separator_are_read_as_a_whole()
    {
        var field = SampleFields.Of("multi_select");
        Assert.Equal(["new", "won"], (string[])field.Type.FromText(field, "赢单、签约；新建", SampleFields.Display(true))!);
    }

    [Fact]
    public void Several_options_are_kept_in_the_order_of_the_list_and_stored_between_bars()
    {
        var field = SampleFields.Of("multi_select");
        var value = field.Type.FromJson(field, JsonDocument.Parse("""["won","new","won"]""").RootElement);
        Assert.Equal("|new|won|", field.Type.Store(field, value));
        Assert.Null(field.Type.FromJson(field, JsonDocument.Parse("[]").RootElement));
        Assert.Equal(["won"], (string[])field.Type.FromJson(field, JsonDocument.Parse("\"won\"").RootElement)!);
    }

    [Fact]
    public void A_shared_option_set_serves_as_well()
    {
        var field = SampleFields.Of("radio", """ "optionSet": "grades" """);
        Assert.Equal("b", field.Type.FromText(field, "乙", SampleFields.Display(true)));
        Assert.Equal(2, field.Type.Options(field).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "options": [] """)]
    [InlineData(""" "optionSet": "nothing" """)]
    [InlineData(""" "options": [{"key":"a|b","label":{"zh":"甲","en":"A"}}] """)]
    [InlineData(""" "options": [{"key":"a","label":{"zh":"甲","en":"A"}},{"key":"a","label":{"zh":"乙","en":"B"}}] """)]
    [InlineData(""" "options": [{"key":"a"}] """)]
    public void Options_that_cannot_work_are_refused(string settings)
    {
        foreach (var type in new[] { "select", "radio", "multi_select" }) Assert.Throws<DefinitionErrors>(() => SampleFields.Of(type, settings));
    }

    [Fact]
    public async Task A_retired_option_is_offered_only_where_it_is_chosen_already()
    {
        var field = SampleFields.Of("select");
        Assert.Equal(["", "new", "won"], await Offered(new InputState("it", "c_it", "new")));
        Assert.Equal(["", "new", "won", "old"], await Offered(new InputState("it", "c_it", "old")));
        Assert.Equal(["", "won"], await Offered(new InputState("it", "c_it", null, Options: ["won", "old"])));

        async Task<IEnumerable<string?>> Offered(InputState state) =>
            (await FieldMarkup.Render(field.Type.Input(field, state, SampleFields.Display(true)))).QuerySelectorAll("option").Select(o => o.GetAttribute("value"));
    }

    [Fact]
    public async Task A_choice_can_be_taken_back_unless_it_is_required()
    {
        var field = SampleFields.Of("radio");
        Assert.Equal(3, await Buttons(required: false));
        Assert.Equal(2, await Buttons(required: true));

        async Task<int> Buttons(bool required) =>
            (await FieldMarkup.Render(field.Type.Input(field, new InputState("it", "c_it", "new", Required: required), SampleFields.Display(true)))).QuerySelectorAll("input[type=radio]").Length;
    }

    [Fact]
    public async Task A_coloured_option_is_a_pill_with_a_dot_and_a_plain_one_is_text()
    {
        var field = SampleFields.Of("select");
        var pill = (await FieldMarkup.Render(field.Type.Cell(field, "won", SampleFields.Display(true)))).QuerySelector(".w-pill")!;
        Assert.Contains("w-c-ok", pill.ClassList);
        Assert.NotNull(pill.QuerySelector(".w-dot"));
        Assert.Null((await FieldMarkup.Render(field.Type.Cell(field, "old", SampleFields.Display(true)))).QuerySelector(".w-pill"));
    }

    [Theory]
    [InlineData("是", true)]
    [InlineData("YES", true)]
    [InlineData("１", true)]
    [InlineData("√", true)]
    [InlineData("否", false)]
    [InlineData("no", false)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    public void Yes_and_no_have_many_spellings(string text, bool expected)
    {
        var field = SampleFields.Of("yes_no");
        Assert.Equal(expected, field.Type.FromText(field, text, SampleFields.Display(true)));
    }

    [Fact]
    public void An_unticked_box_is_no_and_changes_nothing_that_was_never_ticked()
    {
        var field = SampleFields.Of("yes_no");
        Assert.Equal(false, field.Type.FromInput(field, [""], SampleFields.Display(true)));
        Assert.Equal(true, field.Type.FromInput(field, ["", "true"], SampleFields.Display(true)));
        Assert.True(field.Type.Same(null, false));
        Assert.False(field.Type.Same(null, true));
        Assert.Throws<ValueError>(() => field.Type.FromText(field, "maybe", SampleFields.Display(true)));
    }

    [Fact]
    public void Tags_are_cut_at_any_separator_and_have_limits()
    {
        var field = SampleFields.Of("tags");
        Assert.Equal(["重点", "VIP", "复购"], (string[])field.Type.FromText(field, "重点，VIP; 复购、重点", SampleFields.Display(true))!);
        Assert.Equal("field.too_many", Assert.Single(field.Type.Check(field, Enumerable.Range(0, 21).Select(i => "t" + i).ToArray())).Code);
        Assert.Equal("field.too_long", Assert.Single(field.Type.Check(field, new[] { new string('x', 31) })).Code);
        Assert.Equal("value.bad_tag", Assert.Throws<ValueError>(() => field.Type.FromJson(field, JsonDocument.Parse("""["a|b"]""").RootElement)).Code);
    }
}
