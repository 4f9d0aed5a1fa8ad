using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>One thing that happened in an approval. <paramref name="Detail"/> holds what the kind needs: the ids of members, the key of a node.</summary>
public sealed record ApprovalEventRow(long Id, long ApprovalId, long FormNo, long RecordId, DateTime At, long ById, long ForId, string? Node, string Kind, string? Comment, string? Detail);

/// <summary>What happened in the approvals of an app: only ever added to.</summary>
public static class ApprovalEventRows
{
    private static TableName Table(SqlName app) => new(app, "approval_event");

    public static async ValueTask Add(Session session, SqlName app, ApprovalEventRow e) => await session.Execute(
        $"""
        insert into {Table(app)} (id, approval_id, form_no, record_id, at, by_id, for_id, node, kind, comment, detail)
        values ({e.Id}, {e.ApprovalId}, {e.FormNo}, {e.RecordId}, {e.At}, {e.ById}, {e.ForId}, {e.Node}, {e.Kind}, {e.Comment}, {e.Detail})
        """);

    /// <summary>Of a record, newest first; <paramref name="beforeId"/> continues a list.</summary>
    public static ValueTask<List<ApprovalEventRow>> OfRecord(Session session, SqlName app, long formNo, long recordId, long? beforeId, int limit) => session.Query(
        $"select id, approval_id, form_no, record_id, at, by_id, for_id, node, kind, comment, detail from {Table(app)} where form_no = {formNo} and record_id = {recordId} and id < {beforeId ?? long.MaxValue} order by id desc limit {(long)limit}", Read);

    /// <summary>Oldest first.</summary>
    public static ValueTask<List<ApprovalEventRow>> Of(Session session, SqlName app, IEnumerable<long> approvals) => session.Query(
        $"select id, approval_id, form_no, record_id, at, by_id, for_id, node, kind, comment, detail from {Table(app)} where approval_id in {approvals} order by id", Read);

    private static ApprovalEventRow Read(Row r) => new(r.Long(0), r.Long(1), r.Long(2), r.Long(3), r.Moment(4), r.Long(5), r.Long(6), r.TextOrNull(7), r.Text(8), r.TextOrNull(9), r.TextOrNull(10));
}
