using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Which record a repeated request made the first time.</summary>
public static class OnceRows
{
    private static TableName Table(SqlName app) => new(app, "once");

    public static async ValueTask<long?> Find(Session session, SqlName app, string key)
    {
        var rows = await session.Query($"select record_id from {Table(app)} where key = {key}", r => r.Long(0));
        return rows.Count > 0 ? rows[0] : null;
    }

    public static async ValueTask Add(Session session, SqlName app, string key, long recordId, DateTime at) =>
        await session.Execute($"insert into {Table(app)} (key, record_id, at) values ({key}, {recordId}, {at})");

    /// <summary>As <see cref="Add"/>, for what may have been noted already.</summary>
    public static async ValueTask Remember(Session session, SqlName app, string key, long recordId, DateTime at) =>
        await session.Execute($"insert into {Table(app)} (key, record_id, at) values ({key}, {recordId}, {at}) on conflict (key) do nothing");

    public static async ValueTask<int> RemoveBefore(Session session, SqlName app, DateTime at) => await session.Execute($"delete from {Table(app)} where at < {at}");
}
