using Weir.Engine.Forms;
using System.Text.Json;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>What happens when a record comes that is there already.</summary>
public enum Reaction
{
    /// <summary>It is saved all the same.</summary>
    Allow,

    /// <summary>Where somebody is there to be asked, it is saved once they have seen it and say so; elsewhere as if it were allowed.</summary>
    Warn,

    /// <summary>It is not saved; the answer says with whom the other one is.</summary>
    Refuse,

    /// <summary>Nothing new is made: the other one gets a line that says it has come again, and its owner is told.</summary>
    Touch,

    /// <summary>Nothing new is made: what the other one lacks is filled in from it, and its owner is told. By hand only where one may edit it.</summary>
    Merge,
}

/// <summary>By which road a record comes.</summary>
public enum Channel { Manual, Import, Form, Api, Convert }

/// <summary>The settings of duplicates as data: what makes two records one, and what is done about it.</summary>
public sealed record DuplicatesDefinition
{
    public required IReadOnlyList<KeyDefinition> Keys { get; init; }

    /// <summary>The line that says a record has come again.</summary>
    public TouchDefinition? Touch { get; init; }

    /// <summary>Of a merge, records that fulfil it are the ones that stay: what is finished is not taken into what is not.</summary>
    public ConditionDefinition? Stays { get; init; }
}

/// <summary>Fields that no two records have in common; the first must be one that is looked up by a key, the others narrow it down. An empty field matches nothing.</summary>
public sealed record KeyDefinition
{
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>The first field, the name of a company, is compared by how it sounds without legal form and place. Good for a warning only.</summary>
    public bool Like { get; init; }

    /// <summary>Records of other forms are the same by these fields of theirs, one for each of <see cref="Fields"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Also { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>On channels that are not named among <see cref="Reactions"/>.</summary>
    public Reaction Reaction { get; init; } = Reaction.Refuse;

    public IReadOnlyDictionary<Channel, Reaction> Reactions { get; init; } = new Dictionary<Channel, Reaction>();
}

/// <summary>Line items that hold the touches, and what such a line takes from the record that came: column ← value, as in effects.</summary>
public sealed record TouchDefinition
{
    public required string Lines { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Values { get; init; }
}
