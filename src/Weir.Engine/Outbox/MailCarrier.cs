using System.Globalization;
using System.Text;
using Weir.Engine.Access;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>Mails a notification that is still unread, in its member's language, if they may still know and want it, after their quiet hours; otherwise lets it fall.</summary>
/// <param name="address">The full address to which a notification leads.</param>
/// <param name="site">The address under which people reach the program, without a slash at the end.</param>
public sealed class MailCarrier(
    Database database, People people, Notifications notifications, RecordIds ids, TimeProvider clock, MailBox box, Func<Notification, string> address, string site) : Carrier
{
    /// <summary>The kind of letter it carries.</summary>
    public const string Letter = "mail";

    public override string Kind => Letter;

    public override async Task Carry(Letter letter, CancellationToken cancel)
    {
        if (await Wanted(letter, cancel) is var (member, notification))
        {
            var actor = people.Current.Actor(member.Id);
            var now = clock.GetUtcNow().UtcDateTime;
            if ((await notifications.Quiet(actor, cancel)).After(now, actor.Zone, actor.Directory.Calendar) is var free && free > now)
            {
                await database.Write(s => Wait(s, letter, free), cancel);
                return;
            }
            await box.Send(member.Email, Subject(notification, actor), Text(notification, actor), "weir-" + letter.Row.Payload.Replace(' ', '-'), cancel);
        }
        // Once it is sent it must not be sent again because the program is being stopped.
        await database.Write(letter.Finish, CancellationToken.None);
    }

    internal static string Payload(long notification, long letter) => FormattableString.Invariant($"{notification} {letter}");

    private async ValueTask Wait(Session session, Letter letter, DateTime until)
    {
        await letter.Finish(session);
        await OutboxRows.Add(session, OrgMigrations.Schema, new(ids.Next(), Letter, letter.Row.Payload, until, 0, null));
    }

    private async Task<(Member, Notification)?> Wanted(Letter letter, CancellationToken cancel)
    {
        var id = long.Parse(letter.Row.Payload.Split(' ')[0], CultureInfo.InvariantCulture);
        if (await database.Read(s => NotificationRows.Find(s, id), cancel) is not { ReadAt: null } row) return null;
        if (people.Current.Members.GetValueOrDefault(row.MemberId) is not { Active: true, Email.Length: > 0 } member) return null;
        var actor = people.Current.Actor(member.Id);
        return await notifications.Unread(actor, id, cancel) is { } notification && (await notifications.Mailed(actor, cancel)).Contains(notification.Kind) ? (member, notification) : null;
    }

    private static string Subject(Notification notification, Actor actor)
    {
        var about = About(notification, actor);
        return Sentence(notification, actor) + (about.Length == 0 ? "" : (actor.Chinese ? "：" : ": ") + about);
    }

    private string Text(Notification notification, Actor actor)
    {
        var text = new StringBuilder();
        text.AppendLine(actor.Chinese ? $"{actor.Name}，你好：" : $"Hello {actor.Name},").AppendLine();
        text.AppendLine(Sentence(notification, actor) + (actor.Chinese ? "。" : "."));
        if (notification.Form is { } form && About(notification, actor) is { Length: > 0 } about) text.AppendLine(form.Label.In(actor.Chinese) + (actor.Chinese ? "：" : ": ") + about);
        if (notification.Excerpt is { } excerpt) text.AppendLine().AppendLine("> " + excerpt);
        text.AppendLine().AppendLine((actor.Chinese ? "打开查看：" : "Open it: ") + address(notification)).AppendLine().AppendLine("-- ");
        text.Append(actor.Chinese ? $"不想再收到这类邮件，可在这里关闭：{site}/me#mail" : $"If you do not want mails like this one, switch them off here: {site}/me#mail");
        return text.ToString();
    }

    private static string Sentence(Notification notification, Actor actor)
    {
        var sentence = notification.Sentence.In(actor.Chinese);
        if (notification.Own) return sentence;
        var by = actor.Directory.Members.GetValueOrDefault(notification.By)?.Name ?? (actor.Chinese ? "系统" : "The system");
        return $"{by} {sentence}";
    }

    private static string About(Notification notification, Actor actor) => notification switch
    {
        { Batch: { } batch } => batch.FileName,
        { Title: { } title, Count: > 1 } => actor.Chinese ? $"{title} 等" : $"{title} and others",
        _ => notification.Title ?? "",
    };
}
