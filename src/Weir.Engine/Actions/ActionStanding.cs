namespace Weir.Engine.Actions;

/// <summary>What has become of something that was asked of others.</summary>
public enum StandingState { Waiting, Granted, Refused }

/// <summary>How far an action has come with a record when others have to bring it about. Asks and decides nothing.</summary>
/// <param name="Members">On whom it waits, or who decided; empty when nobody had to be asked.</param>
/// <param name="At">When it was asked, or decided.</param>
/// <param name="Comment">Of whoever refused.</param>
public sealed record ActionStanding(StandingState State, IReadOnlyList<long> Members, DateTime At, string? Comment);
