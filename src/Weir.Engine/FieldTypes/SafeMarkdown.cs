using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;

namespace Weir.Engine.FieldTypes;

/// <summary>Turns Markdown that anybody wrote into HTML that may stand on any page: an allow-list of elements, links only to the web and to mail.</summary>
public static class SafeMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseSoftlineBreakAsHardlineBreak().Build();

    private static readonly HashSet<string> Elements =
    [
        "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "ins", "sub", "sup", "mark", "code", "pre", "blockquote", "ul", "ol", "li", "a",
        "table", "thead", "tbody", "tr", "th", "td",
    ];

    public static string Html(string markdown)
    {
        var body = new HtmlParser().ParseDocument("<body>" + Markdown.ToHtml(markdown, Pipeline)).Body!;
        foreach (var element in body.QuerySelectorAll("*").ToList())
        {
            if (Elements.Contains(element.LocalName) && element.NamespaceUri == NamespaceNames.HtmlUri) Clean(element);
            else element.Replace(element.Owner!.CreateTextNode(element.GetAttribute("alt") ?? element.TextContent));
        }
        return body.InnerHtml;
    }

    /// <summary>The words alone, in one line.</summary>
    public static string Plain(string markdown) => string.Join(' ', Markdown.ToPlainText(markdown, Pipeline).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Clean(IElement element)
    {
        var href = element.LocalName == "a" ? element.GetAttribute("href") : null;
        foreach (var attribute in element.Attributes.ToList()) element.RemoveAttribute(attribute.NamespaceUri!, attribute.LocalName);
        if (href is null || !Uri.TryCreate(href, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "mailto")) return;
        element.SetAttribute("href", uri.AbsoluteUri);
        element.SetAttribute("rel", "noopener nofollow");
        if (uri.Scheme != "mailto") element.SetAttribute("target", "_blank");
    }
}
