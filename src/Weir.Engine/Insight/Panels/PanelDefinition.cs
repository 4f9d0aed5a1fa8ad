using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Forms;

namespace Weir.Engine.Insight.Panels;

/// <summary>Something reckoned about one record that stands on its page: an entry of the panel catalogue with its settings beside it.</summary>
public sealed record PanelDefinition
{
    public required string Kind { get; init; }

    public required Words Label { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement> Settings { get; init; } = [];
}
