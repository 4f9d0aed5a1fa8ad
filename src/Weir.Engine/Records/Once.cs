using Weir.Engine.Access;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Remembers for a day which record a creation with an idempotency key made, so that a repeated request makes no twin.</summary>
internal static class Once
{
    public static async ValueTask<long?> Find(Session session, Actor actor, Draft draft) =>
        Key(actor, draft) is { } key ? await OnceRows.Find(session, draft.Form.App.Schema, key) : null;

    public static async ValueTask Remember(Session session, Actor actor, SaveUnit unit)
    {
        if (unit.Creating && Key(actor, unit.Draft) is { } key) await OnceRows.Add(session, unit.Form.App.Schema, key, unit.Record.Id, unit.Now);
    }

    private static string? Key(Actor actor, Draft draft) => draft is { Id: null, IdempotencyKey: { Length: > 0 and <= 100 } given } ? $"{actor.MemberId}:{draft.Form.Key}:{given}" : null;
}
