using System.Text;

namespace Weir.Engine.Files;

/// <summary>What an attachment is called: kept for people to read, stripped of everything that means something to a file system, a header or a page.</summary>
public static class FileName
{
    private const int Longest = 120;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf", [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif", [".webp"] = "image/webp", [".txt"] = "text/plain",
        [".csv"] = "text/csv", [".zip"] = "application/zip", [".doc"] = "application/msword", [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xls"] = "application/vnd.ms-excel", [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [".ppt"] = "application/vnd.ms-powerpoint",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation", [".mp3"] = "audio/mpeg", [".mp4"] = "video/mp4",
    };

    /// <summary>Without path, control characters, direction marks and quotes; never empty, at most 120 characters.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var text = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
            if (!Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.Format && !"\"<>|:*?;".Contains(rune.ToString(), StringComparison.Ordinal)) text.Append(rune);
        var clean = text.ToString().Trim(' ', '.');
        if (clean.Length > Longest) clean = clean[..(Longest - 10)] + Path.GetExtension(clean)[..Math.Min(10, Path.GetExtension(clean).Length)];
        return clean.Length == 0 ? "file" : clean;
    }

    /// <summary>By ending, from a fixed list; everything else, also HTML and SVG, is plain bytes.</summary>
    public static string TypeOf(string name) => Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");

    /// <summary>May be shown in the page itself: pictures only.</summary>
    public static bool IsPicture(string type) => type is "image/png" or "image/jpeg" or "image/gif" or "image/webp";
}
