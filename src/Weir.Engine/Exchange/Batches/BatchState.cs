namespace Weir.Engine.Exchange.Batches;

/// <summary>How far a batch is. Kept as the word in lower case.</summary>
public enum BatchState
{
    /// <summary>Being prepared; nothing has been changed yet.</summary>
    Draft,
    Queued,
    Running,

    /// <summary>Somebody wants it to stop; what it has done stays.</summary>
    Cancelling,
    Done,
    Cancelled,

    /// <summary>It cannot go on; the plan says why.</summary>
    Failed,
    Undoing,
    Undone,
}
