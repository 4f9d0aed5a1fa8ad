using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Weir.Tests.Web.Records;

/// <summary>A form of a page as somebody fills it in: what its controls hold, with changes, as a browser would post it.</summary>
internal sealed class Typed
{
    private readonly List<(string Name, string Value)> values = [];

    private Typed(IElement form)
    {
        Url = form.GetAttribute("action")!;
        foreach (var control in form.QuerySelectorAll("input, select, textarea").Where(c => c.GetAttribute("name") is { Length: > 0 } && c.Closest("template") is null && !c.HasAttribute("disabled")))
        {
            var name = control.GetAttribute("name")!;
            switch (control)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    if (box.IsChecked) values.Add((name, box.Value));
                    break;
                case IHtmlInputElement { Type: "file" or "submit" or "button" }:
                    break;
                case IHtmlSelectElement select:
                    foreach (var option in select.Options.Where(o => o.IsSelected)) values.Add((name, option.Value));
                    break;
                case IHtmlTextAreaElement area:
                    values.Add((name, area.Value));
                    break;
                default:
                    values.Add((name, control.GetAttribute("value") ?? ""));
                    break;
            }
        }
    }

    public string Url { get; }

    public static Typed Of(Reply page) => new(page.Html.QuerySelector("form.w-form") ?? throw new InvalidOperationException($"The page has no form ({page.Status}): {page.Text[..Math.Min(page.Text.Length, 300)]}"));

    public string? this[string name] => values.LastOrDefault(v => v.Name == name).Value;

    public Typed Set(string name, string value)
    {
        values.RemoveAll(v => v.Name == name);
        values.Add((name, value));
        return this;
    }

    /// <summary>One more value of a name: ticks of one question.</summary>
    public Typed Add(string name, string value)
    {
        values.Add((name, value));
        return this;
    }

    /// <summary>Adds a line as the page adds one: named by its place, without id.</summary>
    public Typed Line(string field, int number, params (string Column, string Value)[] columns)
    {
        foreach (var (column, value) in columns) Set($"{field}[{number}].{column}", value);
        return this;
    }

    public Typed Drop(string prefix)
    {
        values.RemoveAll(v => v.Name.StartsWith(prefix, StringComparison.Ordinal));
        return this;
    }

    public Task<Reply> Save(Browser browser) => browser.Htmx().Post(Url, [.. values]);

    public Task<Reply> Send(Browser browser, string url) => browser.Htmx().Post(url, [.. values]);

    public Task<Reply> Recalculate(Browser browser, string form) => browser.Htmx().Post($"/app/l2c/{form}/recalculate", [.. values]);
}
