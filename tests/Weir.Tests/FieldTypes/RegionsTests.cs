using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.FieldTypes;

public sealed class RegionsTests
{
    [Fact]
    public void The_table_is_complete_and_hangs_together()
    {
        Assert.Equal(34, Regions.Children(null).Count);
        Assert.Equal(3750, Regions.All.Count);
        Assert.Equal(Regions.All.Count, Walk(null).Count());
        Assert.All(Regions.All, region =>
        {
            Assert.Matches("^[1-9][0-9]{5}$", region.Code);
            Assert.Matches(@"^\p{Lu}[\p{L}' ()\-]+$", region.Name.En);
            Assert.DoesNotContain("市辖区", region.Name.Zh);
        });

        static IEnumerable<Region> Walk(string? code) => Regions.Children(code).SelectMany(child => Walk(child.Code).Prepend(child));
    }

    [Theory]
    [InlineData("320505", "江苏省 苏州市 虎丘区", "Huqiu, Suzhou, Jiangsu")]
    [InlineData("110105", "北京市 朝阳区", "Chaoyang, Beijing")]
    [InlineData("419001", "河南省 济源市", "Jiyuan, Henan")]
    [InlineData("441900", "广东省 东莞市", "Dongguan, Guangdong")]
    [InlineData("610100", "陕西省 西安市", "Xi'an, Shaanxi")]
    [InlineData("310115", "上海市 浦东新区", "Pudong New Area, Shanghai")]
    [InlineData("810102", "香港特别行政区 香港岛 湾仔区", "Wan Chai, Hong Kong Island, Hong Kong")]
    [InlineData("999999", "", "")]
    [InlineData(null, "", "")]
    public void A_full_name_leaves_out_levels_that_say_nothing(string? code, string chinese, string english)
    {
        Assert.Equal(chinese, Regions.FullName(code, chinese: true));
        Assert.Equal(english, Regions.FullName(code, chinese: false));
    }

    [Theory]
    [InlineData("江苏苏州", "320500")]
    [InlineData("江苏省苏州市", "320500")]
    [InlineData("苏州", "320500")]
    [InlineData("苏州市", "320500")]
    [InlineData("江苏/苏州/工业园区", "320576")]
    [InlineData("江苏苏州工业园区", "320576")]
    [InlineData("江苏省 - 苏州市 - 虎丘区", "320505")]
    [InlineData("中国江苏省，苏州市，虎丘", "320505")]
    [InlineData("北京市朝阳区", "110105")]
    [InlineData("北京朝阳", "110105")]
    [InlineData("北京市市辖区朝阳区", "110105")]
    [InlineData("北京市北京市朝阳区", "110105")]
    [InlineData("重庆市/县/云阳县", "500235")]
    [InlineData("朝阳区", null, "朝阳区")]
    [InlineData("长春朝阳区", "220104")]
    [InlineData("江苏鼓楼区", "320000", "鼓楼区")]
    [InlineData("昆山", "320583")]
    [InlineData("吉林", "220000")]
    [InlineData("吉林市", "220200")]
    [InlineData("吉林吉林", "220200")]
    [InlineData("内蒙呼和浩特", "150100")]
    [InlineData("新疆伊犁", "654000")]
    [InlineData("湘西州", "433100")]
    [InlineData("广西南宁", "450100")]
    [InlineData("香港湾仔", "810102")]
    [InlineData("台湾台北", "710100")]
    [InlineData("河南济源", "419001")]
    [InlineData("江苏省苏州市虎丘区科技路100号", "320505", "科技路100号")]
    [InlineData("上海市南京路1号", "310000", "南京路1号")]
    [InlineData("北京路", null, "北京路")]
    [InlineData("江苏 宿州", "320000", "宿州")]
    [InlineData("Huqiu, Suzhou, Jiangsu", "320505")]
    [InlineData("jiangsu / suzhou", "320500")]
    [InlineData("Suzhou", null, "Suzhou")]
    [InlineData("Chaoyang, Beijing, China", "110105")]
    [InlineData("Jilin, Jilin", "220200")]
    [InlineData("San Francisco, California", null, "San Francisco, California")]
    [InlineData("320505", "320505")]
    [InlineData("３２０５０５", "320505")]
    [InlineData("火星", null, "火星")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Typed_text_is_read_as_far_as_it_is_certain(string? typed, string? code, string rest = "")
    {
        var match = Regions.Parse(typed);

        Assert.Equal((code, rest), (match.Region?.Code, match.Rest));
    }

    [Fact]
    public void Broken_characters_and_endless_text_are_harmless()
    {
        Assert.Equal(new RegionMatch(null, "' drop"), Regions.Parse("\ud800' drop\0"));
        Assert.Equal("320000", Regions.Parse("江苏" + new string('市', 1_000_000)).Region?.Code);
    }

    [Fact]
    public void Every_full_name_is_read_back_in_both_languages() => Assert.All(Regions.All, region =>
    {
        Assert.Equal(new RegionMatch(region, ""), Regions.Parse(Regions.FullName(region.Code, chinese: true)));
        Assert.Equal(new RegionMatch(region, ""), Regions.Parse(Regions.FullName(region.Code, chinese: false)));
        Assert.Equal(region, Regions.Parse(string.Concat(Regions.Path(region.Code).Select(r => r.Name.Zh))).Region);
    });

    [Theory]
    [InlineData("320505", "320000", true)]
    [InlineData("320505", "320500", true)]
    [InlineData("320505", "320505", true)]
    [InlineData("320500", "320505", false)]
    [InlineData("320505", "330000", false)]
    [InlineData("110105", "110000", true)]
    [InlineData("320505", null, false)]
    [InlineData("000000", "000000", false)]
    public void A_division_lies_within_its_parents_and_itself(string code, string? ancestor, bool within) =>
        Assert.Equal(within, Regions.IsWithin(code, ancestor));

    [Theory]
    [InlineData("320505", "华东")]
    [InlineData("440300", "华南")]
    [InlineData("150000", "华北")]
    [InlineData("420100", "华中")]
    [InlineData("500000", "西南")]
    [InlineData("650000", "西北")]
    [InlineData("230100", "东北")]
    [InlineData("810000", "华南")]
    public void Every_division_belongs_to_a_sales_area(string code, string area) => Assert.Equal(area, Regions.AreaOf(code)?.Name.Zh);

    [Fact]
    public void No_province_is_without_a_sales_area()
    {
        Assert.Equal(7, SalesArea.All.Count);
        Assert.All(Regions.All, region => Assert.NotNull(Regions.AreaOf(region.Code)));
        Assert.Null(Regions.AreaOf("990000"));
    }

    [Fact]
    public void All_countries_have_names_in_both_languages()
    {
        Assert.Equal(249, Country.All.Count);
        Assert.Equal("CN", Country.All[0].Code);
        Assert.All(Country.All, country => Assert.Matches(@"^\p{IsCJKUnifiedIdeographs}", country.Name.Zh));
        Assert.All(Country.All, country => Assert.Equal(country, Country.Parse(country.Name.En.ToUpperInvariant())));
        Assert.Equal("德国", Country.Find("de")?.Name.Zh);
        Assert.Equal("DE", Country.Parse(" 德国 ")?.Code);
        Assert.Null(Country.Parse("Atlantis"));
        Assert.Null(Country.Find(null));
    }
}
