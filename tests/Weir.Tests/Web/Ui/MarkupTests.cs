using Xunit;
using Weir.Web.Ui;

namespace Weir.Tests.Web.Ui;

public class MarkupTests
{
    [Fact]
    public void Every_hole_is_encoded_but_markup_passes()
    {
        var bold = Markup.Of($"<b>{"<script>"}</b>");

        Assert.Equal("<i title=\"&quot;&amp;\"><b>&lt;script&gt;</b>万 7</i>", Markup.Of($"<i title=\"{"\"&"}\">{bold}{"万"} {7}</i>").Html);
    }

    [Theory]
    [InlineData("ok", "w-c-ok")]
    [InlineData("x\" onclick=\"", "w-c-grey")]
    [InlineData(null, "w-c-grey")]
    public void A_pill_takes_only_colours_that_css_knows(string? color, string expected) => Assert.Contains($"\"w-pill {expected}\"", Kit.Pill("a", color).Html);

    [Fact]
    public void A_hostile_name_stays_text_in_pill_and_avatar()
    {
        Assert.DoesNotContain("<script", Kit.Pill("<script>", "ok").Html);
        Assert.DoesNotContain("<script", Kit.Person("<script>").Html);
    }

    [Fact]
    public void The_same_name_always_wears_the_same_colour() => Assert.Equal(Kit.Avatar("李伟").Html, Kit.Avatar("李伟").Html);
}
