using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Something that leaves after the commit: <paramref name="Kind"/> decides who delivers it, <paramref name="Payload"/> is JSON.</summary>
public sealed record OutboxRow(long Id, string Kind, string Payload, DateTime RunAt, int Tries, string? Error);

/// <summary>The outbox of an app: written in the transaction of the change, taken by workers with a lease.</summary>
public static class OutboxRows
{
    private static TableName Table(SqlName app) => new(app, "outbox");

    public static async ValueTask Add(Session session, SqlName app, OutboxRow row) => await session.Execute(
        $"insert into {Table(app)} (id, kind, payload, run_at, tries, error) values ({row.Id}, {row.Kind}, {row.Payload}, {row.RunAt}, {(long)row.Tries}, {row.Error})");

    /// <summary>Takes what is due and moves its time on by the lease, so that nobody else takes it while it is worked on.</summary>
    public static async ValueTask<List<OutboxRow>> Take(Session session, SqlName app, DateTime now, TimeSpan lease, int limit)
    {
        // Materialized: the limit and the skipping hold for one look only, never again for each row of a join.
        SqlText sql = $"""
            with due as materialized (select id from {Table(app)} where run_at <= {now} order by run_at, id limit {limit}{SqlText.Raw(session.Dialect.SkipLocked)})
            update {Table(app)} set run_at = {now + lease}, tries = tries + 1 where id in (select id from due)
            returning id, kind, payload, run_at, tries, error
            """;
        var taken = await session.Query(sql, r => new OutboxRow(r.Long(0), r.Text(1), r.Text(2), r.Moment(3), r.Int(4), r.TextOrNull(5)));
        return [.. taken.OrderBy(r => r.Id)];
    }

    /// <summary>Whether anything is due: cheap, and takes nothing.</summary>
    public static async ValueTask<bool> Due(Session session, SqlName app, DateTime now) =>
        (await session.Query($"select id from {Table(app)} where run_at <= {now} limit 1", r => r.Long(0))).Count > 0;

    /// <summary>0 when the lease of this try has ended and somebody else has taken it.</summary>
    public static ValueTask<int> Done(Session session, SqlName app, long id, int tries) => session.Execute($"delete from {Table(app)} where id = {id} and tries = {(long)tries}");

    public static async ValueTask Done(Session session, SqlName app, long id) => await session.Execute($"delete from {Table(app)} where id = {id}");

    public static async ValueTask Failed(Session session, SqlName app, long id, DateTime again, string error) =>
        await session.Execute($"update {Table(app)} set run_at = {again}, error = {error} where id = {id}");
}
