using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>Makes a notification of tidings, if the member may still know by now: who has left, or may not see the record, is told nothing.</summary>
/// <param name="mails">Whether this program sends mail; then the mail is put into the outbox beside the notification.</param>
public sealed class NotificationCarrier(Database database, AppStore apps, People people, RecordQuery query, RecordIds ids, TimeProvider clock, bool mails) : Carrier
{
    /// <summary>So long a notification may be read in the program before it is mailed.</summary>
    internal static readonly TimeSpan MailAfter = TimeSpan.FromMinutes(1);

    public override string Kind => Tidings.Letter;

    public override async Task Carry(Letter letter, CancellationToken cancel)
    {
        var tidings = Tidings.Read(letter.Row.Payload);
        if (!people.Current.Members.ContainsKey(tidings.To)) await people.Load(cancel);
        await database.Write(async session =>
        {
            await letter.Finish(session);
            if (people.Current.Members.GetValueOrDefault(tidings.To) is not { Active: true } member) return;
            var app = apps.Current.Values.FirstOrDefault(a => a.Schema == letter.Place);
            var seen = await Seen(session, app, member, tidings);
            if (seen is null) return;
            await Store(session, letter.Row.Id, app?.Key ?? "", member, tidings, seen);
            await session.Notify(Bell.Channel, Bell.Payload(member.Id), cancel);
        }, cancel);
    }

    /// <summary>The records that the member may see now; null when the tidings are about records and none is left.</summary>
    private async ValueTask<IReadOnlyList<long>?> Seen(Session session, App? app, Member member, Tidings tidings)
    {
        if (tidings.FormNo is not { } no || tidings.Records.Count == 0) return [];
        if (app?.FormNo(no) is not { } form) return null;
        var actor = people.Current.Actor(member.Id);
        if (!FormAccess.Of(actor, form).Can(Operation.View)) return null;
        var page = await query.List(session, actor, new ListQuery(form) { Ids = tidings.Records, Limit = RecordQuery.MostRows });
        var visible = page.Rows.Select(r => r.Id).ToHashSet();
        // What somebody else has by now is told to its former owner all the same, without its name.
        return visible.Count == 0 && tidings.Kind != NotificationKind.Recycled ? null : [.. tidings.Records.Where(visible.Contains)];
    }

    private async ValueTask Store(Session session, long letter, string app, Member member, Tidings tidings, IReadOnlyList<long> seen)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var count = tidings.Kind == NotificationKind.Recycled ? tidings.Count : Math.Max(1, tidings.Count - (tidings.Records.Count - seen.Count));
        if (tidings.Thread is { } thread && await NotificationRows.Join(session, member.Id, thread, count, now) > 0) return;
        var id = ids.Next();
        await NotificationRows.Add(session, new(
            id, member.Id, now, tidings.Kind.Word(), app, tidings.FormNo, seen.Count > 0 ? seen[0] : null, tidings.By, count, tidings.Thread, tidings.Detail, null));
        if (!mails || tidings.OnlyHere || member.Email.Length == 0 || (await MailChoices.Unwanted(session, member.Id)).Contains(tidings.Kind.Word())) return;
        // The letter's own id goes along, so that a mail sent twice after a crash is one mail to the receiver's program.
        await OutboxRows.Add(session, OrgMigrations.Schema, new(ids.Next(), MailCarrier.Letter, MailCarrier.Payload(id, letter), now + MailAfter, 0, null));
    }
}
