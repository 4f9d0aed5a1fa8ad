using System.Text;
using Weir.Engine.Search;
using Xunit;

namespace Weir.Tests.Search;

public sealed class PinyinTests
{
    [Theory]
    [InlineData("重庆", "cq zq")]
    [InlineData("长", "c z")]
    [InlineData("单", "d s")]
    [InlineData("仇", "c q")]
    [InlineData("张伟", "zw")]
    [InlineData("万俟", "mq ms wq ws")]
    [InlineData("華為技術", "hwjs")]
    [InlineData("华为（深圳）A8", "hwsz")]
    [InlineData("Acme 12", "")]
    public void All_common_initials_are_given(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Pinyin.Initials(text).Order(StringComparer.Ordinal));

    [Fact]
    public void The_likeliest_initials_come_first()
    {
        Assert.Equal("cqcajt", Pinyin.Initials("重庆长安集团")[0]);
        Assert.Equal("sxm", Pinyin.Initials("单晓明")[0]);
    }

    [Fact]
    public void A_text_full_of_heteronyms_has_at_most_eight_variants()
    {
        var variants = Pinyin.Initials(string.Concat(Enumerable.Repeat("重长单仇", 50)));

        Assert.Equal(8, variants.Count);
        Assert.Equal(8, variants.Distinct().Count());
        Assert.All(variants, v => Assert.Equal(200, v.Length));
    }

    [Theory]
    [InlineData("重庆长安", "chong qing chang an")]
    [InlineData("中国工商银行", "zhong guo gong shang yin hang")]
    [InlineData("厦门", "xia men")]
    [InlineData("单晓明", "shan xiao ming")]
    [InlineData("单位", "dan wei")]
    [InlineData("欧阳修", "ou yang xiu")]
    [InlineData("尉迟恭", "yu chi gong")]
    [InlineData("绿城A8", "lv cheng a8")]
    [InlineData("ＡＢＣ公司", "abc gong si")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Text_is_spelled_by_word_and_family_name(string? text, string expected) => Assert.Equal(expected, Pinyin.Full(text));

    [Fact]
    public void Names_sort_as_in_a_phone_book()
    {
        // 重庆 is read chong, so it stands after 陈 and before 黎.
        string[] sorted =
        [
            "360安全", "阿里巴巴", "Bosch", "陈昊", "陈静", "重庆长安", "李伟", "李小龙", "黎明", "林涛", "Siemens", "王芳", "周杰",
        ];

        Assert.Equal(sorted, sorted.Reverse().OrderBy(Pinyin.SortKey, StringComparer.Ordinal));
    }

    [Fact]
    public void A_sort_key_is_short_and_never_halves_a_character()
    {
        var key = Pinyin.SortKey(string.Concat(Enumerable.Repeat("𠮷", 5000)));

        Assert.InRange(key.Length, 1, 256);
        Assert.True(key.IsNormalized());
    }

    [Fact]
    public void Every_character_of_the_national_standard_has_readings_of_plain_letters()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gb2312 = Encoding.GetEncoding("gb2312");
        var missing = new List<string>();
        for (var row = 0xB0; row <= 0xF7; row++)
        {
            for (var cell = 0xA1; cell <= (row == 0xD7 ? 0xF9 : 0xFE); cell++)
            {
                var character = gb2312.GetString([(byte)row, (byte)cell]);
                var readings = Pinyin.Readings(character.EnumerateRunes().First());
                if (readings.Count == 0 || readings.Any(r => r.Length is 0 or > 6 || r.Any(c => !char.IsAsciiLetterLower(c))))
                    missing.Add(character);
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void Nearly_the_whole_unified_block_has_a_reading()
    {
        var known = Enumerable.Range(0x4E00, 0x9FFF - 0x4E00 + 1).Count(code => Pinyin.Readings(new Rune(code)).Count > 0);

        Assert.InRange(known, 20_800, 20_992);
    }
}
