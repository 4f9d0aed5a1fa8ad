using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Records.Normal;

public sealed class CreditCodeTests
{
    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("914403001922038216")]
    [InlineData("9144030071526726XG")]
    [InlineData("91330100799655058B")]
    [InlineData(" 9133 0100 7996 5505 8b ")]
    [InlineData("９１３３０１００７９９６５５０５８Ｂ")]
    public void Codes_of_the_register_are_valid(string code) => Assert.True(CreditCode.IsValid(code));

    [Theory]
    [InlineData("91330100799655058C")]
    [InlineData("91330100799655085B")]
    [InlineData("9133010079965505B")]
    [InlineData("91330100799655058BB")]
    [InlineData("9133010079965505IB")]
    [InlineData("统一社会信用代码统一社会信用代码统一")]
    [InlineData("")]
    [InlineData(null)]
    public void Wrong_codes_are_not(string? code) => Assert.False(CreditCode.IsValid(code));

    [Fact]
    public void Changing_any_one_character_is_noticed()
    {
        const string code = "91350100M000100Y43";
        for (var at = 0; at < code.Length; at++)
        {
            foreach (var other in "0123456789ABCDEFGHJKLMNPQRTUWXY".Where(c => c != code[at]))
                Assert.False(CreditCode.IsValid(code[..at] + other + code[(at + 1)..]));
        }
    }
}
