using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

public abstract partial class FieldType
{
    /// <summary>What stands in the control: what was typed and refused, or the value in words.</summary>
    protected string Shown(Field field, InputState state, Display display) => state.Typed is { Count: > 0 } typed ? typed[0] : Text(field, state.Value, display);

    protected static string? Hint(Field field, Display display) => field.Definition.Placeholder?.In(display.Chinese);

    protected static string? Aria(bool value) => value ? "true" : null;
}
