using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Counters for running numbers. Taken inside a transaction: two transactions never get the same number.</summary>
public static class NumberRows
{
    /// <summary>Takes <paramref name="count"/> numbers; returns the first. Counters start at 1.</summary>
    public static async ValueTask<long> Take(Session session, SqlName app, string key, int count)
    {
        var table = new TableName(app, "number");
        var next = await session.Query($"insert into {table} (key, next) values ({key}, {1L + count}) on conflict (key) do update set next = {table}.next + {(long)count} returning next", r => r.Long(0));
        return next[0] - count;
    }

    /// <summary>Moves a counter on, so that numbers which came by import are not given again. Never moves it back.</summary>
    public static async ValueTask Skip(Session session, SqlName app, string key, long last)
    {
        var table = new TableName(app, "number");
        await session.Execute($"insert into {table} (key, next) values ({key}, {last + 1}) on conflict (key) do update set next = case when {table}.next > excluded.next then {table}.next else excluded.next end");
    }
}
