using Weir.Engine.FieldTypes;

namespace Weir.Engine.Apps;

public sealed partial class App
{
    /// <summary>Builds what crosses forms, once all forms stand: rules, roll-ups, dependencies, permissions.</summary>
    internal void Prepare(List<DefinitionError> errors)
    {
    }
}
