using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Who decides in a member's stead while they are away; both moments UTC, the last one not included.</summary>
public sealed record ApprovalLeaveRow(long MemberId, long DelegateId, DateTime Since, DateTime Until);

/// <summary>The leaves of members, as approvals need them: at most one for each member, the present or the next.</summary>
public static class ApprovalLeaveRows
{
    private static TableName Table(SqlName app) => new(app, "approval_leave");

    public static async ValueTask Put(Session session, SqlName app, ApprovalLeaveRow l) => await session.Execute(
        $"""
        insert into {Table(app)} (member_id, delegate_id, since, until) values ({l.MemberId}, {l.DelegateId}, {l.Since}, {l.Until})
        on conflict (member_id) do update set delegate_id = excluded.delegate_id, since = excluded.since, until = excluded.until
        """);

    public static async ValueTask Remove(Session session, SqlName app, long member) => await session.Execute($"delete from {Table(app)} where member_id = {member}");

    public static ValueTask<ApprovalLeaveRow?> Find(Session session, SqlName app, long member) => session.First(
        $"select member_id, delegate_id, since, until from {Table(app)} where member_id = {member}", Read);

    /// <summary>Everybody who is away at a moment.</summary>
    public static ValueTask<List<ApprovalLeaveRow>> At(Session session, SqlName app, DateTime now) => session.Query(
        $"select member_id, delegate_id, since, until from {Table(app)} where since <= {now} and until > {now}", Read);

    private static ApprovalLeaveRow Read(Row r) => new(r.Long(0), r.Long(1), r.Moment(2), r.Moment(3));
}
