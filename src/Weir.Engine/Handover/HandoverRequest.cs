namespace Weir.Engine.Handover;

/// <summary>Where a handover stands about which a superior was asked.</summary>
/// <remarks>Agreed, it is being carried out, or something was left; then it is gone on with. Done, nothing is left.</remarks>
public enum HandoverState { Waiting, Agreed, Done, Refused, Withdrawn }

/// <summary>A handover about which a superior was asked before anything moves. Moves nothing.</summary>
/// <param name="Member">Who leaves.</param>
/// <param name="Asked">The superior.</param>
/// <param name="By">Who wants to carry it out.</param>
/// <param name="Disable">The member is disabled once nothing is left.</param>
public sealed record HandoverRequest(long Id, long Member, long Asked, long By, DateTime At, HandoverState State, HandoverChoice Choice, bool Disable, string? Comment, DateTime? DecidedAt)
{
    /// <summary>Something can still be done about it.</summary>
    public bool Open => State is HandoverState.Waiting or HandoverState.Agreed;
}
