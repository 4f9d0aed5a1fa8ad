using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline.Gates;

/// <summary>Something that must be so before a record enters a stage, as data; settings of its kind stand beside the common ones.</summary>
public sealed record GateDefinition
{
    /// <summary>Key of an entry of the gate catalogue.</summary>
    public required string Kind { get; init; }

    /// <summary>What has to be there, as the checklist says it.</summary>
    public required Words Label { get; init; }

    public Words? Help { get; init; }

    /// <summary>Only asked of records that meet this.</summary>
    public ConditionDefinition? When { get; init; }

    /// <summary>Kept, but not asked.</summary>
    public bool Off { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement> Settings { get; init; } = [];
}
