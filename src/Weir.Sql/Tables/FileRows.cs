using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>An attachment; its bytes lie elsewhere, under its id. State: <c>new</c> (uploaded, not yet on a record), <c>kept</c>, <c>gone</c>.</summary>
public sealed record FileRow(long Id, string Name, string Type, long Size, string Sha256, DateTime At, long ById, long FormNo, long? RecordId, string? Field, string State);

/// <summary>Attachments of records.</summary>
public static class FileRows
{
    private static TableName Table(SqlName app) => new(app, "file");

    public static async ValueTask Add(Session session, SqlName app, FileRow f) => await session.Execute(
        $"insert into {Table(app)} (id, name, type, size, sha256, at, by_id, form_no, record_id, field, state) values ({f.Id}, {f.Name}, {f.Type}, {f.Size}, {f.Sha256}, {f.At}, {f.ById}, {f.FormNo}, {SqlValue.Id(f.RecordId)}, {f.Field}, {f.State})");

    public static ValueTask<List<FileRow>> Find(Session session, SqlName app, IEnumerable<long> ids) => session.Query(
        $"select id, name, type, size, sha256, at, by_id, form_no, record_id, field, state from {Table(app)} where id in {ids}", Read);

    public static ValueTask<List<FileRow>> Of(Session session, SqlName app, long formNo, long recordId) => session.Query(
        $"select id, name, type, size, sha256, at, by_id, form_no, record_id, field, state from {Table(app)} where form_no = {formNo} and record_id = {recordId} and state = {"kept"} order by id desc", Read);

    public static async ValueTask Attach(Session session, SqlName app, IEnumerable<long> ids, long formNo, long recordId, string field) => await session.Execute(
        $"update {Table(app)} set form_no = {formNo}, record_id = {recordId}, field = {field}, state = {"kept"} where id in {ids}");

    public static async ValueTask Release(Session session, SqlName app, IEnumerable<long> ids) => await session.Execute($"update {Table(app)} set state = {"gone"} where id in {ids}");

    /// <summary>The files of records that are gone for good.</summary>
    public static async ValueTask ReleaseOf(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => await session.Execute(
        $"update {Table(app)} set state = {"gone"} where form_no = {formNo} and record_id in {recordIds}");

    /// <summary>Uploads that never reached a record, and released files, older than the moment.</summary>
    public static ValueTask<List<FileRow>> Stray(Session session, SqlName app, DateTime before, int limit) => session.Query(
        $"select id, name, type, size, sha256, at, by_id, form_no, record_id, field, state from {Table(app)} where state <> {"kept"} and at < {before} order by id limit {(long)limit}", Read);

    public static async ValueTask Remove(Session session, SqlName app, IEnumerable<long> ids) => await session.Execute($"delete from {Table(app)} where id in {ids}");

    private static FileRow Read(Row r) => new(r.Long(0), r.Text(1), r.Text(2), r.Long(3), r.Text(4), r.Moment(5), r.Long(6), r.Long(7), r.LongOrNull(8), r.TextOrNull(9), r.Text(10));
}
