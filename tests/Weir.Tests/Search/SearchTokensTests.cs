using Weir.Engine.Search;
using Xunit;

namespace Weir.Tests.Search;

public sealed class SearchTokensTests
{
    private static IReadOnlyList<string> Tokens(string text, SearchKind kind = SearchKind.Text) => SearchTokens.Index([(text, kind)]);

    private static bool Finds(string typed, string text, SearchKind kind = SearchKind.Text) =>
        SearchTokens.Query(typed).Matches(Tokens(text, kind));

    [Theory]
    [InlineData("华为技术", "华为 为技 技术 术")]
    [InlineData("王", "王")]
    [InlineData("ＡＢＣ 型号１２", "abc 型号 号 12")]
    [InlineData("Café Zoë", "cafe zoe")]
    [InlineData("A100型", "a100 型")]
    [InlineData("zhang.wei@huawei.com", "zhang wei huawei com zhangweihuaweicom")]
    [InlineData("\"*' OR ~x", "or x")]
    [InlineData("", "")]
    public void Text_becomes_pairs_and_words(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Tokens(text));

    [Fact]
    public void A_name_is_also_indexed_by_pinyin()
    {
        Assert.Equal(
            ["华为", "为技", "技术", "术", "~hw", "~wj", "~js", "~huaweijishu", "~weijishu", "~jishu", "~shu"],
            Tokens("华为技术", SearchKind.Name));
        Assert.DoesNotContain(Tokens("华为技术"), token => token.StartsWith('~'));
    }

    [Fact]
    public void Equal_tokens_of_several_values_are_listed_once()
    {
        var tokens = SearchTokens.Index([("苏州 苏州", SearchKind.Text), ("苏州", SearchKind.Text)]);

        Assert.Equal(["苏州", "州"], tokens);
    }

    [Theory]
    [InlineData("hw", true)]
    [InlineData("hwjs", true)]
    [InlineData("hwjsyx", true)]
    [InlineData("HWJS", true)]
    [InlineData("huawei", true)]
    [InlineData("huaweijis", true)]
    [InlineData("华为", true)]
    [InlineData("华为 hwjs", true)]
    [InlineData("hwx", false)]
    [InlineData("weihua", false)]
    [InlineData("为华", false)]
    public void A_company_is_found_by_initials_spelling_and_characters(string typed, bool found) =>
        Assert.Equal(found, Finds(typed, "华为技术有限公司", SearchKind.Name));

    [Theory]
    [InlineData("cqca")]
    [InlineData("zqca")]
    [InlineData("cqza")]
    [InlineData("cqcajt")]
    public void Every_common_reading_of_a_name_is_found(string typed) => Assert.True(Finds(typed, "重庆长安（集团）", SearchKind.Name));

    [Theory]
    [InlineData("zhang wei")]
    [InlineData("zhangw")]
    [InlineData("wei")]
    [InlineData("zw")]
    [InlineData("张")]
    [InlineData("伟")]
    public void A_person_is_found_by_family_and_given_name(string typed) => Assert.True(Finds(typed, "张伟", SearchKind.Name));

    [Theory]
    [InlineData("13812345520")]
    [InlineData("138 1234 5520")]
    [InlineData("138-1234")]
    [InlineData("138 12")]
    [InlineData("+86 138 1234 5520")]
    [InlineData("+8613812345520")]
    [InlineData("008613812345520")]
    [InlineData("5520")]
    [InlineData("１３８１２３４")]
    public void A_mobile_number_is_found_however_it_is_written(string typed)
    {
        Assert.True(Finds(typed, "138-1234-5520", SearchKind.Phone));
        Assert.True(Finds(typed, "+86 13812345520", SearchKind.Phone));
        Assert.False(Finds(typed, "139 9999 0000", SearchKind.Phone));
    }

    [Theory]
    [InlineData("0512-66668888")]
    [InlineData("51266668888")]
    [InlineData("66668888")]
    [InlineData("8888")]
    [InlineData("13812345520")]
    public void Each_of_several_numbers_is_found(string typed) =>
        Assert.True(Finds(typed, "13812345520 / (0512) 6666 8888 转 801", SearchKind.Phone));

    [Fact]
    public void Two_numbers_in_one_field_are_not_joined()
    {
        var tokens = Tokens("13812345520/0512-66668888转801", SearchKind.Phone);

        Assert.Contains("13812345520", tokens);
        Assert.Contains("051266668888", tokens);
        Assert.DoesNotContain(tokens, token => token.Length > 12);
    }

    [Theory]
    [InlineData("QT-2026-0012")]
    [InlineData("qt20260012")]
    [InlineData("QT2026")]
    [InlineData("0012")]
    [InlineData("12")]
    public void A_code_is_found_with_and_without_its_separators(string typed) => Assert.True(Finds(typed, "QT-2026-0012", SearchKind.Code));

    [Theory]
    [InlineData("zhang.wei@huawei.com")]
    [InlineData("zhang.wei@hua")]
    [InlineData("ZHANG.WEI@")]
    [InlineData("huawei.com")]
    [InlineData("zhang")]
    public void An_address_is_found_whole_and_in_parts(string typed)
    {
        Assert.True(Finds(typed, "邮箱：zhang.wei@huawei.com"));
        Assert.False(Finds(typed, "li.na@example.org"));
    }

    [Fact]
    public void Latin_letters_may_be_a_word_or_initials()
    {
        var clause = Assert.Single(SearchTokens.Query("hwj").All);

        Assert.Equal(
            ["hwj*", "~hw ~wj", "~hwj*"],
            clause.Any.Select(terms => string.Join(' ', terms.Select(t => t.Token + (t.Prefix ? "*" : "")))));
        Assert.True(Finds("hwj", "HWJ-200"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\"'*()-+~^:%_\\\0")]
    [InlineData("\ud800 \udc00")]
    public void What_holds_no_letter_or_digit_is_an_empty_query(string? typed) => Assert.True(SearchTokens.Query(typed).IsEmpty);

    [Fact]
    public void A_query_has_at_most_64_terms_and_still_finds_its_source()
    {
        var pasted = string.Concat(Enumerable.Range(0, 3000).Select(i => (char)(0x4E00 + (i * 37 % 20000))));
        var words = string.Join(' ', Enumerable.Range(0, 200).Select(i => "hgf" + (char)('a' + (i % 7)) + "b"));
        foreach (var typed in new[] { pasted, words, pasted[..40] + words, new string('b', 100_000), new string('9', 100_000) })
        {
            var query = SearchTokens.Query(typed);

            Assert.InRange(query.All.Sum(clause => clause.Any.Sum(terms => terms.Count)), 1, SearchTokens.MaxQueryTerms);
            Assert.True(query.Matches(Tokens(typed)));
        }
    }

    [Fact]
    public void A_document_has_at_most_2000_tokens_of_bounded_length()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => (char)(0x4E00 + (i * 7919 % 20_000)))) + new string('x', 90_000);

        var tokens = SearchTokens.Index([(text, SearchKind.Name), (text, SearchKind.Code)]);

        Assert.Equal(SearchTokens.MaxDocumentTokens, tokens.Count);
        Assert.All(tokens, token => Assert.InRange(token.Length, 1, 64));
    }
}
