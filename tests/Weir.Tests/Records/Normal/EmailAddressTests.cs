using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Records.Normal;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData(" Zhang.Wei@Huawei.COM ", "zhang.wei@huawei.com")]
    [InlineData("zhang.wei＠huawei。com", "zhang.wei@huawei.com")]
    [InlineData("mailto:li@example.org", "li@example.org")]
    [InlineData("张伟 <zw@example.org>", "zw@example.org")]
    [InlineData("a @ b . cn", "a@b.cn")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Addresses_are_compared_in_lower_case_and_half_width(string? typed, string normal) =>
        Assert.Equal(normal, EmailAddress.Normalize(typed));

    [Theory]
    [InlineData("a@b.cn", true)]
    [InlineData("zhang.wei+crm@mail.huawei.com", true)]
    [InlineData("o'neil@example.org", true)]
    [InlineData("张伟@例子.中国", true)]
    [InlineData("a@b", false)]
    [InlineData("a@b.1", false)]
    [InlineData("@b.cn", false)]
    [InlineData("a@@b.cn", false)]
    [InlineData(".a@b.cn", false)]
    [InlineData("a..b@b.cn", false)]
    [InlineData("a@-b.cn", false)]
    [InlineData("a@b..cn", false)]
    [InlineData("a@b.cn,c@d.cn", false)]
    [InlineData("<script>@b.cn", false)]
    [InlineData("没有", false)]
    [InlineData(null, false)]
    public void What_no_server_would_accept_is_implausible(string? typed, bool plausible) =>
        Assert.Equal(plausible, EmailAddress.IsPlausible(typed));

    [Fact]
    public void Too_long_addresses_are_implausible()
    {
        Assert.False(EmailAddress.IsPlausible(new string('a', 65) + "@b.cn"));
        Assert.False(EmailAddress.IsPlausible("a@" + string.Concat(Enumerable.Repeat("bcdefgh.", 40)) + "cn"));
        Assert.False(EmailAddress.IsPlausible(new string('a', 1_000_000)));
    }

    [Theory]
    [InlineData("zhang.wei@huawei.com", "z***@huawei.com")]
    [InlineData("a@b.cn", "***@b.cn")]
    [InlineData("13812345520", "***")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_mask_hides_the_person(string? typed, string masked) => Assert.Equal(masked, EmailAddress.Mask(typed));
}
