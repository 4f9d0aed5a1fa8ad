using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>An API token of a member as stored: its hash and its last characters, never the token.</summary>
public sealed record TokenRow(
    long Id, string TokenHash, long MemberId, string Name, string Tail, bool ReadOnly, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? UsedAt);

/// <summary>Statements for API tokens.</summary>
public static class Tokens
{
    private static readonly TableName Name = new("org", "api_token");
    private static readonly TableName People = new("org", "member");

    public static ValueTask<int> Add(Session session, TokenRow row) => session.Execute(
        $"""
        insert into {Name} (id, token_hash, member_id, name, tail, read_only, created_at, expires_at, used_at)
        values ({row.Id}, {row.TokenHash}, {row.MemberId}, {row.Name}, {row.Tail}, {row.ReadOnly}, {row.CreatedAt}, {row.ExpiresAt}, {row.UsedAt})
        """);

    /// <summary>The token with this hash, provided that its member is active.</summary>
    public static ValueTask<TokenRow?> Find(Session session, string tokenHash) => session.First<TokenRow?>(
        $"""
        select t.id, t.token_hash, t.member_id, t.name, t.tail, t.read_only, t.created_at, t.expires_at, t.used_at from {Name} t
        join {People} m on m.id = t.member_id where t.token_hash = {tokenHash} and m.active = {true}
        """, Read);

    /// <summary>The tokens of a member, newest first.</summary>
    public static ValueTask<List<TokenRow>> Of(Session session, long member) => session.Query(
        $"""
        select t.id, t.token_hash, t.member_id, t.name, t.tail, t.read_only, t.created_at, t.expires_at, t.used_at from {Name} t
        where t.member_id = {member} order by t.id desc
        """, Read);

    public static ValueTask<long> CountOf(Session session, long member) => session.Count($"select count(*) from {Name} where member_id = {member}");

    /// <summary>Notes that the token was used, unless another request did so after <paramref name="noted"/>.</summary>
    public static ValueTask<int> Use(Session session, long id, DateTime at, DateTime noted) =>
        session.Execute($"update {Name} set used_at = {at} where id = {id} and (used_at is null or used_at <= {noted})");

    public static ValueTask<int> Revoke(Session session, long id, long member) =>
        session.Execute($"delete from {Name} where id = {id} and member_id = {member}");

    public static ValueTask<int> RevokeAll(Session session, long member) => session.Execute($"delete from {Name} where member_id = {member}");

    private static TokenRow Read(Row r) =>
        new(r.Long(0), r.Text(1), r.Long(2), r.Text(3), r.Text(4), r.Bool(5), r.Moment(6), r.MomentOrNull(7), r.MomentOrNull(8));
}
