using System.Net;
using Microsoft.AspNetCore.Components;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

public abstract partial class FieldType
{
    /// <summary>As the value in a panel or on a printed page, where there is room for more than one line.</summary>
    public virtual RenderFragment Panel(Field field, object? value, Display display) => Cell(field, value, display);

    /// <summary>What stands in the control: what was typed and refused, or the value in words.</summary>
    protected string Shown(Field field, InputState state, Display display) => state.Typed is { Count: > 0 } typed ? typed[0] : Text(field, state.Value, display);

    protected static string? Hint(Field field, Display display) => field.Definition.Placeholder?.In(display.Chinese);

    protected static string? Aria(bool value) => value ? "true" : null;

    /// <summary>The attributes which every single control has: id, name, and what assistive technology needs.</summary>
    protected static Dictionary<string, object> Wiring(Field field, InputState state, Display display) => Present(
        ("id", state.Id), ("name", state.Name), ("placeholder", Hint(field, display)), ("readonly", state.ReadOnly ? true : null), ("aria-required", Aria(state.Required)),
        ("aria-invalid", Aria(state.ErrorId is not null)), ("aria-describedby", state.ErrorId));

    /// <summary>The same for a list to choose from, which cannot be read-only, only disabled.</summary>
    protected static Dictionary<string, object> ChoiceWiring(InputState state, string? id = null) => Present(
        ("id", id ?? state.Id), ("name", state.Name), ("disabled", state.ReadOnly ? true : null), ("aria-required", Aria(state.Required)),
        ("aria-invalid", Aria(state.ErrorId is not null)), ("aria-describedby", state.ErrorId));

    /// <summary>For a group of controls that share a label.</summary>
    protected static Dictionary<string, object> GroupWiring(Field field, InputState state, Display display) => Present(
        ("id", state.Id), ("aria-label", display.Say(field.Label)), ("aria-required", Aria(state.Required)), ("aria-invalid", Aria(state.ErrorId is not null)),
        ("aria-describedby", state.ErrorId));

    protected static string Url(string text) => WebUtility.UrlEncode(text);

    private static Dictionary<string, object> Present(params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        var present = new Dictionary<string, object>(attributes.Length);
        foreach (var (name, value) in attributes)
            if (value is not null) present.Add(name, value);
        return present;
    }
}
