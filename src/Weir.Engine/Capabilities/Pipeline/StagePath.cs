using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>What a stage is to a record that stands somewhere on the same way.</summary>
public enum StepState { Done, Current, Next, Won, Lost }

/// <summary>One stage on the way of a record.</summary>
public sealed record StageStep(string Key, Words Label, string Colour, StageKind Kind, decimal Rate, StepState State);

/// <summary>A stay in a stage, as an actor may know it: amounts and rates that they may not read are empty.</summary>
/// <param name="By">0 for the system.</param>
/// <param name="Until">Null while it is there.</param>
public sealed record StageStay(Words Stage, string Status, DateTime Since, DateTime? Until, long By, decimal? Rate, decimal? Amount, string? Note)
{
    /// <summary>The pipeline into which it came then; null where it stayed in the one before.</summary>
    public Words? Into { get; init; }

    /// <summary>Whole days, the present one counted as it goes on.</summary>
    public int Days(DateTime now) => (int)((Until ?? now) - Since).TotalDays;
}

/// <summary>Where a record stands on the way through its pipeline, and what is next; made for one actor. Moves nothing.</summary>
public sealed record StagePath(Words Pipeline, IReadOnlyList<StageStep> Steps, StageStep Current)
{
    /// <summary>Not won, lost or at rest.</summary>
    public bool Open { get; init; }

    /// <summary>At rest where it stands.</summary>
    public bool Held { get; init; }

    /// <summary>Days in this stage.</summary>
    public int Days { get; init; }

    /// <summary>Why it is stuck; null when it is not.</summary>
    public Words? Stuck { get; init; }

    /// <summary>What lifts the rate above that of the stage.</summary>
    public IReadOnlyList<Words> Lifts { get; init; } = [];

    public IReadOnlyList<StageStay> Stays { get; init; } = [];

    /// <summary>The stage that comes next, won included; null at the end.</summary>
    public StageStep? Next { get; init; }

    /// <summary>What the next stage asks for.</summary>
    public IReadOnlyList<GateState> Gates { get; init; } = [];

    /// <summary>The actor may move this record.</summary>
    public bool Moves { get; init; }
}
