namespace Weir.Engine.Records;

/// <summary>Keys of the fields by which a change of owner is known to whoever asks: what the log of owners and the capabilities share. A form need not have them.</summary>
public static class HandingFields
{
    public const string Pool = "pool";
    public const string ReturnReason = "return_reason";
    public const string PreviousOwner = "previous_owner";
    public const string ClaimedAt = "claimed_at";
    public const string RecycleAt = "recycle_at";
}
