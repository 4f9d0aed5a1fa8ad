using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Web.Pages.Frame;
using Weir.Web.Ui;

namespace Weir.Web.Http;

/// <summary>Answers made of components. All data is loaded before: what is rendered here is a pure function of its parameters.</summary>
public static class Rendered
{
    /// <summary>The component in the frame; alone, with the title, when htmx asks for a part.</summary>
    public static IResult Page<TComponent>(Visit visit, PageHead head, IDictionary<string, object?> parameters, int status = 200) where TComponent : IComponent
    {
        visit.Http.Response.Headers.Vary = "HX-Request, HX-Request-Type, Cookie";
        if (visit.Partial) return Fragment<TComponent>(visit, parameters, status);
        return Answer<Page>(new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Head"] = head, ["Csrf"] = visit.Csrf, ["Navigation"] = Navigation.Of(visit, head), ["Body"] = typeof(TComponent), ["Parameters"] = parameters,
        }, status);
    }

    /// <summary>The component without any frame.</summary>
    public static IResult Fragment<TComponent>(Visit visit, IDictionary<string, object?> parameters, int status = 200) where TComponent : IComponent
    {
        visit.Http.Response.Headers.Vary = "HX-Request, HX-Request-Type, Cookie";
        return Answer<TComponent>(parameters, status);
    }

    /// <summary>Several parts of the page at once, each put where it says.</summary>
    public static IResult Parts(params IReadOnlyList<Part> parts) => Answer<PartList>(new Dictionary<string, object?> { ["Parts"] = parts }, 200);

    /// <summary>A page before sign-in: a card in the middle, no menu.</summary>
    public static IResult Welcome<TComponent>(Visit visit, string title, IDictionary<string, object?> parameters, int status = 200, bool wide = false) where TComponent : IComponent =>
        Answer<Welcome>(new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Title"] = title, ["Csrf"] = visit.Csrf, ["Wide"] = wide, ["Body"] = typeof(TComponent), ["Parameters"] = parameters,
        }, status);

    /// <summary>Leads on: a plain redirect, or for htmx the header that makes it follow with the whole page.</summary>
    public static IResult Go(Visit visit, string url)
    {
        if (!visit.Http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(url);
        visit.Http.Response.Headers["HX-Redirect"] = url;
        return Results.NoContent();
    }

    /// <summary>Nothing to draw: a toast, and the events that other parts of the page wait for.</summary>
    public static IResult Told(Visit visit, Toast toast, params ReadOnlySpan<string> events)
    {
        visit.Http.Response.Headers["HX-Trigger"] = toast.ToTrigger(events);
        return Results.NoContent();
    }

    private static RazorComponentResult<TComponent> Answer<TComponent>(IDictionary<string, object?> parameters, int status) where TComponent : IComponent =>
        new(parameters.AsReadOnly()) { StatusCode = status, PreventStreamingRendering = true };
}

/// <summary>A part of the page that replaces what is there: a css selector, and how it is put.</summary>
public sealed record Part(string Target, RenderFragment Content, string Swap = "outerHTML")
{
    /// <summary>A component as a part.</summary>
    public static Part Of<TComponent>(string target, IReadOnlyDictionary<string, object?> parameters, string swap = "outerHTML") where TComponent : IComponent => new(target, builder =>
    {
        builder.OpenComponent<TComponent>(0);
        builder.AddMultipleAttributes(1, parameters!);
        builder.CloseComponent();
    }, swap);
}
