namespace Weir.Engine.FieldTypes.Reading;

/// <summary>Regions in words, and back to their codes.</summary>
internal static class RegionText
{
    public static string Name(string code, bool chinese) => Regions.FullName(code, chinese) is { Length: > 0 } name ? name : code;

    /// <summary>Null for an empty text.</summary>
    /// <exception cref="ValueError">No region, or more than a region.</exception>
    public static string? Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        return Regions.Parse(text) is { Region: { } region, Rest: "" } ? region.Code : throw Unknown(text.Trim());
    }

    public static ValueError Unknown(string text) => new("region.unknown", (
        $"没有恰好一个叫“{text}”的地区，请写成“江苏省 苏州市 虎丘区”的样子。", $"There is not exactly one region called “{text}”; write it like “Huqiu, Suzhou, Jiangsu”."));
}
