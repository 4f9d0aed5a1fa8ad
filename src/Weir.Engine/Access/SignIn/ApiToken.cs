namespace Weir.Engine.Access.SignIn;

/// <summary>An API token as its member sees it: its name and last characters, never the token.</summary>
/// <param name="ReadOnly">It may look but not change anything.</param>
/// <param name="ExpiresAt">Null: it lives until it is revoked.</param>
public sealed record ApiToken(long Id, string Name, string Tail, bool ReadOnly, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? UsedAt);
