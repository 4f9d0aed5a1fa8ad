using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A stay of a record in one stage and state: since when, until when, who brought it there, and what it was worth then.</summary>
/// <param name="Version">Of the record when it came there.</param>
/// <param name="Until">Null while it is there.</param>
public sealed record StageRow(long FormNo, long RecordId, long Version, string Pipeline, string Stage, string Status, DateTime Since, DateTime? Until, long ById, decimal? Rate, decimal? Amount, string? Note);

/// <summary>The way of records through the stages of their pipelines.</summary>
public static class StageRows
{
    private static TableName Table(SqlName app) => new(app, "stage_stay");

    public static async ValueTask Enter(Session session, SqlName app, StageRow row) => await session.Execute(
        $"insert into {Table(app)} (form_no, record_id, version, pipeline, stage, status, since, until, by_id, rate, amount, note) values ({row.FormNo}, {row.RecordId}, {row.Version}, {row.Pipeline}, {row.Stage}, {row.Status}, {row.Since}, {row.Until}, {row.ById}, {SqlValue.Decimal(row.Rate, 2)}, {SqlValue.Decimal(row.Amount, 2)}, {row.Note}) on conflict (form_no, record_id, version) do nothing");

    public static async ValueTask Leave(Session session, SqlName app, long formNo, long recordId, DateTime at) => await session.Execute(
        $"update {Table(app)} set until = {at} where form_no = {formNo} and record_id = {recordId} and until is null");

    /// <summary>Why it came where it is now.</summary>
    public static async ValueTask Note(Session session, SqlName app, long formNo, long recordId, string note) => await session.Execute(
        $"update {Table(app)} set note = {note} where form_no = {formNo} and record_id = {recordId} and until is null");

    /// <summary>The stays of a record, the oldest first.</summary>
    public static ValueTask<List<StageRow>> Of(Session session, SqlName app, long formNo, long recordId) => session.Query(
        $"select form_no, record_id, version, pipeline, stage, status, since, until, by_id, rate, amount, note from {Table(app)} where form_no = {formNo} and record_id = {recordId} order by version", Read);

    /// <summary>The newest stays before a moment, or at it with a smaller version; newest first.</summary>
    public static ValueTask<List<StageRow>> Before(Session session, SqlName app, long formNo, long recordId, DateTime moment, long version, int limit) => session.Query(
        $"select form_no, record_id, version, pipeline, stage, status, since, until, by_id, rate, amount, note from {Table(app)} where form_no = {formNo} and record_id = {recordId} and (since < {moment} or (since = {moment} and version < {version})) order by since desc, version desc limit {(long)limit}", Read);

    private static StageRow Read(Row r) => new(r.Long(0), r.Long(1), r.Long(2), r.Text(3), r.Text(4), r.Text(5), r.Moment(6), r.MomentOrNull(7), r.Long(8), r.Value(9, ColumnType.Decimal, 2) as decimal?, r.Value(10, ColumnType.Decimal, 2) as decimal?, r.TextOrNull(11));

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => await session.Execute(
        $"delete from {Table(app)} where form_no = {formNo} and record_id in {recordIds}");
}
