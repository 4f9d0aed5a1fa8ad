using System.Text.RegularExpressions;

namespace Weir.Engine.Records;

/// <summary>Compares, checks and hides e-mail addresses; it sends nothing and does not ask a server whether one exists.</summary>
public static partial class EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;

    /// <summary>Lower case, half width, without blanks, a name around it or a leading mailto:. Empty for null.</summary>
    public static string Normalize(string? text)
    {
        var folded = NormalText.Fold(text);
        if (InAngles().Match(folded) is { Success: true } named)
            folded = named.Groups[1].Value;
        var address = Blanks().Replace(folded, "").Replace('。', '.');
        while (address.StartsWith("mailto:", StringComparison.Ordinal))
            address = address["mailto:".Length..];
        return address;
    }

    /// <summary>Whether it looks like an address of the internet: one @, a sound name before it, a domain with a dot behind it.</summary>
    public static bool IsPlausible(string? text)
    {
        var address = Normalize(text);
        return address.Length <= MaxLength && address.IndexOf('@', StringComparison.Ordinal) <= MaxLocalLength && Plausible().IsMatch(address);
    }

    /// <summary>z***@huawei.com: the domain stays, the person is hidden; what is no address is hidden whole. Empty for an empty text.</summary>
    public static string Mask(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var address = Normalize(text);
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return IsPlausible(address) ? (at > 1 ? address[..1] : "") + "***" + address[at..] : "***";
    }

    [GeneratedRegex("<([^<>]*@[^<>]*)>")]
    private static partial Regex InAngles();

    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]\z")]
    private static partial Regex Plausible();
}
