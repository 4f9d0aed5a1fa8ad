using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Search;

/// <summary>The records that a member looked at last, to find them again. Notes one look of each record, shows only what may still be seen, and is no log.</summary>
public sealed class Recents(Database database, GlobalSearch search, TimeProvider clock)
{
    /// <summary>As many are offered.</summary>
    public const int Most = 20;

    private static readonly TimeSpan Noting = TimeSpan.FromMinutes(1);

    /// <summary>Notes that the member looks at a record; what told them of this record is read thereby.</summary>
    public async Task See(Actor actor, Form form, long id, CancellationToken cancel = default)
    {
        if (actor.IsSystem || actor.ReadOnly) return;
        var now = clock.GetUtcNow().UtcDateTime;
        try
        {
            await database.Write(async session =>
            {
                await RecentRows.Put(session, form.App.Schema, actor.MemberId, form.No, id, now, now - Noting);
                if (await NotificationRows.SeeRecord(session, actor.MemberId, form.App.Key, form.No, id, now) > 0) await session.Notify(Bell.Channel, Bell.Payload(actor.MemberId), cancel);
            }, cancel);
        }
        catch (DatabaseBusy)
        {
            // To be found again is worth less than to be seen now.
        }
    }

    /// <summary>Latest first.</summary>
    public async Task<IReadOnlyList<Hit>> Of(Actor actor, App app, int limit = Most, CancellationToken cancel = default)
    {
        // A few more, since some may be gone by now.
        var looks = await database.Read(s => RecentRows.Of(s, app.Schema, actor.MemberId, limit * 2), cancel);
        return [.. (await search.Of(actor, app, [.. looks.Select(l => ((int)l.FormNo, l.RecordId))], cancel)).Take(limit)];
    }
}
