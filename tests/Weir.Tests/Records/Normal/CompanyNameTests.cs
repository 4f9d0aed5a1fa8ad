using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Records.Normal;

public sealed class CompanyNameTests
{
    [Theory]
    [InlineData("苏州恒力机电有限公司", "苏州恒力机电有限公司")]
    [InlineData(" 苏州恒力（机电） 有限公司。", "苏州恒力机电有限公司")]
    [InlineData("ＡＢＣ Tech　Co.，Ltd", "abctechcoltd")]
    [InlineData("C++ 学院", "c++学院")]
    [InlineData("Straße", "straße")]
    [InlineData("!!!", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void The_exact_key_ignores_width_case_blanks_and_punctuation(string? name, string key)
    {
        Assert.Equal(key, NormalText.Key(name));
        Assert.Equal(key, CompanyName.Key(name));
    }

    [Theory]
    [InlineData("恒力机电")]
    [InlineData("恒力机电有限公司")]
    [InlineData("恒力机电有限责任公司")]
    [InlineData("恒力机电股份有限公司")]
    [InlineData("恒力机电集团有限公司")]
    [InlineData("恒力机电（集团）股份有限公司")]
    [InlineData("恒力机电（苏州）有限公司")]
    [InlineData("恒力机电(中国)有限公司")]
    [InlineData("苏州恒力机电有限公司")]
    [InlineData("苏州市恒力机电有限公司")]
    [InlineData("江苏省苏州市恒力机电 有限公司")]
    [InlineData("【苏州】恒力机电 Co., Ltd.")]
    public void Names_of_probably_one_company_share_a_fuzzy_key(string name) => Assert.Equal("恒力机电", CompanyName.FuzzyKey(name));

    [Theory]
    [InlineData("Bosch")]
    [InlineData("BOSCH GmbH")]
    [InlineData("Bosch Co., Ltd.")]
    [InlineData("Bosch (China) Co.,Ltd")]
    [InlineData("bosch, Inc.")]
    [InlineData("Bosch L.L.C.")]
    [InlineData("Bosch GmbH & Co. KG")]
    [InlineData("Bosch Holdings Limited")]
    [InlineData("Bosch Pte. Ltd.")]
    [InlineData("Bosch B.V.")]
    public void English_legal_forms_are_no_part_of_the_fuzzy_key(string name) => Assert.Equal("bosch", CompanyName.FuzzyKey(name));

    [Theory]
    [InlineData("北京银行股份有限公司", "南京银行股份有限公司")]
    [InlineData("上海电气集团", "东方电气集团")]
    [InlineData("恒力机电有限公司", "恒力机械有限公司")]
    [InlineData("恒力机电有限公司", "恒力机电有限公司苏州分公司")]
    [InlineData("恒力（电子）有限公司", "恒力有限公司")]
    [InlineData("Bosch Rexroth GmbH", "Bosch GmbH")]
    [InlineData("Group AG", "Holding AG")]
    public void Names_of_different_companies_do_not(string one, string other) =>
        Assert.NotEqual(CompanyName.FuzzyKey(one), CompanyName.FuzzyKey(other));

    [Theory]
    [InlineData("有限公司", "有限公司")]
    [InlineData("集团", "集团")]
    [InlineData("苏州", "苏州")]
    [InlineData("（苏州）", "苏州")]
    [InlineData("Ltd", "ltd")]
    [InlineData(null, "")]
    public void A_name_that_is_nothing_else_keeps_itself(string? name, string key) => Assert.Equal(key, CompanyName.FuzzyKey(name));
}
