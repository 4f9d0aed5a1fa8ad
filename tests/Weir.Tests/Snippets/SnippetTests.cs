using System.Text.Json;
using Weir.Engine.Forms;
using Weir.Engine.Snippets;
using Xunit;

namespace Weir.Tests.Snippets;

/// <summary>Texts as people paste them, and what is read out of each. What is not named in the expectation must not have been found, except notes.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string, string, string> Texts()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (name, text, expected) in SampleTexts.All) data.Add(name, text, expected);
        return data;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_pasted_text_is_taken_apart(string name, string text, string expected)
    {
        var found = Snippet(text);
        Assert.True(expected.Trim() == found, $"{name}:\n{text}\n--- expected\n{expected.Trim()}\n--- found\n{found}");
    }

    [Fact]
    public void What_remains_of_a_message_is_what_was_said_besides() =>
        Assert.Equal("我们厂想换三台数控车床，预算八十万左右，请联系张伟13812345678", SnippetReader.Read("您好\n我们厂想换三台数控车床，预算八十万左右，请联系张伟13812345678")[Meaning.Note]);

    [Fact]
    public void A_card_alone_leaves_nothing_to_note() => Assert.Null(SnippetReader.Read(SampleTexts.All[0].Text)[Meaning.Note]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   \n\n ")]
    [InlineData("好的，明天见")]
    [InlineData("报价单 BJ20261123001 共 15 000 000 元")]
    public void A_text_that_says_nothing_about_anybody_gives_nothing(string? text) => Assert.DoesNotContain(SnippetReader.Read(text).Parts, p => p.Meaning != Meaning.Note);

    [Fact]
    public void A_text_without_end_is_read_in_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var sign in (string[])["公司", "a.", "张", "1 ", "A a, ", "(", "路1", "微信", "电话 ", "@", "Co "])
            SnippetReader.Read(string.Concat(Enumerable.Repeat(sign, 5000)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static string Snippet(string text) =>
        string.Join('\n', SnippetReader.Read(text).Parts.Where(p => p.Meaning is not (Meaning.Note or Meaning.Region)).OrderBy(p => p.Meaning).Select(p => $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Meaning.ToString())}: {p.Text}"));
}
