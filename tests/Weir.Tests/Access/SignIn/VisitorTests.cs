using System.Net;
using Weir.Engine.Access.SignIn;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>How a visitor is named and counted.</summary>
public class VisitorTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari · macOS")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0", "微信 WeChat · Android")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux")]
    [InlineData("<script>", "")]
    [InlineData(null, "")]
    public void A_device_has_a_short_name(string? agent, string name) => Assert.Equal(name, Visitor.Of(IPAddress.Loopback, agent).Device);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void An_address_is_counted_with_its_household(string address, string network) =>
        Assert.Equal(network, new Visitor(address, "").Network);
}
