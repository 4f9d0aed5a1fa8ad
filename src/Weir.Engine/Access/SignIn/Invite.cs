namespace Weir.Engine.Access.SignIn;

/// <summary>What an administrator enters to invite somebody.</summary>
/// <param name="Email">Where the invitation goes; when empty, whoever accepts enters an e-mail address or a mobile number.</param>
public sealed record InviteEntry(string Name, string Email, IReadOnlyList<long> Departments, IReadOnlyList<AppRole> Roles);

/// <summary>An open invitation.</summary>
public sealed record Invite(
    long Id, string Name, string Email, IReadOnlyList<long> Departments, IReadOnlyList<AppRole> Roles, long MadeBy, DateTime MadeAt, DateTime ExpiresAt);

/// <summary>What the invited person enters.</summary>
/// <param name="Email">Ignored when the invitation names an address.</param>
public sealed record AcceptEntry(string Name, string Password, string Email = "", string? Mobile = null);
