using System.Text.Json.Serialization;
using Weir.Engine.Forms;

namespace Weir.Engine.Access;

/// <summary>What can be done with the records of a form.</summary>
public enum Operation { View, Create, Edit, Delete, Import, Export, Bulk, Assign, Approve, Share }

/// <summary>
/// On whose records: my own, as their owner; these and those which name me as a collaborator; those of the own departments; of these and all below;
/// all. Each level includes the one before. A share by hand is none of them: it opens its record to whoever may see the form, whatever the level.
/// </summary>
/// <remarks>
/// Being named works as a share to edit does, where the level is collaborators or above. It opens reading and exporting whatever the condition of
/// the grant, since whoever names a person means just this record; editing only under the grant's condition, since a collaborator may do no more
/// than the owner; and nothing else: deleting, assigning and approving stay with those whose record it is.
/// </remarks>
public enum AccessLevel { Own, Collaborators, Department, Team, All }

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

    /// <summary>Fields that stay masked on the records which nothing but such grants opens.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];
}
