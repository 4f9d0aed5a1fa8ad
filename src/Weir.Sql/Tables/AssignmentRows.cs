using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>That a rule dealt a record out: among whom, and to whom. <paramref name="Candidates"/> is JSON.</summary>
public sealed record AssignmentHitRow(long Id, long FormNo, long RecordId, DateTime At, string Rule, string Mode, string Candidates, long? ChosenId, string? Pool);

/// <summary>Whose turn it is by each rule, and what the rules have done.</summary>
public static class AssignmentRows
{
    /// <summary>From this many rows on they are loaded at once.</summary>
    private const int LoadFrom = 4;

    private static readonly Column[] Columns =
    [
        new("id", ColumnType.Id), new("form_no", ColumnType.Integer), new("record_id", ColumnType.Id), new("at", ColumnType.Moment), new("rule", ColumnType.Text), new("mode", ColumnType.Text),
        new("candidates", ColumnType.Text), new("chosen_id", ColumnType.Id), new("pool", ColumnType.Text),
    ];

    private static TableName Turns(SqlName app) => new(app, "assignment_turn");

    private static TableName Hits(SqlName app) => new(app, "assignment_hit");

    public static async ValueTask<string?> Turn(Session session, SqlName app, long formNo, string rule) =>
        await session.First($"select body from {Turns(app)} where form_no = {formNo} and rule = {rule}", r => r.Text(0));

    public static async ValueTask PutTurn(Session session, SqlName app, long formNo, string rule, string body) => await session.Execute(
        $"insert into {Turns(app)} (form_no, rule, body) values ({formNo}, {rule}, {body}) on conflict (form_no, rule) do update set body = excluded.body");

    public static async ValueTask Add(Session session, SqlName app, IReadOnlyList<AssignmentHitRow> rows)
    {
        if (rows.Count >= LoadFrom) await session.Load(Hits(app), Columns, rows.Select(r => (IReadOnlyList<object?>)[r.Id, r.FormNo, r.RecordId, r.At, r.Rule, r.Mode, r.Candidates, r.ChosenId, r.Pool]));
        else
            foreach (var r in rows)
                await session.Execute(
                    $"insert into {Hits(app)} (id, form_no, record_id, at, rule, mode, candidates, chosen_id, pool) values ({r.Id}, {r.FormNo}, {r.RecordId}, {r.At}, {r.Rule}, {r.Mode}, {r.Candidates}, {SqlValue.Id(r.ChosenId)}, {r.Pool})");
    }

    /// <summary>Newest first.</summary>
    public static ValueTask<List<AssignmentHitRow>> Of(Session session, SqlName app, long formNo, long recordId, int limit) => session.Query(
        $"select id, form_no, record_id, at, rule, mode, candidates, chosen_id, pool from {Hits(app)} where form_no = {formNo} and record_id = {recordId} order by id desc limit {(long)limit}",
        r => new AssignmentHitRow(r.Long(0), r.Long(1), r.Long(2), r.Moment(3), r.Text(4), r.Text(5), r.Text(6), r.LongOrNull(7), r.TextOrNull(8)));

    /// <summary>What the rules of a form did, newest first: of one rule, or of all.</summary>
    public static ValueTask<List<AssignmentHitRow>> Recent(Session session, SqlName app, long formNo, string? rule, long? beforeId, int limit)
    {
        SqlText of = $"";
        if (rule is not null) of = $" and rule = {rule}";
        return session.Query(
            $"select id, form_no, record_id, at, rule, mode, candidates, chosen_id, pool from {Hits(app)} where form_no = {formNo} and id < {beforeId ?? long.MaxValue}{of} order by id desc limit {(long)limit}",
            r => new AssignmentHitRow(r.Long(0), r.Long(1), r.Long(2), r.Moment(3), r.Text(4), r.Text(5), r.Text(6), r.LongOrNull(7), r.TextOrNull(8)));
    }

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => await session.Execute(
        $"delete from {Hits(app)} where form_no = {formNo} and record_id in {recordIds}");
}
