using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Records of a form that became one; <paramref name="Body"/> is JSON and says what has to be put back to undo it.</summary>
public sealed record MergeRow(long Id, long FormNo, long SurvivorId, DateTime At, long ById, string Body, DateTime? UndoneAt);

/// <summary>Merges, and for each record that went into another where it went.</summary>
public static class MergeRows
{
    private static TableName Table(SqlName app) => new(app, "merge");

    private static TableName Pointers(SqlName app) => new(app, "merged");

    public static async ValueTask Add(Session session, SqlName app, MergeRow row, IEnumerable<long> losers)
    {
        await session.Execute($"insert into {Table(app)} (id, form_no, survivor_id, at, by_id, body) values ({row.Id}, {row.FormNo}, {row.SurvivorId}, {row.At}, {row.ById}, {row.Body})");
        await session.ExecuteAll([.. losers.Select(loser => (SqlText)$"insert into {Pointers(app)} (form_no, record_id, into_id, merge_id) values ({row.FormNo}, {loser}, {row.SurvivorId}, {row.Id})")]);
    }

    /// <summary>Where a record went, or null.</summary>
    public static async ValueTask<(long Into, long MergeId)?> Into(Session session, SqlName app, long formNo, long recordId)
    {
        var rows = await session.Query($"select into_id, merge_id from {Pointers(app)} where form_no = {formNo} and record_id = {recordId}", r => (r.Long(0), r.Long(1)));
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>The records that went into these.</summary>
    public static ValueTask<List<long>> LosersOf(Session session, SqlName app, long formNo, IEnumerable<long> intoIds) => session.Query(
        $"select record_id from {Pointers(app)} where form_no = {formNo} and into_id in {intoIds} order by record_id", r => r.Long(0));

    /// <summary>Those of the records that went into another.</summary>
    public static ValueTask<List<long>> Merged(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => session.Query(
        $"select record_id from {Pointers(app)} where form_no = {formNo} and record_id in {recordIds}", r => r.Long(0));

    public static ValueTask<List<long>> LosersBy(Session session, SqlName app, long formNo, long mergeId, long intoId) => session.Query(
        $"select record_id from {Pointers(app)} where form_no = {formNo} and into_id = {intoId} and merge_id = {mergeId} order by record_id", r => r.Long(0));

    public static ValueTask<MergeRow?> Find(Session session, SqlName app, long id) => session.First(
        $"select id, form_no, survivor_id, at, by_id, body, undone_at from {Table(app)} where id = {id}", Read);

    /// <summary>The newest that was not undone and is not older than the moment.</summary>
    public static ValueTask<MergeRow?> Last(Session session, SqlName app, long formNo, long survivorId, DateTime since) => session.First(
        $"select id, form_no, survivor_id, at, by_id, body, undone_at from {Table(app)} where form_no = {formNo} and survivor_id = {survivorId} and undone_at is null and at >= {since} order by id desc limit 1", Read);

    public static async ValueTask Undo(Session session, SqlName app, MergeRow row, DateTime at)
    {
        await session.Execute($"update {Table(app)} set undone_at = {at} where id = {row.Id}");
        await session.Execute($"delete from {Pointers(app)} where form_no = {row.FormNo} and into_id = {row.SurvivorId} and merge_id = {row.Id}");
    }

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IReadOnlyList<long> recordIds)
    {
        await session.Execute($"delete from {Table(app)} where form_no = {formNo} and survivor_id in {recordIds}");
        await session.Execute($"delete from {Pointers(app)} where form_no = {formNo} and into_id in {recordIds}");
    }

    private static MergeRow Read(Row r) => new(r.Long(0), r.Long(1), r.Long(2), r.Moment(3), r.Long(4), r.Text(5), r.MomentOrNull(6));
}
