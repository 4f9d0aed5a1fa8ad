using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>An open invitation as stored: the hash of its link, and who is invited to which place.</summary>
/// <param name="Places">JSON: departments and roles that the new member receives.</param>
public sealed record InviteRow(
    long Id, string TokenHash, string Name, string Email, string Places, long MadeBy, DateTime MadeAt, DateTime ExpiresAt);

/// <summary>Statements for invitations; a used or withdrawn one is removed, so that its link cannot work again.</summary>
public static class Invites
{
    private static readonly TableName Name = new("org", "invite");

    public static ValueTask<int> Add(Session session, InviteRow row) => session.Execute(
        $"""
        insert into {Name} (id, token_hash, name, email, places, made_by, made_at, expires_at)
        values ({row.Id}, {row.TokenHash}, {row.Name}, {row.Email}, {row.Places}, {row.MadeBy}, {row.MadeAt}, {row.ExpiresAt})
        """);

    public static ValueTask<InviteRow?> Find(Session session, string tokenHash, DateTime now) => session.First<InviteRow?>(
        $"""
        select id, token_hash, name, email, places, made_by, made_at, expires_at from {Name}
        where token_hash = {tokenHash} and expires_at > {now}
        """, Read);

    public static ValueTask<List<InviteRow>> Open(Session session, DateTime now) => session.Query(
        $"""
        select id, token_hash, name, email, places, made_by, made_at, expires_at from {Name} where expires_at > {now} order by id desc
        """, Read);

    /// <summary>Uses the invitation up; 0 when another request was faster or it has expired.</summary>
    public static ValueTask<int> Use(Session session, string tokenHash, DateTime now) =>
        session.Execute($"delete from {Name} where token_hash = {tokenHash} and expires_at > {now}");

    public static ValueTask<int> Withdraw(Session session, long id) => session.Execute($"delete from {Name} where id = {id}");

    public static ValueTask<int> Sweep(Session session, DateTime now) => session.Execute($"delete from {Name} where expires_at <= {now}");

    private static InviteRow Read(Row r) =>
        new(r.Long(0), r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Long(5), r.Moment(6), r.Moment(7));
}
