using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Two records of a form that were found to be probably the same, the older id first; <paramref name="By"/> names the fields.</summary>
public sealed record LikenessRow(long FirstId, long SecondId, string By, DateTime At);

/// <summary>Probable duplicates among stored records, and the pairs that somebody has said are not the same.</summary>
public static class LikenessRows
{
    private static TableName Table(SqlName app) => new(app, "likeness");

    public static ValueTask Put(Session session, SqlName app, long formNo, IEnumerable<LikenessRow> rows) => session.ExecuteAll([.. rows.Select(r =>
        (SqlText)$"insert into {Table(app)} (form_no, first_id, second_id, fields, at) values ({formNo}, {r.FirstId}, {r.SecondId}, {r.By}, {r.At}) on conflict (form_no, first_id, second_id) do update set fields = excluded.fields, at = excluded.at")]);

    /// <summary>Remembers that two are not the same.</summary>
    public static async ValueTask Part(Session session, SqlName app, long formNo, long first, long second, long by, DateTime at) => await session.Execute(
        $"insert into {Table(app)} (form_no, first_id, second_id, fields, at, apart_at, apart_by) values ({formNo}, {Math.Min(first, second)}, {Math.Max(first, second)}, {""}, {at}, {at}, {SqlValue.Id(by)}) on conflict (form_no, first_id, second_id) do update set apart_at = excluded.apart_at, apart_by = excluded.apart_by");

    /// <summary>Those which somebody has said are not the same as this one.</summary>
    public static ValueTask<List<long>> ApartFrom(Session session, SqlName app, long formNo, long id) => session.Query(
        $"select first_id, second_id from {Table(app)} where form_no = {formNo} and (first_id = {id} or second_id = {id}) and apart_at is not null", r => r.Long(0) == id ? r.Long(1) : r.Long(0));

    /// <summary>What is still to be looked at, the oldest first.</summary>
    public static ValueTask<List<LikenessRow>> Open(Session session, SqlName app, long formNo, int limit) => session.Query(
        $"select first_id, second_id, fields, at from {Table(app)} where form_no = {formNo} and apart_at is null order by first_id, second_id limit {(long)limit}", r => new LikenessRow(r.Long(0), r.Long(1), r.Text(2), r.Moment(3)));

    /// <summary>Forgets what a later scan has not found again.</summary>
    public static async ValueTask Forget(Session session, SqlName app, long formNo, DateTime before) => await session.Execute(
        $"delete from {Table(app)} where form_no = {formNo} and apart_at is null and at < {before}");

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IReadOnlyList<long> recordIds)
    {
        await session.Execute($"delete from {Table(app)} where form_no = {formNo} and first_id in {recordIds}");
        await session.Execute($"delete from {Table(app)} where form_no = {formNo} and second_id in {recordIds}");
    }
}
