using System.Security.Cryptography;
using System.Text.Json;
using Weir.Engine.Apps;

namespace Weir.Engine.Access;

/// <summary>
/// What somebody saw of a member, a department or a role when they began to edit it, in a few characters: what is stored now has the same mark
/// unless something that the form shows was changed in between. Not a version: what does not stand on the form changes no mark.
/// </summary>
public static class Mark
{
    /// <summary>Profile, place and roles. Being disabled is no part of it: that has an action of its own.</summary>
    public static string Of(Member member, IEnumerable<AppRole> roles) => Of([
        member.Name, member.Email, member.Mobile, member.Departments, member.ManagerId, member.Language, member.Administrator,
        roles.Distinct().OrderBy(r => r.App, StringComparer.Ordinal).ThenBy(r => r.Role, StringComparer.Ordinal),
    ]);

    public static string Of(Directory people, Member member) => Of(member, people.Roles(member.Id).Select(r => new AppRole(r.App, r.Role)));

    /// <summary>Name, place and head; the order among its siblings is no part of it.</summary>
    public static string Of(Department department) => Of([department.Name, department.ParentId, department.HeadId]);

    public static string Of(RoleDefinition role) => Of([role]);

    private static string Of(object?[] parts) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts, DefinitionJson.Options)).AsSpan(0, 12));
}
