using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A member's session in a browser as stored: the hash of its token, never the token.</summary>
/// <param name="Stamp">The member's stamp when the session was opened; once the member has another one, the session is dead.</param>
public sealed record OpenSessionRow(
    long Id, string TokenHash, long MemberId, string Stamp, string Device, string Address, DateTime CreatedAt, DateTime SeenAt);

/// <summary>Statements for the sessions of members.</summary>
public static class SessionsOpen
{
    private static readonly TableName Name = new("org", "session");
    private static readonly TableName Secrets = new("org", "member_secret");
    private static readonly TableName People = new("org", "member");

    public static ValueTask<int> Add(Session session, OpenSessionRow row) => session.Execute(
        $"""
        insert into {Name} (id, token_hash, member_id, stamp, device, address, created_at, seen_at)
        values ({row.Id}, {row.TokenHash}, {row.MemberId}, {row.Stamp}, {row.Device}, {row.Address}, {row.CreatedAt}, {row.SeenAt})
        """);

    /// <summary>The session of a token, provided that its member is active and still has the stamp it was opened with.</summary>
    public static ValueTask<OpenSessionRow?> Find(Session session, string tokenHash) => session.First<OpenSessionRow?>(
        $"""
        select s.id, s.token_hash, s.member_id, s.stamp, s.device, s.address, s.created_at, s.seen_at from {Name} s
        join {Secrets} k on k.member_id = s.member_id and k.stamp = s.stamp join {People} m on m.id = s.member_id
        where s.token_hash = {tokenHash} and m.active = {true}
        """, Read);

    /// <summary>The living sessions of a member, last seen first.</summary>
    public static ValueTask<List<OpenSessionRow>> Of(Session session, long member) => session.Query(
        $"""
        select s.id, s.token_hash, s.member_id, s.stamp, s.device, s.address, s.created_at, s.seen_at from {Name} s
        join {Secrets} k on k.member_id = s.member_id and k.stamp = s.stamp where s.member_id = {member} order by s.seen_at desc, s.id desc
        """, Read);

    /// <summary>Notes that the session was used, unless another request did so after <paramref name="noted"/>.</summary>
    public static ValueTask<int> See(Session session, long id, DateTime at, DateTime noted, string address) =>
        session.Execute($"update {Name} set seen_at = {at}, address = {address} where id = {id} and seen_at <= {noted}");

    public static ValueTask<int> Restamp(Session session, string tokenHash, long member, string stamp) =>
        session.Execute($"update {Name} set stamp = {stamp} where token_hash = {tokenHash} and member_id = {member}");

    public static ValueTask<int> End(Session session, long id, long member) =>
        session.Execute($"delete from {Name} where id = {id} and member_id = {member}");

    public static ValueTask<int> EndByToken(Session session, string tokenHash) => session.Execute($"delete from {Name} where token_hash = {tokenHash}");

    /// <summary>Ends the sessions of a member, but not the one of the token, when it is given.</summary>
    public static ValueTask<int> EndAll(Session session, long member, string? except) =>
        session.Execute($"delete from {Name} where member_id = {member} and token_hash <> {except ?? ""}");

    /// <summary>Removes what can no longer be used.</summary>
    public static ValueTask<int> Sweep(Session session, DateTime seenBefore, DateTime createdBefore) =>
        session.Execute($"delete from {Name} where seen_at <= {seenBefore} or created_at <= {createdBefore}");

    private static OpenSessionRow Read(Row r) =>
        new(r.Long(0), r.Text(1), r.Long(2), r.Text(3), r.Text(4), r.Text(5), r.Moment(6), r.Moment(7));
}
