using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A link with which one member may set a password, as stored; a member has at most one.</summary>
public sealed record PasswordLinkRow(long MemberId, string TokenHash, long MadeBy, DateTime ExpiresAt);

/// <summary>Statements for links that set a password; a used one is removed, so that it cannot work again.</summary>
public static class InvitesToPassword
{
    private static readonly TableName Name = new("org", "password_link");
    private static readonly TableName People = new("org", "member");

    /// <summary>A new link replaces the member's former one.</summary>
    public static ValueTask<int> Set(Session session, PasswordLinkRow row) => session.Execute(
        $"""
        insert into {Name} (member_id, token_hash, made_by, expires_at) values ({row.MemberId}, {row.TokenHash}, {row.MadeBy}, {row.ExpiresAt})
        on conflict (member_id) do update set token_hash = {row.TokenHash}, made_by = {row.MadeBy}, expires_at = {row.ExpiresAt}
        """);

    /// <summary>The member whose link this is, provided that the member is active.</summary>
    public static ValueTask<long?> Find(Session session, string tokenHash, DateTime now) => session.First<long?>(
        $"""
        select l.member_id from {Name} l join {People} m on m.id = l.member_id
        where l.token_hash = {tokenHash} and l.expires_at > {now} and m.active = {true}
        """, r => r.Long(0));

    /// <summary>Uses the link up; 0 when another request was faster.</summary>
    public static ValueTask<int> Use(Session session, string tokenHash) => session.Execute($"delete from {Name} where token_hash = {tokenHash}");

    public static ValueTask<int> EndAll(Session session, long member) => session.Execute($"delete from {Name} where member_id = {member}");

    public static ValueTask<int> Sweep(Session session, DateTime now) => session.Execute($"delete from {Name} where expires_at <= {now}");
}
