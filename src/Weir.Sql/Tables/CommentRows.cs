using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>What somebody said about a record.</summary>
public sealed record CommentRow(long Id, long FormNo, long RecordId, DateTime At, long ById, string Text, DateTime? EditedAt, DateTime? DeletedAt);

/// <summary>Comments on records.</summary>
public static class CommentRows
{
    private static TableName Table(SqlName app) => new(app, "comment");

    public static async ValueTask Add(Session session, SqlName app, CommentRow row) => await session.Execute(
        $"insert into {Table(app)} (id, form_no, record_id, at, by_id, text) values ({row.Id}, {row.FormNo}, {row.RecordId}, {row.At}, {row.ById}, {row.Text})");

    /// <param name="since">When the text was written that is replaced; false when there is another one by now.</param>
    public static async ValueTask<bool> Edit(Session session, SqlName app, long id, string text, DateTime since, DateTime at) =>
        await session.Execute($"update {Table(app)} set text = {text}, edited_at = {at} where id = {id} and deleted_at is null and (edited_at = {since} or edited_at is null and at = {since})") > 0;

    public static async ValueTask<int> Remove(Session session, SqlName app, long id, DateTime at) => await session.Execute($"update {Table(app)} set deleted_at = {at} where id = {id} and deleted_at is null");

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => await session.Execute(
        $"delete from {Table(app)} where form_no = {formNo} and record_id in {recordIds}");

    public static ValueTask<CommentRow?> Find(Session session, SqlName app, long id) => session.First(
        $"select id, form_no, record_id, at, by_id, text, edited_at, deleted_at from {Table(app)} where id = {id} and deleted_at is null", Read);

    /// <summary>Newest first.</summary>
    public static ValueTask<List<CommentRow>> Of(Session session, SqlName app, long formNo, long recordId, long? beforeId, int limit) => session.Query(
        $"select id, form_no, record_id, at, by_id, text, edited_at, deleted_at from {Table(app)} where form_no = {formNo} and record_id = {recordId} and deleted_at is null and id < {beforeId ?? long.MaxValue} order by id desc limit {(long)limit}", Read);

    private static CommentRow Read(Row r) => new(r.Long(0), r.Long(1), r.Long(2), r.Moment(3), r.Long(4), r.Text(5), r.MomentOrNull(6), r.MomentOrNull(7));
}
