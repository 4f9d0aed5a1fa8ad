using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Engine.Capabilities.WebForm;

/// <summary>When a visitor opened a web form, signed, so that it can be neither made up nor used for ever; its mark makes a form that is sent twice one record.</summary>
internal static class WebStamp
{
    internal static readonly TimeSpan Soonest = TimeSpan.FromSeconds(3);
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static string Issue(string secret, DateTime now)
    {
        var told = string.Create(CultureInfo.InvariantCulture, $"{new DateTimeOffset(now).ToUnixTimeMilliseconds()}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        return told + "." + Sign(secret, told);
    }

    /// <summary>When it was issued and its mark; null when nobody here has issued it.</summary>
    public static (DateTime At, string Mark)? Read(string secret, string? stamp)
    {
        if (stamp is not { Length: < 200 } || stamp.Split('.') is not [var at, var mark, var sign]) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(secret, $"{at}.{mark}")), Encoding.UTF8.GetBytes(sign))) return null;
        return (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)).UtcDateTime, mark);
    }

    private static string Sign(string secret, string told) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(told)));
}
