using Microsoft.AspNetCore.Components;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records;

/// <summary>Markup made by a function or a component, as an answer of its own or as a part of one. Holds no page.</summary>
public sealed class Drawn : IComponent
{
    private RenderHandle handle;

    [Parameter, EditorRequired] public RenderFragment Content { get; set; } = null!;

    public static IResult Fragment(FormVisit visit, RenderFragment content, int status = 200) =>
        Rendered.Fragment<Drawn>(visit.Visit, new Dictionary<string, object?> { ["Content"] = content }, status);

    public static RenderFragment Of<TComponent>(params (string Name, object? Value)[] parameters) where TComponent : IComponent => builder =>
    {
        builder.OpenComponent<TComponent>(0);
        foreach (var (name, value) in parameters) builder.AddComponentParameter(1, name, value);
        builder.CloseComponent();
    };

    public void Attach(RenderHandle renderHandle) => handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        handle.Render(Content);
        return Task.CompletedTask;
    }
}
