using Weir.Engine.Forms;
using Weir.Engine.Insight;

namespace Weir.Engine.Capabilities.Snapshots;

/// <summary>The settings of a form whose records keep how another form stood on each day. Data only.</summary>
internal sealed record SnapshotSettings
{
    /// <summary>The form that is looked at.</summary>
    public required string Of { get; init; }

    public ConditionDefinition? Where { get; init; }

    /// <summary>The field that takes the day.</summary>
    public required string Day { get; init; }

    /// <summary>The text field that tells the records of a day apart.</summary>
    public required string Key { get; init; }

    /// <summary>Field → what it takes over; a record is kept for each combination.</summary>
    public required IReadOnlyDictionary<string, SnapshotKey> By { get; init; }

    /// <summary>Field → what is reckoned for it.</summary>
    public required IReadOnlyDictionary<string, SnapshotValue> Values { get; init; }
}

/// <param name="Field">A path of the form that is looked at.</param>
/// <param name="Bucket">For a date: the first day of its month, quarter …</param>
internal sealed record SnapshotKey(string Field, string? Bucket = null);

/// <param name="How">count, or sum, avg, min, max of a field.</param>
internal sealed record SnapshotValue(string How = "count", string? Field = null);
