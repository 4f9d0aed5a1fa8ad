using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>An entry of the outbox that was tried so often that nobody tries any more; <paramref name="At"/> is when it was given up.</summary>
public sealed record DeadLetterRow(long Id, string Kind, string Payload, DateTime At, int Tries, string Error);

/// <summary>What could not leave, kept until a person decides.</summary>
public static class DeadLetters
{
    private static TableName Table(SqlName app) => new(app, "dead_letter");

    /// <summary>Moves an entry out of the outbox; false when somebody else has it by now.</summary>
    public static async ValueTask<bool> GiveUp(Session session, SqlName app, OutboxRow row, DateTime at, string error)
    {
        if (await OutboxRows.Done(session, app, row.Id, row.Tries) == 0) return false;
        await session.Execute($"insert into {Table(app)} (id, kind, payload, at, tries, error) values ({row.Id}, {row.Kind}, {row.Payload}, {at}, {(long)row.Tries}, {error})");
        return true;
    }

    /// <summary>Latest first.</summary>
    public static ValueTask<List<DeadLetterRow>> All(Session session, SqlName app, int limit) => session.Query(
        $"select id, kind, payload, at, tries, error from {Table(app)} order by at desc, id desc limit {(long)limit}", Read);

    /// <summary>Puts one back into the outbox, with its own id, as if it were new; false when it is not here.</summary>
    public static async ValueTask<bool> Revive(Session session, SqlName app, long id, DateTime now)
    {
        var found = await session.First($"select id, kind, payload, at, tries, error from {Table(app)} where id = {id}", Read);
        if (found is null || await Remove(session, app, id) == 0) return false;
        await OutboxRows.Add(session, app, new(found.Id, found.Kind, found.Payload, now, 0, found.Error));
        return true;
    }

    public static ValueTask<int> Remove(Session session, SqlName app, long id) => session.Execute($"delete from {Table(app)} where id = {id}");

    public static ValueTask<int> RemoveBefore(Session session, SqlName app, DateTime at) => session.Execute($"delete from {Table(app)} where at < {at}");

    private static DeadLetterRow Read(Row r) => new(r.Long(0), r.Text(1), r.Text(2), r.Moment(3), r.Int(4), r.Text(5));
}
