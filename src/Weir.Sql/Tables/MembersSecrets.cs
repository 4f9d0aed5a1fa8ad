using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>What proves a member: the hash of the password (null before the first one) and the stamp that every session repeats.</summary>
public sealed record MemberSecretRow(long MemberId, string? Password, string Stamp);

/// <summary>Statements for the secrets of members; kept apart from the members so that reading people never reads a hash.</summary>
public static class MembersSecrets
{
    private static readonly TableName Name = new("org", "member_secret");

    public static ValueTask<MemberSecretRow?> Get(Session session, long member) => session.First<MemberSecretRow?>(
        $"select member_id, password, stamp from {Name} where member_id = {member}", r => new(r.Long(0), r.TextOrNull(1), r.Text(2)));

    public static ValueTask<int> Add(Session session, MemberSecretRow row, DateTime at) => session.Execute(
        $"insert into {Name} (member_id, password, stamp, changed_at) values ({row.MemberId}, {row.Password}, {row.Stamp}, {at})");

    /// <summary>A new password with a new stamp: sessions that repeat the old stamp are dead.</summary>
    public static ValueTask<int> SetPassword(Session session, MemberSecretRow row, DateTime at) => session.Execute(
        $"update {Name} set password = {row.Password}, stamp = {row.Stamp}, changed_at = {at} where member_id = {row.MemberId}");

    public static ValueTask<int> SetStamp(Session session, long member, string stamp) =>
        session.Execute($"update {Name} set stamp = {stamp} where member_id = {member}");

    /// <summary>The same password hashed anew, unless it was changed meanwhile.</summary>
    public static ValueTask<int> Rehash(Session session, long member, string old, string password) =>
        session.Execute($"update {Name} set password = {password} where member_id = {member} and password = {old}");
}
