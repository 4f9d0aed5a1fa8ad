using Weir.Engine.FieldTypes.Reading;

namespace Weir.Engine.FieldTypes;

/// <summary>A postal address: the code of a region, and what stands behind it; either may be empty, not both. Holds no post code and no country.</summary>
/// <remarks>Equal addresses are equal values: a region that begins the street is always taken out of it, so that the words of an address can be read back.</remarks>
public sealed record Address
{
    private const string Between = " · ";

    private Address(string? region, string street)
    {
        Region = region;
        Street = street;
    }

    public string? Region { get; }

    public string Street { get; }

    public static Address? Of(string? region, string? street)
    {
        var rest = Clean(street);
        if (region is null) return Parse(rest);
        return new Address(region, rest);
    }

    /// <summary>Reads 江苏省苏州市虎丘区科技路 1 号 as well as what <see cref="Text"/> writes; null for an empty text.</summary>
    public static Address? Parse(string text)
    {
        text = Clean(text);
        if (text.Length == 0) return null;
        var cut = text.IndexOf(Between, StringComparison.Ordinal);
        if (cut > 0 && Regions.Parse(text[..cut]) is { Region: { } before, Rest: "" }) return new Address(before.Code, Clean(text[(cut + Between.Length)..]));
        return Regions.Parse(text) is { Region: { } region } match ? new Address(region.Code, Clean(match.Rest)) : new Address(null, text);
    }

    public string Text(bool chinese) => Region is null ? Street : RegionText.Name(Region, chinese) + (Street.Length == 0 ? "" : Between + Street);

    /// <summary>With the words of the region, so that a search for a city finds it.</summary>
    public string Stored => $"{Region}|{(Region is null ? "" : RegionText.Name(Region, chinese: true))}|{Street}";

    public static Address? Read(string? stored) => stored?.Split('|', 3) is [var region, _, var street] ? new Address(region.Length == 0 ? null : region, street) : null;

    private static string Clean(string? text) => Typed.Whole(text ?? "").ReplaceLineEndings(" ").Trim();
}
