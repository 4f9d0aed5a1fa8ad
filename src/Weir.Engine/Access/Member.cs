namespace Weir.Engine.Access;

/// <summary>A person who works here: name, way to reach, place in the organisation. Holds no password and no session.</summary>
/// <param name="Departments">Ids; the first is the main one. May be empty.</param>
/// <param name="Language">zh-CN or en.</param>
public sealed record Member(
    long Id, string Name, string Email, string? Mobile, IReadOnlyList<long> Departments, long? ManagerId, string Language, bool Active, bool Administrator);

/// <summary>A node of the organisation's tree.</summary>
public sealed record Department(long Id, string Name, long? ParentId, long? HeadId, int Position);

/// <summary>A role of an app given to a member.</summary>
public readonly record struct RoleGiven(long MemberId, string App, string Role);
