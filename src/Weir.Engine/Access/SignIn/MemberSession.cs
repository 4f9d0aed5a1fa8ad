namespace Weir.Engine.Access.SignIn;

/// <summary>A session of a member in one browser, as they see it in their profile.</summary>
/// <param name="Current">It is the one that asks.</param>
public sealed record MemberSession(long Id, string Device, string Address, DateTime CreatedAt, DateTime SeenAt, bool Current);

/// <summary>Somebody who has just signed in: the token for the cookie, which is stored nowhere else, and the actor.</summary>
public sealed record SignedIn(string Token, Actor Actor);

/// <summary>How long to wait before the next try.</summary>
public sealed record Waiting(int Seconds);
