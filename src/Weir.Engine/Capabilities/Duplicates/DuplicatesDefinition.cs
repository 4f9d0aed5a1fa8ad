using System.Text.Json;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>What happens when a record comes that is there already.</summary>
internal enum Reaction
{
    /// <summary>It is saved all the same.</summary>
    Allow,

    /// <summary>It is not saved; the answer says with whom the other one is.</summary>
    Refuse,

    /// <summary>Nothing new is made: the other one gets a line that says it has come again, and its owner is told.</summary>
    Touch,
}

/// <summary>By which road a record comes.</summary>
internal enum Channel { Manual, Import, Form, Api, Convert }

/// <summary>The settings of duplicates as data: what makes two records one, and what is done about it.</summary>
internal sealed record DuplicatesDefinition
{
    public required IReadOnlyList<KeyDefinition> Keys { get; init; }

    /// <summary>The line that says a record has come again.</summary>
    public TouchDefinition? Touch { get; init; }
}

/// <summary>Fields that no two records have in common; the first must be one that is compared by its key, the others narrow it down. An empty field matches nothing.</summary>
internal sealed record KeyDefinition
{
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>By channel; a channel that is not named refuses.</summary>
    public IReadOnlyDictionary<Channel, Reaction> Reactions { get; init; } = new Dictionary<Channel, Reaction>();
}

/// <summary>Line items that hold the touches, and what such a line takes from the record that came: column ← value, as in effects.</summary>
internal sealed record TouchDefinition
{
    public required string Lines { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Values { get; init; }
}
