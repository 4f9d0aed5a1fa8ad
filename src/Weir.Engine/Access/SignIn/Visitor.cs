using System.Net;
using System.Net.Sockets;

namespace Weir.Engine.Access.SignIn;

/// <summary>Where a request comes from, as far as it can be known: the network address and, in plain words, the device. Proves nothing.</summary>
public sealed record Visitor(string Address, string Device)
{
    /// <param name="agent">The text by which a browser names itself.</param>
    public static Visitor Of(IPAddress? address, string? agent) => new(address?.ToString() ?? "", Name(agent ?? ""));

    /// <summary>The address as far as one household or office shares it: whoever has an IPv6 line has a whole /64 of addresses.</summary>
    internal string Network
    {
        get
        {
            if (!IPAddress.TryParse(Address, out var ip)) return Address;
            if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
            if (ip.AddressFamily != AddressFamily.InterNetworkV6) return ip.ToString();
            var bytes = ip.GetAddressBytes();
            Array.Clear(bytes, 8, 8);
            return new IPAddress(bytes) + "/64";
        }
    }

    // Order matters: most browsers also name the ones they descend from.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("wxwork/", "企业微信 WeCom"), ("MicroMessenger/", "微信 WeChat"), ("DingTalk/", "钉钉 DingTalk"), ("Feishu/", "飞书 Feishu"), ("Lark/", "Lark"),
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    private static string Name(string agent)
    {
        var names = new[] { Browsers, Systems }.Select(list => list.FirstOrDefault(s => agent.Contains(s.Sign, StringComparison.Ordinal)).Name);
        return string.Join(" · ", names.Where(n => n is not null));
    }
}
