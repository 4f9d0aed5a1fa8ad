using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A sticky on a record; private to its author unless it is shared.</summary>
/// <param name="Find">The text as it is searched: lower case.</param>
public sealed record StickyRow(long Id, long FormNo, long RecordId, long ById, DateTime At, string Text, string Find, bool Shared, DateTime? EditedAt);

/// <summary>The stickies of an app. Who may read which, the engine decides.</summary>
public static class StickyRows
{
    private static TableName Table(SqlName app) => new(app, "sticky");

    public static async ValueTask Add(Session session, SqlName app, StickyRow row) => await session.Execute(
        $"""
        insert into {Table(app)} (id, form_no, record_id, by_id, at, text, find, shared)
        values ({row.Id}, {row.FormNo}, {row.RecordId}, {row.ById}, {row.At}, {row.Text}, {row.Find}, {row.Shared})
        """);

    /// <param name="since">When the text was written that is replaced; 0 when there is another one by now.</param>
    public static ValueTask<int> Change(Session session, SqlName app, StickyRow row, DateTime since) => session.Execute(
        $"update {Table(app)} set text = {row.Text}, find = {row.Find}, shared = {row.Shared}, edited_at = {row.EditedAt} where id = {row.Id} and (edited_at = {since} or edited_at is null and at = {since})");

    public static ValueTask<int> Remove(Session session, SqlName app, long id) => session.Execute($"delete from {Table(app)} where id = {id}");

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => await session.Execute(
        $"delete from {Table(app)} where form_no = {formNo} and record_id in {recordIds}");

    public static ValueTask<StickyRow?> Find(Session session, SqlName app, long id) => session.First(
        $"select id, form_no, record_id, by_id, at, text, find, shared, edited_at from {Table(app)} where id = {id}", Read);

    /// <summary>Of one record, newest first.</summary>
    public static ValueTask<List<StickyRow>> Of(Session session, SqlName app, long formNo, long recordId, int limit) => session.Query(
        $"select id, form_no, record_id, by_id, at, text, find, shared, edited_at from {Table(app)} where form_no = {formNo} and record_id = {recordId} order by id desc limit {(long)limit}", Read);

    /// <summary>Those that a member wrote or that are shared, newest first, below an id.</summary>
    /// <param name="like">A pattern in lower case; <c>!</c> takes its meaning from the sign behind it.</param>
    public static ValueTask<List<StickyRow>> For(Session session, SqlName app, long member, bool others, string like, long before, int limit) => others
        ? session.Query($"select id, form_no, record_id, by_id, at, text, find, shared, edited_at from {Table(app)} where id < {before} and (by_id = {member} or shared = {true}) and find like {like} escape '!' order by id desc limit {(long)limit}", Read)
        : session.Query($"select id, form_no, record_id, by_id, at, text, find, shared, edited_at from {Table(app)} where id < {before} and by_id = {member} and find like {like} escape '!' order by id desc limit {(long)limit}", Read);

    private static StickyRow Read(Row r) => new(r.Long(0), r.Long(1), r.Long(2), r.Long(3), r.Moment(4), r.Text(5), r.Text(6), r.Bool(7), r.MomentOrNull(8));
}
