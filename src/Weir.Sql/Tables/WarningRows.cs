using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Which owner was warned that a record goes at a moment, at which step of the ladder: once for each.</summary>
public static class WarningRows
{
    private static TableName Table(SqlName app) => new(app, "recycle_warning");

    /// <summary>1 when nobody was warned of it before.</summary>
    public static async ValueTask<int> Add(Session session, SqlName app, long formNo, long recordId, DateTime until, int days, DateTime at) => await session.Execute(
        $"insert into {Table(app)} (form_no, record_id, until, days, at) values ({formNo}, {recordId}, {until}, {(long)days}, {at}) on conflict (form_no, record_id, until, days) do nothing");

    public static async ValueTask<int> RemoveBefore(Session session, SqlName app, DateTime until) => await session.Execute($"delete from {Table(app)} where until < {until}");
}
