using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Counters for running numbers. Two units never get the same number.</summary>
public static class NumberRows
{
    /// <summary>Takes <paramref name="count"/> numbers; returns the first. Counters start at 1. On a server they are taken for good, so that others need not wait
    /// for this unit: a unit that fails leaves a gap.</summary>
    public static async ValueTask<long> Take(Session session, SqlName app, string key, int count)
    {
        var table = new TableName(app, "number");
        var next = await session.Aside($"insert into {table} (key, next) values ({key}, {1L + count}) on conflict (key) do update set next = {table}.next + {(long)count} returning next", r => r.Long(0));
        return next[0] - count;
    }
    /// <summary>Moves a counter on, so that numbers which came by import are not given again. Never moves it back.</summary>
    public static async ValueTask Skip(Session session, SqlName app, string key, long last)
    {
        var table = new TableName(app, "number");
        await session.Aside($"insert into {table} (key, next) values ({key}, {last + 1}) on conflict (key) do update set next = case when {table}.next > excluded.next then {table}.next else excluded.next end returning next", r => r.Long(0));
    }
}
