using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>One member asked at one node of an approval.</summary>
/// <param name="Part">Members of one part stand for each other: the decision of one is the part's.</param>
/// <param name="Waits">The part that must have approved before this one is asked.</param>
/// <param name="Origin">The part that called this signer in; null for those whom the flow names.</param>
/// <param name="ForId">Whom the member stands in for; 0 for nobody.</param>
/// <param name="Box">In which list the member finds it: todo, done, cc; null in none.</param>
public sealed record ApprovalTaskRow(
    long Id, long ApprovalId, long FormNo, long RecordId, string Node, int Round, int Part, int? Waits, int? Origin, long MemberId, long ForId, string State, string? Box,
    DateTime At, DateTime? DueAt, DateTime? DoneAt, string? Comment);

/// <summary>Who is asked, was asked and is told in the approvals of an app.</summary>
public static class ApprovalTaskRows
{
    private static TableName Table(SqlName app) => new(app, "approval_task");

    public static ValueTask Add(Session session, SqlName app, IReadOnlyList<ApprovalTaskRow> tasks) => session.ExecuteAll([.. tasks.Select(t => Added(app, t))]);

    /// <summary>0 when it is not in the state it was believed to be in.</summary>
    public static ValueTask<int> Change(Session session, SqlName app, ApprovalTaskRow t, string from) => session.Execute(
        $"update {Table(app)} set state = {t.State}, box = {t.Box}, waits = {SqlValue.Integer(t.Waits)}, due_at = {t.DueAt}, done_at = {t.DoneAt}, comment = {t.Comment} where id = {t.Id} and state = {from}");

    /// <summary>In the order in which they were asked.</summary>
    public static ValueTask<List<ApprovalTaskRow>> Of(Session session, SqlName app, IEnumerable<long> approvals) => session.Query(
        $"select id, approval_id, form_no, record_id, node, round, part, waits, origin, member_id, for_id, state, box, at, due_at, done_at, comment from {Table(app)} where approval_id in {approvals} order by id", Read);

    public static ValueTask<List<ApprovalTaskRow>> Box(Session session, SqlName app, long member, string box, long before, int limit) => session.Query(
        $"""
        select id, approval_id, form_no, record_id, node, round, part, waits, origin, member_id, for_id, state, box, at, due_at, done_at, comment
        from {Table(app)} where member_id = {member} and box = {box} and id < {before} order by id desc limit {(long)limit}
        """, Read);

    public static ValueTask<ApprovalTaskRow?> Find(Session session, SqlName app, long id) => session.First(
        $"select id, approval_id, form_no, record_id, node, round, part, waits, origin, member_id, for_id, state, box, at, due_at, done_at, comment from {Table(app)} where id = {id}", Read);

    /// <summary>Counted up to a limit.</summary>
    public static async ValueTask<int> Count(Session session, SqlName app, long member, string box, int most) => (int)await session.Count(
        $"select count(*) from (select id from {Table(app)} where member_id = {member} and box = {box} limit {(long)most}) n");

    private static SqlText Added(SqlName app, ApprovalTaskRow t) =>
        $"""
        insert into {Table(app)} (id, approval_id, form_no, record_id, node, round, part, waits, origin, member_id, for_id, state, box, at, due_at, done_at, comment)
        values ({t.Id}, {t.ApprovalId}, {t.FormNo}, {t.RecordId}, {t.Node}, {(long)t.Round}, {(long)t.Part}, {SqlValue.Integer(t.Waits)}, {SqlValue.Integer(t.Origin)}, {t.MemberId}, {t.ForId}, {t.State}, {t.Box},
                {t.At}, {t.DueAt}, {t.DoneAt}, {t.Comment})
        """;

    private static ApprovalTaskRow Read(Row r) => new(
        r.Long(0), r.Long(1), r.Long(2), r.Long(3), r.Text(4), r.Int(5), r.Int(6), (int?)r.LongOrNull(7), (int?)r.LongOrNull(8), r.Long(9), r.Long(10), r.Text(11), r.TextOrNull(12),
        r.Moment(13), r.MomentOrNull(14), r.MomentOrNull(15), r.TextOrNull(16));
}
