using System.Globalization;
using System.Text;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Xunit;

namespace Weir.Tests.Search;

/// <summary>Texts of common characters are folded by a shorter way, which must lead to the same place.</summary>
public sealed class SimpleFoldTests
{
    [Fact]
    public void Every_character_of_the_short_way_folds_as_by_the_long_way()
    {
        for (var c = '\0'; c < '\uFFFF'; c++)
        {
            if (SimpleText.Fold(c.ToString()) is not { } simple) continue;
            // An accented letter beside it sends the text the long way.
            Assert.Equal(SearchText.Fold("é" + c + "é"), "e" + simple + "e");
            var folded = c.ToString().Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormKC);
            Assert.Equal(folded.Trim(), NormalText.Fold(c.ToString()));
            Assert.Equal(NormalText.Key("é" + c + "é"), "é" + NormalText.Key(c.ToString()) + "é");
        }
    }

    [Theory]
    [InlineData("第１２３包装机械（苏州）ＡＢＣ", "第123包装机械(苏州)abc")]
    [InlineData("　人民路 1 号，", " 人民路 1 号,")]
    public void Whole_texts_fold_the_same(string text, string folded)
    {
        Assert.Equal(folded, SearchText.Fold(text));
        Assert.Equal(folded, SimpleText.Fold(text));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("\uF900")]
    [InlineData("ς")]
    [InlineData("𠮷")]
    [InlineData("\uD800")]
    public void What_is_not_simple_goes_the_long_way(string text) => Assert.Null(SimpleText.Fold("甲" + text));
}
