using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Weir.Tests.FieldTypes;

/// <summary>Renders what a field type draws and looks at it as a browser would.</summary>
internal static class FieldMarkup
{
    public static async Task<IElement> Render(RenderFragment fragment)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Holder>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Inner"] = fragment }))).ToHtmlString());
        return new HtmlParser().ParseDocument("<body>" + html).Body!;
    }

    /// <summary>What a browser without script would post under a name.</summary>
    public static string[] Posted(IElement body, string name) =>
    [
        .. body.QuerySelectorAll($"[name='{name}']").Where(e => !e.HasAttribute("disabled")).SelectMany(e => e switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio" } box => box.HasAttribute("checked") ? [box.GetAttribute("value") ?? "on"] : [],
            IHtmlSelectElement { IsMultiple: false } select => [(select.Options.FirstOrDefault(o => o.HasAttribute("selected")) ?? select.Options[0]).Value],
            IHtmlSelectElement select => select.Options.Where(o => o.HasAttribute("selected")).Select(o => o.Value),
            IHtmlTextAreaElement area => [area.TextContent],
            IHtmlInputElement input => new[] { input.GetAttribute("value") ?? "" },
            _ => [],
        }),
    ];

    /// <summary>Everything that a strict content security policy would refuse, or that could run.</summary>
    public static IEnumerable<string> Dangers(IElement body) => body.QuerySelectorAll("*").SelectMany(e =>
        (e.LocalName is "script" or "style" or "iframe" or "object" ? [e.LocalName] : Array.Empty<string>())
        .Concat(e.Attributes.Where(a => a.Name == "style" || a.Name.StartsWith("on", StringComparison.Ordinal)).Select(a => $"{e.LocalName} {a.Name}"))
        .Concat(e.Attributes.Where(a => a.Name is "href" or "src" && Scheme(a.Value) is not ("" or "http" or "https" or "mailto" or "tel")).Select(a => $"{e.LocalName} {a.Name}={a.Value}")));

    private static string Scheme(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && !url.StartsWith('/') ? uri.Scheme : "";

    private sealed class Holder : ComponentBase
    {
        [Parameter]
        public RenderFragment? Inner { get; set; }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => builder.AddContent(0, Inner);
    }
}
