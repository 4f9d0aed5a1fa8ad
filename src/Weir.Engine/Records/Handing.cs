namespace Weir.Engine.Records;

/// <summary>How a record came to its owner, or to none. Kept as the word in lower case; a word is never given a second meaning.</summary>
public enum OwnershipKind
{
    /// <summary>It came into being, or into a pool.</summary>
    In,

    /// <summary>Its owner took it out of a pool.</summary>
    Claim,

    /// <summary>Somebody, or a rule, gave it to its first or next owner.</summary>
    Assign,

    /// <summary>Its owner gave it back.</summary>
    Return,

    /// <summary>A rule, or who looks after the pool, took it back.</summary>
    Recycle,

    /// <summary>It went from one owner to another.</summary>
    Transfer,

    /// <summary>It went to the owner of the record it was merged into.</summary>
    Merge,
}

/// <summary>Why the owner of a record changes: said by whoever changes it, read by what writes the log and by what judges the change.</summary>
/// <param name="Reason">Key of an option of the form's reasons, or of the rule.</param>
/// <param name="Note">In somebody's own words.</param>
internal sealed record Handing(OwnershipKind Kind, string? Reason = null, string? Note = null)
{
    /// <summary>When a rule takes it back: the moment by which it must be due, asked again under the lock.</summary>
    public DateTime? Due { get; init; }
}
