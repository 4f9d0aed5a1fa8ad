using System.Globalization;
using Weir.Engine.Apps;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>Brings a notification back that its member has put off: once, on its time, as new tidings, which are told only if the member may still know.</summary>
public sealed class SnoozeCarrier(Database database, AppStore apps, RecordIds ids, TimeProvider clock) : Carrier
{
    internal const string Letter = "snooze";

    public override string Kind => Letter;

    internal static ValueTask Post(Session session, RecordIds ids, long notification, DateTime until) =>
        OutboxRows.Add(session, OrgMigrations.Schema, new(ids.Next(), Letter, FormattableString.Invariant($"{notification} {until.Ticks}"), until, 0, null));

    public override async Task Carry(Letter letter, CancellationToken cancel)
    {
        var parts = letter.Row.Payload.Split(' ');
        var (id, until) = (long.Parse(parts[0], CultureInfo.InvariantCulture), new DateTime(long.Parse(parts[1], CultureInfo.InvariantCulture), DateTimeKind.Utc));
        await database.Write(async session =>
        {
            await letter.Finish(session);
            // Brought back by hand, put off anew, or gone: this letter has nothing to say any more.
            if (await NotificationRows.Find(session, id) is not { SnoozedUntil: { } put } row || put != until || NotificationKinds.Find(row.Kind) is not { } kind) return;
            await NotificationRows.Remove(session, id);
            var tidings = new Tidings(row.MemberId, kind, row.ById)
            {
                FormNo = (int?)row.FormNo, Records = row.RecordId is { } record ? [record] : [], Count = row.Count, Detail = row.Detail, OnlyHere = true,
            };
            var now = clock.GetUtcNow().UtcDateTime;
            if (apps.Find(row.App) is { } app) await tidings.Send(session, app, ids, now);
            else await tidings.Send(session, ids, now);
        }, cancel);
    }
}
