using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>What a member is told: what happened, to which record, by whom. <paramref name="Thread"/> lets later ones of its kind add to it while it is unread.</summary>
/// <param name="App">Key of the app, or empty when it concerns the organisation.</param>
/// <param name="Count">Of how many records it speaks; <paramref name="RecordId"/> is the first of them.</param>
public sealed record NotificationRow(
    long Id, long MemberId, DateTime At, string Kind, string App, long? FormNo, long? RecordId, long ById, int Count, string? Thread, string? Detail, DateTime? ReadAt)
{
    /// <summary>Put off by its member until then; null when it is not.</summary>
    public DateTime? SnoozedUntil { get; init; }
}

/// <summary>The notifications of all members. Holds ids and no titles: who may know what is decided when they are shown.</summary>
public static class NotificationRows
{
    private static readonly TableName Table = new("org", "notification");

    public static async ValueTask Add(Session session, NotificationRow n) => await session.Execute(
        $"""
        insert into {Table} (id, member_id, at, kind, app, form_no, record_id, by_id, count, thread, detail, read_at)
        values ({n.Id}, {n.MemberId}, {n.At}, {n.Kind}, {n.App}, {SqlValue.Integer(n.FormNo)}, {SqlValue.Id(n.RecordId)}, {n.ById}, {(long)n.Count}, {n.Thread}, {n.Detail}, {n.ReadAt})
        """);

    /// <summary>Adds to an unread one of the same thread; 0 when there is none.</summary>
    public static ValueTask<int> Join(Session session, long member, string thread, int more, DateTime at) => session.Execute(
        $"update {Table} set count = count + {(long)more}, at = {at} where member_id = {member} and read_at is null and thread = {thread}");

    /// <summary>Newest first.</summary>
    public static ValueTask<List<NotificationRow>> Page(Session session, long member, bool unreadOnly, long? before, int limit)
    {
        SqlText sql = $"select id, member_id, at, kind, app, form_no, record_id, by_id, count, thread, detail, read_at, snoozed_until from {Table} where member_id = {member} and id < {before ?? long.MaxValue} and snoozed_until is null";
        if (unreadOnly) sql.Add($" and read_at is null");
        sql.Add($" order by id desc limit {(long)limit}");
        return session.Query(sql, Read);
    }

    /// <summary>The unread ones that came after another, oldest first.</summary>
    public static ValueTask<List<NotificationRow>> After(Session session, long member, long after, int limit) => session.Query(
        $"select id, member_id, at, kind, app, form_no, record_id, by_id, count, thread, detail, read_at, snoozed_until from {Table} where member_id = {member} and id > {after} and read_at is null order by id limit {(long)limit}", Read);

    public static ValueTask<NotificationRow?> Find(Session session, long id) => session.First(
        $"select id, member_id, at, kind, app, form_no, record_id, by_id, count, thread, detail, read_at, snoozed_until from {Table} where id = {id}", Read);

    /// <summary>How many are unread, counted up to a limit, and the newest of all.</summary>
    public static async ValueTask<(int Unread, long Newest)> State(Session session, long member, int most)
    {
        var unread = await session.Count($"select count(*) from (select id from {Table} where member_id = {member} and read_at is null limit {(long)most}) u");
        return ((int)unread, await session.First($"select id from {Table} where member_id = {member} order by id desc limit 1", r => r.Long(0)));
    }

    public static ValueTask<int> See(Session session, long member, long id, DateTime at) => session.Execute(
        $"update {Table} set read_at = {at} where id = {id} and member_id = {member} and read_at is null");

    /// <summary>All up to one; what came while the list was looked at stays unread.</summary>
    public static ValueTask<int> SeeAll(Session session, long member, long upTo, DateTime at) => session.Execute(
        $"update {Table} set read_at = {at} where member_id = {member} and read_at is null and id <= {upTo}");

    /// <summary>What speaks of this very record and nothing else.</summary>
    public static ValueTask<int> SeeRecord(Session session, long member, string app, long formNo, long recordId, DateTime at) => session.Execute(
        $"update {Table} set read_at = {at} where member_id = {member} and read_at is null and app = {app} and form_no = {formNo} and record_id = {recordId} and count = 1");

    /// <summary>What a member has put off, the soonest first.</summary>
    public static ValueTask<List<NotificationRow>> Snoozed(Session session, long member, int limit) => session.Query(
        $"select id, member_id, at, kind, app, form_no, record_id, by_id, count, thread, detail, read_at, snoozed_until from {Table} where member_id = {member} and snoozed_until is not null order by snoozed_until, id limit {(long)limit}", Read);

    /// <summary>Puts it off; read meanwhile, so that nothing counts it.</summary>
    public static ValueTask<int> Snooze(Session session, long member, long id, DateTime until, DateTime at) => session.Execute(
        $"update {Table} set snoozed_until = {until}, read_at = {at}, thread = null where id = {id} and member_id = {member}");

    /// <summary>Back before its time, unread.</summary>
    public static ValueTask<int> Wake(Session session, long member, long id) => session.Execute(
        $"update {Table} set snoozed_until = null, read_at = null where id = {id} and member_id = {member} and snoozed_until is not null");

    public static ValueTask<int> Remove(Session session, long id) => session.Execute($"delete from {Table} where id = {id}");

    public static ValueTask<int> RemoveBefore(Session session, DateTime read, DateTime any) => session.Execute(
        $"delete from {Table} where read_at < {read} and snoozed_until is null or at < {any}");

    private static NotificationRow Read(Row r) => new(
        r.Long(0), r.Long(1), r.Moment(2), r.Text(3), r.Text(4), r.LongOrNull(5), r.LongOrNull(6), r.Long(7), r.Int(8), r.TextOrNull(9), r.TextOrNull(10), r.MomentOrNull(11)) { SnoozedUntil = r.MomentOrNull(12) };
}
