using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Weir.Tests.Web.Walks;

/// <summary>Reads a page as somebody does who knows one language: finds words of the other, keys that stand for words, and controls without a name. Data is not judged.</summary>
internal sealed partial class Tongue(bool chinese, Func<IEnumerable<string>> data)
{
    /// <summary>What stood on a page before and was in order: most words of a page are those of the page before.</summary>
    private readonly HashSet<string> fine = [];

    private static readonly string[] Named = ["title", "aria-label", "placeholder", "alt"];

    /// <summary>Words that are written so in Chinese offices too.</summary>
    private static readonly HashSet<string> International =
        new(["Excel", "Weir", "Ctrl", "Shift", "Enter", "English", "Open", "VIP", "CSV", "UTF", "API", "App", "URL", "CTO", "KA", "SMB", "xlsx", "Esc", "Markdown", "Excel (.xlsx)"], StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Faults(Reply reply)
    {
        if (reply["HX-Trigger"] is { } trigger && trigger.StartsWith('{') && JsonDocument.Parse(trigger).RootElement.TryGetProperty("toast", out var toast) && Wrong(Cleaned(toast.GetProperty("text").GetString()!)) is { } said) yield return said;
        if (reply["Content-Type"]?.StartsWith("text/html", StringComparison.Ordinal) != true || reply.Text.Length == 0) yield break;
        var page = reply.Html;
        foreach (var own in page.QuerySelectorAll("script, style, textarea, [lang]:not(html), [data-language], .w-avatar").ToList()) own.Remove();
        foreach (var text in page.Body!.Descendants<IText>().Select(t => t.Text).Concat(page.All.SelectMany(e => Named.Select(e.GetAttribute))).Concat([page.Title]).OfType<string>().Where(t => !fine.Contains(t)).Distinct().ToList())
        {
            if (Cleaned(text) is { Length: > 0 } clean && Wrong(clean) is { } wrong) yield return wrong;
            else fine.Add(text);
        }
        foreach (var control in page.QuerySelectorAll("button, a[href], label, th[scope], h1, h2, option[value]:not([value=''])"))
            if (!Spoken(control)) yield return "no name: " + control.OuterHtml[..Math.Min(140, control.OuterHtml.Length)];
    }

    private string Cleaned(string text)
    {
        if (text.Trim().Length == 0) return "";
        foreach (var own in data()) text = text.Replace(own, " ", StringComparison.Ordinal);
        return Sample().Replace(text, " ").Trim();
    }

    private string? Wrong(string text)
    {
        if (Key().Match(text) is { Success: true } key) return $"key '{key.Value}' in: {Short(text)}";
        if (!chinese) return Han().IsMatch(text) ? "Chinese: " + Short(text) : null;
        if (Sentence().IsMatch(text) && !text.Any(c => c is >= '\u4e00' and <= '\u9fff')) return "English: " + Short(text);
        return Word().IsMatch(text) && !International.Contains(text) ? "English: " + Short(text) : null;
    }

    private static bool Spoken(IElement element) => element.TextContent.Trim().Length > 0 || Named.Any(n => element.GetAttribute(n) is { Length: > 0 }) || element.QuerySelector("[aria-label], [title], input, select, w-check") is not null
        || element.Closest("[aria-hidden=true]") is not null || element.HasAttribute("aria-labelledby");

    private static string Short(string text) => text.ReplaceLineEndings(" ")[..Math.Min(120, text.Length)];

    [GeneratedRegex(@"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]{2,}|\w+〔\d+〕[甲乙丙]?|[A-Z][a-z]+( [a-z]+)* <\d+>( [A-C])?|样例 \w+ \d+|样例\.png|\S+@example\.com|https?://\S+")]
    private static partial Regex Sample();

    [GeneratedRegex(@"\b[a-z]+(_[a-z]+)+\b|\{\d\}")]
    private static partial Regex Key();

    [GeneratedRegex("[\u4e00-\u9fff]")]
    private static partial Regex Han();

    [GeneratedRegex(@"[A-Za-z]{2,}(?:[ ,'’]+[A-Za-z]+){2,}")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^[A-Z]?[a-z]{3,}( [a-z]+)?[.:…]?$")]
    private static partial Regex Word();
}
