using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Which records a member looked at last; no log of who saw what: only the latest look of each counts, and only for a while.</summary>
public static class RecentRows
{
    private static TableName Table(SqlName app) => new(app, "recent");

    /// <summary>Notes a look, unless one after <paramref name="noted"/> is noted.</summary>
    public static ValueTask<int> Put(Session session, SqlName app, long member, long formNo, long recordId, DateTime at, DateTime noted) => session.Execute(
        $"""
        insert into {Table(app)} as r (member_id, form_no, record_id, at) values ({member}, {formNo}, {recordId}, {at})
        on conflict (member_id, form_no, record_id) do update set at = excluded.at where r.at <= {noted}
        """);

    /// <summary>Latest first.</summary>
    public static ValueTask<List<(long FormNo, long RecordId, DateTime At)>> Of(Session session, SqlName app, long member, int limit) => session.Query(
        $"select form_no, record_id, at from {Table(app)} where member_id = {member} order by at desc, record_id desc limit {(long)limit}", r => (r.Long(0), r.Long(1), r.Moment(2)));

    public static ValueTask<int> RemoveBefore(Session session, SqlName app, DateTime at) => session.Execute($"delete from {Table(app)} where at < {at}");
}
