using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;

namespace Weir.Engine.Records.Merging;

/// <summary>What has to be put back to undo a merge, as it is kept.</summary>
internal sealed record MergeBody
{
    /// <summary>By key of a field of the survivor its value before and after.</summary>
    public Dictionary<string, JsonNode?[]> Fields { get; init; } = [];

    /// <summary>By key of line items, files or collaborators the ids that came to the survivor.</summary>
    public Dictionary<string, List<long>> Added { get; init; } = [];

    public List<MovedLink> Moves { get; init; } = [];

    /// <summary>Members to whom the survivor was opened because a loser was.</summary>
    public List<long> Shares { get; init; } = [];

    public string Write() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    public static MergeBody Read(string text) => JsonSerializer.Deserialize<MergeBody>(text, DefinitionJson.Options)!;
}

/// <summary>A link that led to a loser: in a field of a record, or in a column of one of its lines.</summary>
/// <param name="Lines">Key of the line items; null for a field of the record itself.</param>
internal sealed record MovedLink(int Form, long Record, string? Lines, long Line, string Field, long From);
