using System.Text.Json.Serialization;
using Weir.Engine.Forms;

namespace Weir.Engine.Access;

/// <summary>What can be done with the records of a form.</summary>
public enum Operation { View, Create, Edit, Delete, Import, Export, Bulk, Assign, Approve, Share }

/// <summary>On whose records: own (owner, collaborator or shared with me), the own departments, these and all below, everything.</summary>
public enum AccessLevel { Own, Department, Team, All }

/// <summary>How much of a field a role may see and do.</summary>
public enum FieldRight { Hidden, Masked, Read, Edit }

/// <summary>A role of an app: a name for a set of permissions, given to members.</summary>
public sealed record RoleDefinition
{
    public required string Key { get; init; }

    public required Words Label { get; init; }

    /// <summary>May do everything in the app, also change it.</summary>
    public bool Administrator { get; init; }

    /// <summary>By form key; a form that is not named cannot be seen.</summary>
    public IReadOnlyDictionary<string, PermissionDefinition> Forms { get; init; } = new Dictionary<string, PermissionDefinition>();
}

/// <summary>What a role may do in one form.</summary>
public sealed record PermissionDefinition
{
    public required IReadOnlyList<GrantDefinition> Grants { get; init; }

    /// <summary>Rights that differ from Edit, by field key; <c>lines.cost</c> names a column of line items.</summary>
    public IReadOnlyDictionary<string, FieldRight> Fields { get; init; } = new Dictionary<string, FieldRight>();
}

/// <summary>Operations on the records of a level, perhaps only those that meet a condition. Grants add up.</summary>
public sealed record GrantDefinition
{
    public required IReadOnlyList<Operation> Can { get; init; }

    [JsonPropertyName("on")]
    public required AccessLevel Level { get; init; }

    public ConditionDefinition? When { get; init; }
}
