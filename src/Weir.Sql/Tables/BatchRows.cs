using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A long piece of work on many records: an import, an export, a bulk change. <paramref name="Body"/> is JSON with its plan and counts.</summary>
public sealed record BatchRow(long Id, string Kind, long FormNo, long ById, DateTime At, string State, string Body, long Version);

/// <summary>What a batch did with one row: created, updated, failed …; <paramref name="Before"/> is what undo needs.</summary>
public sealed record BatchLine(long BatchId, long RowNo, long? RecordId, string Op, string? Before, string? Error);

/// <summary>Batches and their lines.</summary>
public static class BatchRows
{
    private static readonly IReadOnlyList<Column> LineColumns =
    [
        new("batch_id", ColumnType.Id), new("row_no", ColumnType.Integer), new("record_id", ColumnType.Id), new("op", ColumnType.Text), new("before", ColumnType.Text), new("error", ColumnType.Text),
    ];

    private static TableName Table(SqlName app) => new(app, "batch");

    private static TableName Lines(SqlName app) => new(app, "batch_row");

    public static async ValueTask Add(Session session, SqlName app, BatchRow b) => await session.Execute(
        $"insert into {Table(app)} (id, kind, form_no, by_id, at, state, body, version) values ({b.Id}, {b.Kind}, {b.FormNo}, {b.ById}, {b.At}, {b.State}, {b.Body}, {b.Version})");

    public static ValueTask<BatchRow?> Find(Session session, SqlName app, long id) => session.First(
        $"select id, kind, form_no, by_id, at, state, body, version from {Table(app)} where id = {id}", Read);

    public static ValueTask<List<BatchRow>> By(Session session, SqlName app, long memberId, string kind, int limit) => session.Query(
        $"select id, kind, form_no, by_id, at, state, body, version from {Table(app)} where by_id = {memberId} and kind = {kind} order by id desc limit {(long)limit}", Read);

    public static ValueTask<List<BatchRow>> By(Session session, SqlName app, long memberId, string kind, long formNo, int limit) => session.Query(
        $"select id, kind, form_no, by_id, at, state, body, version from {Table(app)} where by_id = {memberId} and kind = {kind} and form_no = {formNo} order by id desc limit {(long)limit}", Read);

    public static ValueTask<List<BatchRow>> InState(Session session, SqlName app, string state) => session.Query(
        $"select id, kind, form_no, by_id, at, state, body, version from {Table(app)} where state = {state} order by id", Read);

    /// <summary>Batches of all members that are in one of the states, oldest first.</summary>
    public static ValueTask<List<BatchRow>> InStates(Session session, SqlName app, IReadOnlyList<string> states) => session.Query(
        $"select id, kind, form_no, by_id, at, state, body, version from {Table(app)} where state in {states} order by id", Read);

    /// <summary>Batches begun before a moment, oldest first.</summary>
    public static ValueTask<List<BatchRow>> Before(Session session, SqlName app, DateTime at, IReadOnlyList<string> kinds, IReadOnlyList<string> notIn, int limit) => session.Query(
        $"select id, kind, form_no, by_id, at, state, body, version from {Table(app)} where at < {at} and kind in {kinds} and state not in {notIn} order by id limit {(long)limit}", Read);

    /// <summary>False when another process changed it in between.</summary>
    public static async ValueTask<bool> Change(Session session, SqlName app, BatchRow b) => await session.Execute(
        $"update {Table(app)} set state = {b.State}, body = {b.Body}, version = version + 1 where id = {b.Id} and version = {b.Version}") == 1;

    public static async ValueTask AddLines(Session session, SqlName app, IReadOnlyList<BatchLine> lines)
    {
        if (lines.Count > 0) await session.Load(Lines(app), LineColumns, lines.Select(l => (IReadOnlyList<object?>)[l.BatchId, l.RowNo, l.RecordId, l.Op, l.Before, l.Error]));
    }

    /// <summary>Lines in the order of their rows, after a row.</summary>
    public static ValueTask<List<BatchLine>> LinesOf(Session session, SqlName app, long batchId, long afterRow, int limit) => session.Query(
        $"select batch_id, row_no, record_id, op, before, error from {Lines(app)} where batch_id = {batchId} and row_no > {afterRow} order by row_no limit {(long)limit}", ReadLine);

    /// <summary>Lines with one of these outcomes, in the order of their rows, after a row.</summary>
    public static ValueTask<List<BatchLine>> LinesWith(Session session, SqlName app, long batchId, IReadOnlyList<string> ops, long afterRow, int limit) => session.Query(
        $"select batch_id, row_no, record_id, op, before, error from {Lines(app)} where batch_id = {batchId} and row_no > {afterRow} and op in {ops} order by row_no limit {(long)limit}", ReadLine);

    /// <summary>The same backwards, before a row: the order in which work is undone.</summary>
    public static ValueTask<List<BatchLine>> LinesBack(Session session, SqlName app, long batchId, IReadOnlyList<string> ops, long beforeRow, int limit) => session.Query(
        $"select batch_id, row_no, record_id, op, before, error from {Lines(app)} where batch_id = {batchId} and row_no < {beforeRow} and op in {ops} order by row_no desc limit {(long)limit}", ReadLine);

    public static async ValueTask ChangeLine(Session session, SqlName app, BatchLine line) => await session.Execute(
        $"update {Lines(app)} set op = {line.Op}, error = {line.Error} where batch_id = {line.BatchId} and row_no = {line.RowNo}");

    public static async ValueTask<long> LastLine(Session session, SqlName app, long batchId) =>
        (await session.Query($"select max(row_no) from {Lines(app)} where batch_id = {batchId}", r => r.LongOrNull(0)))[0] ?? 0;

    public static async ValueTask RemoveLines(Session session, SqlName app, long batchId) => await session.Execute($"delete from {Lines(app)} where batch_id = {batchId}");

    private static BatchLine ReadLine(Row r) => new(r.Long(0), r.Long(1), r.LongOrNull(2), r.Text(3), r.TextOrNull(4), r.TextOrNull(5));

    private static BatchRow Read(Row r) => new(r.Long(0), r.Text(1), r.Long(2), r.Long(3), r.Moment(4), r.Text(5), r.Text(6), r.Long(7));
}
