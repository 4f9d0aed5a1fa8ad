namespace Weir.Engine.Access.SignIn;

/// <summary>What the first start asks for: the organisation and its first administrator.</summary>
public sealed record SetupEntry(OrganisationEntry Organisation, string Name, string Email, string Password);
