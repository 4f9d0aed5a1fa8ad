using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>An entry of a record's history; <paramref name="Diff"/> is JSON.</summary>
public sealed record HistoryRow(long Id, long FormNo, long RecordId, DateTime At, long ById, int Op, string Road, string Diff);

/// <summary>The history of records: only ever added to.</summary>
public static class HistoryRows
{
    private static readonly IReadOnlyList<Column> Columns =
    [
        new("id", ColumnType.Id), new("form_no", ColumnType.Integer), new("record_id", ColumnType.Id), new("at", ColumnType.Moment),
        new("by_id", ColumnType.Id), new("op", ColumnType.Integer), new("road", ColumnType.Text), new("diff", ColumnType.Text),
    ];

    private static TableName Table(SqlName app) => new(app, "history");

    public static async ValueTask Add(Session session, SqlName app, IReadOnlyList<HistoryRow> rows)
    {
        if (rows.Count >= 4) await session.Load(Table(app), Columns, rows.Select(r => (IReadOnlyList<object?>)[r.Id, r.FormNo, r.RecordId, r.At, r.ById, (long)r.Op, r.Road, r.Diff]));
        else
            await session.ExecuteAll([.. rows.Select(r => Added(app, r))]);
    }

    /// <summary>The statement that adds one entry.</summary>
    public static SqlText Added(SqlName app, HistoryRow r) =>
        $"insert into {Table(app)} (id, form_no, record_id, at, by_id, op, road, diff) values ({r.Id}, {r.FormNo}, {r.RecordId}, {r.At}, {r.ById}, {(long)r.Op}, {r.Road}, {r.Diff})";

    /// <summary>Newest first; <paramref name="beforeId"/> continues a list.</summary>
    public static ValueTask<List<HistoryRow>> Of(Session session, SqlName app, long formNo, long recordId, long? beforeId, int limit) => session.Query(
        $"select id, form_no, record_id, at, by_id, op, road, diff from {Table(app)} where form_no = {formNo} and record_id = {recordId} and id < {beforeId ?? long.MaxValue} order by id desc limit {(long)limit}",
        r => new HistoryRow(r.Long(0), r.Long(1), r.Long(2), r.Moment(3), r.Long(4), r.Int(5), r.Text(6), r.Text(7)));
}
