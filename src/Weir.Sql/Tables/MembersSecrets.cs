using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>What proves a member: the hash of the password (null before the first one) and the stamp that every session repeats.</summary>
public sealed record MemberSecretRow(long MemberId, string? Password, string Stamp);

/// <summary>Who was found under a name, with what proves them.</summary>
public sealed record SignInRow(long MemberId, bool Active, string? Password, string Stamp);

/// <summary>Statements for the secrets of members; kept apart from the members so that reading people never reads a hash.</summary>
public static class MembersSecrets
{
    private static readonly TableName Name = new("org", "member_secret");
    private static readonly TableName People = new("org", "member");

    /// <summary>Who signs in under a normalised e-mail or mobile; one query, whether there is somebody or not.</summary>
    public static ValueTask<SignInRow?> ForSignIn(Session session, string key) => session.First<SignInRow?>(
        $"""
        select m.id, m.active, k.password, k.stamp from {People} m join {Name} k on k.member_id = m.id
        where m.email_key = {key} or m.mobile_key = {key}
        """, r => new(r.Long(0), r.Bool(1), r.TextOrNull(2), r.Text(3)));

    public static ValueTask<MemberSecretRow?> Get(Session session, long member) => session.First<MemberSecretRow?>(
        $"select member_id, password, stamp from {Name} where member_id = {member}", r => new(r.Long(0), r.TextOrNull(1), r.Text(2)));

    public static ValueTask<int> Add(Session session, MemberSecretRow row, DateTime at) => session.Execute(
        $"insert into {Name} (member_id, password, stamp, changed_at) values ({row.MemberId}, {row.Password}, {row.Stamp}, {at})");

    public static ValueTask<int> SetPassword(Session session, long member, string password, DateTime at) =>
        session.Execute($"update {Name} set password = {password}, changed_at = {at} where member_id = {member}");

    /// <summary>Sessions that repeat the old stamp are dead.</summary>
    public static ValueTask<int> SetStamp(Session session, long member, string stamp) =>
        session.Execute($"update {Name} set stamp = {stamp} where member_id = {member}");

    /// <summary>The same password hashed anew, unless it was changed meanwhile.</summary>
    public static ValueTask<int> Rehash(Session session, long member, string old, string password) =>
        session.Execute($"update {Name} set password = {password} where member_id = {member} and password = {old}");
}
