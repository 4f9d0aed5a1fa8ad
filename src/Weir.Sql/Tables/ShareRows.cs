using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A record opened to a member: level 1 reads, 2 edits; <paramref name="Source"/> says why (a person shared it, or it follows from a field).</summary>
public sealed record ShareRow(long FormNo, long PrincipalId, long RecordId, int Level, DateTime? Until, string Source);

/// <summary>Who may see single records beyond what roles give.</summary>
public static class ShareRows
{
    private static TableName Table(SqlName app) => new(app, "share");

    public static async ValueTask Put(Session session, SqlName app, ShareRow row) => await session.Execute(
        $"insert into {Table(app)} (form_no, principal_id, record_id, level, until, source) values ({row.FormNo}, {row.PrincipalId}, {row.RecordId}, {(long)row.Level}, {row.Until}, {row.Source}) on conflict (form_no, principal_id, record_id, source) do update set level = excluded.level, until = excluded.until");

    public static async ValueTask Remove(Session session, SqlName app, long formNo, long recordId, long principalId, string source) => await session.Execute(
        $"delete from {Table(app)} where form_no = {formNo} and principal_id = {principalId} and record_id = {recordId} and source = {source}");

    public static ValueTask<List<ShareRow>> Of(Session session, SqlName app, long formNo, long recordId) => session.Query(
        $"select form_no, principal_id, record_id, level, until, source from {Table(app)} where form_no = {formNo} and record_id = {recordId} order by principal_id",
        r => new ShareRow(r.Long(0), r.Long(1), r.Long(2), r.Int(3), r.MomentOrNull(4), r.Text(5)));

    /// <summary>Records of a form that are open to a member for one reason.</summary>
    public static ValueTask<List<long>> Held(Session session, SqlName app, long formNo, long principalId, string source, int limit) => session.Query(
        $"select record_id from {Table(app)} where form_no = {formNo} and principal_id = {principalId} and source = {source} order by record_id limit {(long)limit}", r => r.Long(0));

    /// <summary>On what terms some records of a form are open to a member for one reason.</summary>
    public static ValueTask<List<ShareRow>> Terms(Session session, SqlName app, long formNo, long principalId, string source, IEnumerable<long> recordIds) => session.Query(
        $"select form_no, principal_id, record_id, level, until, source from {Table(app)} where form_no = {formNo} and principal_id = {principalId} and source = {source} and record_id in {recordIds}",
        r => new ShareRow(r.Long(0), r.Long(1), r.Long(2), r.Int(3), r.MomentOrNull(4), r.Text(5)));

    /// <summary>What has ended of one source.</summary>
    public static ValueTask<List<ShareRow>> Ended(Session session, SqlName app, string source, DateTime now, int limit) => session.Query(
        $"select form_no, principal_id, record_id, level, until, source from {Table(app)} where source = {source} and until is not null and until <= {now} order by form_no, record_id limit {(long)limit}",
        r => new ShareRow(r.Long(0), r.Long(1), r.Long(2), r.Int(3), r.MomentOrNull(4), r.Text(5)));

    /// <param name="except">The source whose rows end in another way.</param>
    public static async ValueTask<int> RemoveEnded(Session session, SqlName app, string except, DateTime now) => await session.Execute($"delete from {Table(app)} where until is not null and until <= {now} and source <> {except}");

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => await session.Execute(
        $"delete from {Table(app)} where form_no = {formNo} and record_id in {recordIds}");
}
