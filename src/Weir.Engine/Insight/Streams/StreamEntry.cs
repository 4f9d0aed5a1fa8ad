using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Capabilities.Timeline;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Insight.Streams;

/// <summary>What a stream is made of.</summary>
[Flags]
public enum StreamParts
{
    None = 0,
    Logged = 1,
    Comments = 2,
    Changes = 4,
    Owners = 8,
    Stages = 16,
    Decisions = 32,

    /// <summary>What nobody wrote down, but was kept.</summary>
    Kept = Changes | Owners | Stages | Decisions,
    All = Logged | Comments | Kept,
}

/// <summary>One entry of the stream of a record, as an actor may know it. Draws nothing.</summary>
public abstract record StreamEntry(StreamPlace Place)
{
    /// <summary>A record that says it was done about this one.</summary>
    /// <param name="Source">What its fields say.</param>
    /// <param name="Values">A value that the actor may not read is null, a masked one a <see cref="Masked"/>.</param>
    public sealed record Logged(StreamPlace Place, TimelineSource Source, long Id, IReadOnlyDictionary<Field, object?> Values) : StreamEntry(Place)
    {
        public object? this[Field? field] => field is null ? null : Values.GetValueOrDefault(field);
    }

    public sealed record Said(StreamPlace Place, Comment Comment) : StreamEntry(Place);

    public sealed record Changed(StreamPlace Place, HistoryEntry Change) : StreamEntry(Place);

    public sealed record Owned(StreamPlace Place, OwnershipEntry Owner) : StreamEntry(Place);

    /// <summary>The record came to a stage or state.</summary>
    /// <param name="By">0 for the system.</param>
    /// <param name="From">Null where it began.</param>
    /// <param name="State">What it has become, when that is another state than before.</param>
    /// <param name="Days">So long it was where it came from.</param>
    public sealed record Moved(StreamPlace Place, long By, Words? From, Words To, StageKind? Kind, string? Colour, Words? State, int? Days, string? Reason, string? Note) : StreamEntry(Place);

    /// <param name="Flow">What was decided on.</param>
    public sealed record Decided(StreamPlace Place, Words Flow, ApprovalHappening Happening) : StreamEntry(Place);
}

/// <summary>A page of a stream, newest first.</summary>
/// <param name="Next">Where the next one begins; null when this is the last.</param>
public sealed record StreamPage(IReadOnlyList<StreamEntry> Entries, StreamPlace? Next);
