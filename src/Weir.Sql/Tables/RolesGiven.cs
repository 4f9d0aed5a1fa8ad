using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A role of an app that a member holds, as stored.</summary>
public sealed record RoleGivenRow(long MemberId, string App, string Role);

/// <summary>Statements for who holds which role.</summary>
public static class RolesGiven
{
    private static readonly TableName Name = new("org", "role_given");

    public static ValueTask<List<RoleGivenRow>> All(Session session) => session.Query<RoleGivenRow>(
        $"select member_id, app, role from {Name} order by member_id, app, role", r => new(r.Long(0), r.Text(1), r.Text(2)));

    /// <summary>Makes these the roles of the member in the app, and takes away all others there.</summary>
    public static async ValueTask Set(Session session, long member, string app, IEnumerable<string> roles)
    {
        await session.Execute($"delete from {Name} where member_id = {member} and app = {app}");
        foreach (var role in roles)
            await session.Execute($"insert into {Name} (member_id, app, role) values ({member}, {app}, {role})");
    }
}
