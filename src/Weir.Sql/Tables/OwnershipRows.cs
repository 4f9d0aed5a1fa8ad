using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A change of a record's owner; <paramref name="ById"/> is 0 for the system, <paramref name="FromId"/> and <paramref name="ToId"/> are null for nobody.</summary>
public sealed record OwnershipRow(long Id, long FormNo, long RecordId, DateTime At, long ById, string Kind, long? FromId, long? ToId, string? Pool, string? Reason, string? Note);

/// <summary>Who had which record, from when, and why: only ever added to.</summary>
public static class OwnershipRows
{
    private static readonly IReadOnlyList<Column> Columns =
    [
        new("id", ColumnType.Id), new("form_no", ColumnType.Integer), new("record_id", ColumnType.Id), new("at", ColumnType.Moment), new("by_id", ColumnType.Id), new("kind", ColumnType.Text),
        new("from_id", ColumnType.Id), new("to_id", ColumnType.Id), new("pool", ColumnType.Text), new("reason", ColumnType.Text), new("note", ColumnType.Text),
    ];

    private static TableName Table(SqlName app) => new(app, "ownership_log");

    public static async ValueTask Add(Session session, SqlName app, IReadOnlyList<OwnershipRow> rows) => await session.Load(
        Table(app), Columns, rows.Select(r => (IReadOnlyList<object?>)[r.Id, r.FormNo, r.RecordId, r.At, r.ById, r.Kind, r.FromId, r.ToId, r.Pool, r.Reason, r.Note]));

    public static SqlText Added(SqlName app, OwnershipRow r) =>
        $"insert into {Table(app)} (id, form_no, record_id, at, by_id, kind, from_id, to_id, pool, reason, note) values ({r.Id}, {r.FormNo}, {r.RecordId}, {r.At}, {r.ById}, {r.Kind}, {SqlValue.Id(r.FromId)}, {SqlValue.Id(r.ToId)}, {r.Pool}, {r.Reason}, {r.Note})";

    /// <summary>Newest first.</summary>
    public static ValueTask<List<OwnershipRow>> Of(Session session, SqlName app, long formNo, long recordId, long? beforeId, int limit) => session.Query(
        $"select id, form_no, record_id, at, by_id, kind, from_id, to_id, pool, reason, note from {Table(app)} where form_no = {formNo} and record_id = {recordId} and id < {beforeId ?? long.MaxValue} order by id desc limit {(long)limit}",
        r => new OwnershipRow(r.Long(0), r.Long(1), r.Long(2), r.Moment(3), r.Long(4), r.Text(5), r.LongOrNull(6), r.LongOrNull(7), r.TextOrNull(8), r.TextOrNull(9), r.TextOrNull(10)));

    /// <summary>What changed hands in the same way and at the same moment as a row.</summary>
    public static ValueTask<List<OwnershipRow>> Together(Session session, SqlName app, IReadOnlyList<long> formNos, OwnershipRow row, int limit) => session.Query(
        $"select id, form_no, record_id, at, by_id, kind, from_id, to_id, pool, reason, note from {Table(app)} where form_no in {formNos} and to_id = {row.ToId!.Value} and at = {row.At} and by_id = {row.ById} and kind = {row.Kind} and from_id = {row.FromId!.Value} order by id limit {(long)limit}",
        r => new OwnershipRow(r.Long(0), r.Long(1), r.Long(2), r.Moment(3), r.Long(4), r.Text(5), r.LongOrNull(6), r.LongOrNull(7), r.TextOrNull(8), r.TextOrNull(9), r.TextOrNull(10)));

    /// <summary>The last row of each of these records.</summary>
    public static async ValueTask<Dictionary<long, long>> Newest(Session session, SqlName app, long formNo, IReadOnlyList<long> recordIds) => (await session.Query(
        $"select record_id, max(id) from {Table(app)} where form_no = {formNo} and record_id in {recordIds} group by record_id", r => (r.Long(0), r.Long(1)))).ToDictionary(r => r.Item1, r => r.Item2);

    /// <summary>Who has lost which of these records to nobody since a moment, and into which pool.</summary>
    public static ValueTask<List<(long Record, long Member, string? Pool, DateTime At)>> Lost(Session session, SqlName app, long formNo, IReadOnlyList<long> recordIds, DateTime since) => session.Query(
        $"select record_id, from_id, pool, at from {Table(app)} where form_no = {formNo} and record_id in {recordIds} and at >= {since} and from_id is not null and to_id is null",
        r => (r.Long(0), r.Long(1), r.TextOrNull(2), r.Moment(3)));

    /// <summary>How often a member got records of a form in this way since a moment.</summary>
    public static ValueTask<long> CountTo(Session session, SqlName app, long formNo, long toId, string kind, string pool, DateTime since) => session.Count(
        $"select count(*) from {Table(app)} where form_no = {formNo} and to_id = {toId} and at >= {since} and kind = {kind} and pool = {pool}");

    /// <summary>How often records of a form changed hands, by span of days and kind; only the records among these, and only from or to these members when they are told.</summary>
    public static Summary Flows(SqlName app, long formNo, IReadOnlyList<string> kinds, DateTime from, DateTime until, IReadOnlyList<long>? members, Select among, DateBucket bucket, int offsetMinutes) =>
        new(Table(app), Log, [], Predicate.And(During(formNo, kinds, from, until, members), new Predicate.InSelect(Of("record_id", ColumnType.Id), among)), RowScope.Everything,
            [new GroupKey(Of("at", ColumnType.Moment), bucket, offsetMinutes), new GroupKey(Of("kind", ColumnType.Text))], [new Measure(Aggregation.Count)], 1000);

    /// <summary>The records of a form that changed hands in one of these ways.</summary>
    public static Select Handed(SqlName app, long formNo, string kind, DateTime from, DateTime until, IReadOnlyList<long>? members) =>
        new(Table(app), Log, [Of("record_id", ColumnType.Id)], [], During(formNo, [kind], from, until, members), RowScope.Everything, []);

    private static readonly SqlName Log = "o";

    private static Operand Of(string column, ColumnType type) => new(Log, column, type);

    private static Predicate During(long formNo, IReadOnlyList<string> kinds, DateTime from, DateTime until, IReadOnlyList<long>? members) => Predicate.And([
        new Predicate.Compare(Of("form_no", ColumnType.Integer), Comparison.Equal, formNo), new Predicate.Compare(Of("at", ColumnType.Moment), Comparison.GreaterOrEqual, from),
        new Predicate.Compare(Of("at", ColumnType.Moment), Comparison.Less, until), new Predicate.OneOf(Of("kind", ColumnType.Text), [.. kinds]),
        .. members is null ? [] : new[] { Predicate.Or(new Predicate.OneOf(Of("from_id", ColumnType.Id), [.. members.Cast<object>()]), new Predicate.OneOf(Of("to_id", ColumnType.Id), [.. members.Cast<object>()])) }]);

    public static async ValueTask RemoveRecords(Session session, SqlName app, long formNo, IEnumerable<long> recordIds) => await session.Execute(
        $"delete from {Table(app)} where form_no = {formNo} and record_id in {recordIds}");
}
