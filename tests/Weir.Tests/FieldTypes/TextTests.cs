using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Search;
using Xunit;

namespace Weir.Tests.FieldTypes;

public class TextTests
{
    [Theory]
    [InlineData("a", "field.too_short")]
    [InlineData("abcdef", "field.too_long")]
    [InlineData("ABC", "field.pattern")]
    [InlineData("abc", null)]
    public void Length_and_pattern_are_checked(string text, string? code)
    {
        var field = SampleFields.Of("text", """ "minLength": 2, "maxLength": 5, "pattern": "[a-z]+" """);
        Assert.Equal(code, field.Type.Check(field, text).FirstOrDefault()?.Code);
    }

    [Theory]
    [InlineData("text", """ "maxLength": 501 """)]
    [InlineData("text", """ "minLength": 9, "maxLength": 8 """)]
    [InlineData("text", """ "pattern": "(?<a>x)\\k<a>" """)]
    [InlineData("text", """ "pattern": "[" """)]
    [InlineData("long_text", """ "maxLength": 20001 """)]
    public void Settings_that_cannot_work_are_refused(string type, string settings) => Assert.Throws<DefinitionErrors>(() => SampleFields.Of(type, settings));

    [Fact]
    public void One_line_stays_one_line_and_several_stay_several()
    {
        var (text, longText) = (SampleFields.Of("text"), SampleFields.Of("long_text"));
        Assert.Equal("a b", text.Type.FromText(text, " a\r\nb ", SampleFields.Display(true)));
        Assert.Equal("a\nb", longText.Type.FromText(longText, " a\r\nb ", SampleFields.Display(true)));
        Assert.Equal("ab", text.Type.FromJson(text, JsonDocument.Parse("\"a\\u0000b\"").RootElement));
    }

    [Theory]
    [InlineData("text", true, "ＡＢＣ 公司", "abc公司")]
    [InlineData("phone", false, "+86 138-1234-5520", "13812345520")]
    [InlineData("email", false, "A@Example.com", "a@example.com")]
    [InlineData("company", false, "恒力机电（苏州）有限公司", "恒力机电苏州有限公司")]
    public void What_must_be_found_again_has_a_normal_form(string type, bool unique, string text, string key)
    {
        var field = SampleFields.Of(type, more: unique ? """ "unique": true """ : "");
        Assert.NotNull(field.KeyColumn);
        Assert.True(field.Type.KeyOf(field, field.Type.FromText(field, text, SampleFields.Display(true)), out var found));
        Assert.Equal(key, found);
    }

    [Fact]
    public void A_text_that_need_not_be_unique_has_no_second_column() => Assert.Null(SampleFields.Of("text").KeyColumn);

    [Theory]
    [InlineData("138 1234 5520", true)]
    [InlineData("0512-66668888-12", true)]
    [InlineData("+1 415 555 0100", true)]
    [InlineData("12", false)]
    [InlineData("call me", false)]
    public void A_phone_number_could_be_dialled(string text, bool plausible)
    {
        var field = SampleFields.Of("phone");
        Assert.Equal(plausible, !field.Type.Check(field, text).Any());
    }

    [Fact]
    public async Task A_phone_number_is_called_from_its_cell_and_masked_without_it()
    {
        var field = SampleFields.Of("phone");
        var link = (await FieldMarkup.Render(field.Type.Cell(field, "13812345520", SampleFields.Display(true)))).QuerySelector("a")!;
        Assert.Equal(("138 1234 5520", "tel:13812345520"), (link.TextContent, link.GetAttribute("href")));
        Assert.Equal("138 **** 5520", field.Type.Mask(field, "13812345520", SampleFields.Display(true)));
        var email = SampleFields.Of("email");
        Assert.Equal("z***@example.com", email.Type.Mask(email, "zhang@example.com", SampleFields.Display(true)));
    }

    [Theory]
    [InlineData("example.com/a", "https://example.com/a", true)]
    [InlineData("http://example.com", "http://example.com", true)]
    [InlineData("javascript:alert(1)", "javascript:alert(1)", false)]
    [InlineData("ftp://example.com", "ftp://example.com", false)]
    [InlineData("https://user:pass@example.com", "https://user:pass@example.com", false)]
    [InlineData("nothing", "nothing", false)]
    public async Task Only_web_addresses_become_links(string typed, string kept, bool good)
    {
        var field = SampleFields.Of("url");
        var value = field.Type.FromText(field, typed, SampleFields.Display(true))!;
        Assert.Equal(kept, value);
        Assert.Equal(good, !field.Type.Check(field, value).Any());
        Assert.Equal(good, (await FieldMarkup.Render(field.Type.Cell(field, value, SampleFields.Display(true)))).QuerySelector("a") is not null);
    }

    [Theory]
    [InlineData("text", SearchKind.Text)]
    [InlineData("company", SearchKind.Name)]
    [InlineData("phone", SearchKind.Phone)]
    [InlineData("auto_number", SearchKind.Code)]
    [InlineData("number", null)]
    [InlineData("file", null)]
    public void Values_are_cut_into_search_words_of_their_kind(string type, SearchKind? kind)
    {
        var field = SampleFields.Of(type);
        Assert.Equal(kind, field.Type.SearchAs(field));
        var title = field.Form["name"];
        Assert.Equal(SearchKind.Name, title.Type.SearchAs(title));
    }

    [Theory]
    [InlineData("**a** *b* ~~c~~", "<p><strong>a</strong> <em>b</em> <del>c</del></p>")]
    [InlineData("[a](https://x.com)", """<p><a href="https://x.com/" rel="noopener nofollow" target="_blank">a</a></p>""")]
    [InlineData("[a](mailto:a@x.com)", """<p><a href="mailto:a@x.com" rel="noopener nofollow">a</a></p>""")]
    [InlineData("[a](javascript:alert(1))", "<p><a>a</a></p>")]
    [InlineData("[a](/relative)", "<p><a>a</a></p>")]
    [InlineData("[a](data:text/html,x)", "<p><a>a</a></p>")]
    [InlineData("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>")]
    [InlineData("![pixel](https://x.com/p.png)", "<p>pixel</p>")]
    [InlineData("| a |\n|:-:|\n| 1 |", "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>")]
    public void Markdown_becomes_harmless_HTML(string markdown, string html) =>
        Assert.Equal(html, SafeMarkdown.Html(markdown).Replace("\n", "", StringComparison.Ordinal));
}
