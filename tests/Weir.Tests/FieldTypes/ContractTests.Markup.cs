using AngleSharp.Dom;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Xunit;

namespace Weir.Tests.FieldTypes;

public partial class ContractTests
{
    [Theory]
    [MemberData(nameof(Types))]
    public async Task Hostile_words_stay_words_everywhere(string type)
    {
        var field = SampleFields.Of(type, more: """ "placeholder": {"zh":"<b onx=1>\"'","en":"<b onx=1>\"'"}, "help": {"zh":"<i>","en":"<i>"} """);
        var display = SampleFields.Display(true, SampleValues.Hostile);
        foreach (var value in SampleValues.Of(type).Append(null))
            foreach (var fragment in new[]
            {
                field.Type.Cell(field, value, display), field.Type.Panel(field, value, display), field.Type.Input(field, State(value), display),
                field.Type.Input(field, State(null) with { Typed = [SampleValues.Hostile, SampleValues.Hostile], ErrorId = "e1" }, display),
            })
                Assert.Empty(FieldMarkup.Dangers(await FieldMarkup.Render(fragment)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task What_a_control_shows_is_what_it_posts(string type)
    {
        var field = SampleFields.Of(type);
        if (field.Type.Computed || type == "lines") return;
        var display = SampleFields.Display(true);
        foreach (var value in SampleValues.Of(type).Where(v => IsThere(v)))
        {
            var posted = FieldMarkup.Posted(await FieldMarkup.Render(field.Type.Input(field, State(value), display)), "it");
            Assert.True(field.Type.Same(value, field.Type.FromInput(field, posted, display)), $"{type}: {Show(value)} posted {string.Join('+', posted)}");
        }
        var nothing = FieldMarkup.Posted(await FieldMarkup.Render(field.Type.Input(field, State(null), display)), "it");
        Assert.True(nothing.Length > 0 && field.Type.Same(null, field.Type.FromInput(field, nothing, display)), $"{type}: nothing posted {string.Join('+', nothing)}");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_refused_control_shows_what_was_typed_and_names_its_error(string type)
    {
        var field = SampleFields.Of(type);
        if (field.Type.Computed || type == "lines") return;
        var body = await FieldMarkup.Render(field.Type.Input(field, State(null) with { ErrorId = "e1", Required = true, Typed = ["12 x"] }, SampleFields.Display(true)));
        Assert.NotNull(body.QuerySelector("[aria-describedby=e1]"));
        if (body.QuerySelector("input[type=text], input[type=tel], input[type=email], textarea") is { } box)
        {
            Assert.Equal("12 x", box.GetAttribute("value") ?? box.TextContent);
            Assert.Equal("true", box.GetAttribute("aria-invalid"));
            Assert.Equal("true", box.GetAttribute("aria-required"));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_control_carries_its_id_and_a_read_only_one_posts_no_change(string type)
    {
        var field = SampleFields.Of(type);
        var display = SampleFields.Display(true);
        foreach (var value in SampleValues.Of(type).Where(v => IsThere(v)).Append(null))
        {
            var body = await FieldMarkup.Render(field.Type.Input(field, State(value) with { ReadOnly = true }, display));
            Assert.Single(body.QuerySelectorAll("#c_it"));
            var posted = FieldMarkup.Posted(body, "it");
            Assert.True(posted.Length == 0 || body.QuerySelector("[readonly]") is not null && field.Type.Same(value, field.Type.FromInput(field, posted, display)), type);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task An_empty_cell_shows_a_dash(string type)
    {
        var field = SampleFields.Of(type);
        Assert.Equal("—", (await FieldMarkup.Render(field.Type.Cell(field, null, SampleFields.Display(true)))).TextContent.Trim());
    }

    private static InputState State(object? value) => new("it", "c_it", value, Base: "/app/test");

    /// <summary>Ids of nobody are shown from old records, but not accepted from a control.</summary>
    private static bool IsThere(object value) => value is not 99L && !(value is long[] many && many.Contains(99L));
}
