using Weir.Engine.Conditions;
using Weir.Engine.Forms;

namespace Weir.Engine.Access;

/// <summary>One compiled line of a permission: which operations, on whose records, under which condition.</summary>
public sealed record Grant(IReadOnlySet<Operation> Can, AccessLevel Level, Condition When);

/// <summary>A compiled role in one form.</summary>
public sealed record Permission(string Role, IReadOnlyList<Grant> Grants, IReadOnlyDictionary<string, FieldRight> Fields)
{
    internal static Permission Compile(Form form, string role, PermissionDefinition definition) => new(
        role, [.. definition.Grants.Select(g => new Grant(g.Can.ToHashSet(), g.Level, Condition.Compile(form, g.When)))], definition.Fields);
}
