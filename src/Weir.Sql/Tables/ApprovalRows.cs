using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A record's way through its approvers. <paramref name="Definition"/> is the flow as it was when it began; <paramref name="Round"/> counts the nodes entered.</summary>
public sealed record ApprovalRow(
    long Id, long FormNo, long RecordId, string Flow, string Definition, int AppVersion, string State, string? Node, int Round, long ById, DateTime At, DateTime? EndedAt)
{
    /// <summary>What was asked for; null when it is the record itself that is decided on.</summary>
    public string? Request { get; init; }

    /// <summary>The answers of what was asked for, by the keys of its question.</summary>
    public string? Answers { get; init; }
}

/// <summary>The approvals of an app; one for each record runs at a time.</summary>
public static class ApprovalRows
{
    private static TableName Table(SqlName app) => new(app, "approval");

    public static async ValueTask Add(Session session, SqlName app, ApprovalRow a) => await session.Execute(
        $"""
        insert into {Table(app)} (id, form_no, record_id, flow, definition, app_version, state, node, round, by_id, at, ended_at, request, answers)
        values ({a.Id}, {a.FormNo}, {a.RecordId}, {a.Flow}, {a.Definition}, {(long)a.AppVersion}, {a.State}, {a.Node}, {(long)a.Round}, {a.ById}, {a.At}, {a.EndedAt}, {a.Request}, {a.Answers})
        """);

    public static ValueTask<int> Change(Session session, SqlName app, ApprovalRow a) => session.Execute(
        $"update {Table(app)} set state = {a.State}, node = {a.Node}, round = {(long)a.Round}, ended_at = {a.EndedAt} where id = {a.Id} and ended_at is null");

    public static ValueTask<ApprovalRow?> Running(Session session, SqlName app, long formNo, long recordId) => session.First(
        $"select id, form_no, record_id, flow, definition, app_version, state, node, round, by_id, at, ended_at, request, answers from {Table(app)} where form_no = {formNo} and record_id = {recordId} and ended_at is null", Read);

    /// <summary>Newest first.</summary>
    public static ValueTask<List<ApprovalRow>> Of(Session session, SqlName app, long formNo, long recordId, int limit) => session.Query(
        $"select id, form_no, record_id, flow, definition, app_version, state, node, round, by_id, at, ended_at, request, answers from {Table(app)} where form_no = {formNo} and record_id = {recordId} order by id desc limit {(long)limit}", Read);

    public static ValueTask<List<ApprovalRow>> Find(Session session, SqlName app, IEnumerable<long> ids) => session.Query(
        $"select id, form_no, record_id, flow, definition, app_version, state, node, round, by_id, at, ended_at, request, answers from {Table(app)} where id in {ids}", Read);

    /// <summary>What a member has submitted, newest first.</summary>
    public static ValueTask<List<ApprovalRow>> By(Session session, SqlName app, long member, long before, int limit) => session.Query(
        $"select id, form_no, record_id, flow, definition, app_version, state, node, round, by_id, at, ended_at, request, answers from {Table(app)} where by_id = {member} and id < {before} order by id desc limit {(long)limit}", Read);

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IEnumerable<long> recordIds)
    {
        var records = SqlList.Of(recordIds);
        await session.Execute($"delete from {new TableName(app, "approval_event")} where form_no = {formNo} and record_id in {records}");
        await session.Execute($"delete from {new TableName(app, "approval_task")} where form_no = {formNo} and record_id in {records}");
        await session.Execute($"delete from {Table(app)} where form_no = {formNo} and record_id in {records}");
    }

    private static ApprovalRow Read(Row r) => new(
        r.Long(0), r.Long(1), r.Long(2), r.Text(3), r.Text(4), r.Int(5), r.Text(6), r.TextOrNull(7), r.Int(8), r.Long(9), r.Moment(10), r.MomentOrNull(11)) { Request = r.TextOrNull(12), Answers = r.TextOrNull(13) };
}
