using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Reminders;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>What a member has been told: read, and marked as read. Titles are looked up at each reading, by the rights of that moment; it tells nobody anything.</summary>
public sealed class Notifications(Database database, AppStore apps, RecordQuery query, RecordIds ids, TimeProvider clock)
{
    /// <summary>Counting stops here; more is "99+".</summary>
    public const int MostCounted = 100;

    private const int LongestExcerpt = 160;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>How many are unread (at most <see cref="MostCounted"/>), and the id of the newest; 0 when there is none.</summary>
    public Task<(int Unread, long Newest)> State(Actor actor, CancellationToken cancel = default) => database.Read(s => NotificationRows.State(s, actor.MemberId, MostCounted), cancel);

    /// <summary>Newest first, below the one of id <paramref name="before"/>.</summary>
    public Task<IReadOnlyList<Notification>> Page(Actor actor, bool unreadOnly = false, long? before = null, int limit = 30, CancellationToken cancel = default) => database.Read(async session =>
        await Shown(session, actor, await NotificationRows.Page(session, actor.MemberId, unreadOnly, before, Math.Clamp(limit, 1, 200))), cancel);

    /// <summary>The unread ones that came after one, oldest first.</summary>
    public Task<IReadOnlyList<Notification>> After(Actor actor, long after, int limit = 3, CancellationToken cancel = default) => database.Read(async session =>
        await Shown(session, actor, await NotificationRows.After(session, actor.MemberId, after, Math.Clamp(limit, 1, 200))), cancel);

    public Task See(Actor actor, long id, CancellationToken cancel = default) => See(actor, s => NotificationRows.See(s, actor.MemberId, id, Now), cancel);

    /// <summary>All up to one: what came while the list was being looked at stays unread.</summary>
    public Task SeeAll(Actor actor, long upTo, CancellationToken cancel = default) => See(actor, s => NotificationRows.SeeAll(s, actor.MemberId, upTo, Now), cancel);

    /// <summary>What the member has put off, the soonest first.</summary>
    public Task<IReadOnlyList<Notification>> Snoozed(Actor actor, int limit = 100, CancellationToken cancel = default) => database.Read(async session =>
        await Shown(session, actor, await NotificationRows.Snoozed(session, actor.MemberId, Math.Clamp(limit, 1, 200))), cancel);

    /// <summary>One of the member's own; null when there is none.</summary>
    public Task<Notification?> Get(Actor actor, long id, CancellationToken cancel = default) => database.Read(async session =>
        await NotificationRows.Find(session, id) is { } row && row.MemberId == actor.MemberId ? (await Shown(session, actor, [row])).FirstOrDefault() : null, cancel);

    /// <summary>Puts a notification off: it is gone until then, and comes back once, as new.</summary>
    /// <returns>When it comes back, UTC.</returns>
    /// <exception cref="Problems.ProblemException">NotFound when it is not the member's; Forbidden to a token that may only read.</exception>
    public async Task<DateTime> Snooze(Actor actor, long id, Snooze snooze, CancellationToken cancel = default)
    {
        Access.SignIn.Own.Demand(actor);
        var until = snooze.Until(Now, actor.Zone);
        await database.Write(async session =>
        {
            if (await NotificationRows.Snooze(session, actor.MemberId, id, until, Now) == 0) throw Missing();
            await SnoozeCarrier.Post(session, ids, id, until);
            await session.Notify(Bell.Channel, Bell.Payload(actor.MemberId), cancel);
        }, cancel);
        return until;
    }

    /// <summary>Brings it back at once, unread, where it stood.</summary>
    /// <exception cref="Problems.ProblemException">NotFound when it is not put off any more.</exception>
    public Task Wake(Actor actor, long id, CancellationToken cancel = default) => database.Write(async session =>
    {
        if (await NotificationRows.Wake(session, actor.MemberId, id) == 0) throw Missing();
        await session.Notify(Bell.Channel, Bell.Payload(actor.MemberId), cancel);
    }, cancel);

    private static Problems.ProblemException Missing() =>
        Problems.Problem.NotFound("notification.not_found").Exception();

    /// <summary>The member looks at a record: what spoke of it alone is read thereby.</summary>
    public Task SeeRecord(Actor actor, Form form, long recordId, CancellationToken cancel = default) =>
        See(actor, s => NotificationRows.SeeRecord(s, actor.MemberId, form.App.Key, form.No, recordId, Now), cancel);

    /// <summary>The kinds of which the member gets mail.</summary>
    public Task<IReadOnlySet<NotificationKind>> Mailed(Actor actor, CancellationToken cancel = default) => database.Read(async session =>
    {
        var unwanted = await MailChoices.Unwanted(session, actor.MemberId);
        return (IReadOnlySet<NotificationKind>)NotificationKinds.All.Where(k => !unwanted.Contains(k.Word())).ToHashSet();
    }, cancel);

    public Task SetMailed(Actor actor, IReadOnlyCollection<NotificationKind> kinds, CancellationToken cancel = default)
    {
        var member = Access.SignIn.Own.Demand(actor);
        return database.Write(s => MailChoices.Set(s, member, NotificationKinds.All.Except(kinds).Select(k => k.Word())), cancel);
    }

    /// <summary>When the member wants to be left alone.</summary>
    public Task<QuietHours> Quiet(Actor actor, CancellationToken cancel = default) => database.Read(async session =>
        await QuietRows.Find(session, actor.MemberId) is var (from, to, daysOff) ? new QuietHours(from, to, daysOff) : QuietHours.Usual, cancel);

    public Task SetQuiet(Actor actor, QuietHours quiet, CancellationToken cancel = default)
    {
        var member = Access.SignIn.Own.Demand(actor);
        return database.Write(s => QuietRows.Set(s, member, quiet.From, quiet.To, quiet.DaysOff), cancel);
    }

    /// <summary>The notification as its member may see it; null when it is read, or speaks of nothing that they may still see.</summary>
    internal Task<Notification?> Unread(Actor member, long id, CancellationToken cancel) => database.Read(async session =>
        await NotificationRows.Find(session, id) is { ReadAt: null } row && row.MemberId == member.MemberId && (await Shown(session, member, [row])).FirstOrDefault() is { Gone: false } shown ? shown : null, cancel);

    private Task See(Actor actor, Func<Session, ValueTask<int>> mark, CancellationToken cancel) => database.Write(async session =>
    {
        // The member's other tabs count anew.
        if (await mark(session) > 0) await session.Notify(Bell.Channel, Bell.Payload(actor.MemberId), cancel);
    }, cancel);

    private async ValueTask<IReadOnlyList<Notification>> Shown(Session session, Actor actor, IReadOnlyList<NotificationRow> rows)
    {
        var titles = new Dictionary<(Form, long), string>();
        var values = new Dictionary<(Form, long, Field), string>();
        foreach (var same in rows.Where(r => r.RecordId is not null).GroupBy(r => FormOf(r)))
        {
            if (same.Key is not { } form || !FormAccess.Of(actor, form).Can(Operation.View)) continue;
            var columns = Columns(actor, form, same);
            var page = await query.List(session, actor, new ListQuery(form) { Columns = columns, Ids = [.. same.Select(r => r.RecordId!.Value).Distinct()], Limit = RecordQuery.MostRows });
            var display = new Display(actor.Chinese, actor.Directory, Now);
            foreach (var row in page.Rows)
            {
                for (var i = 0; i < columns.Count; i++) values[(form, row.Id, columns[i].Field)] = Text(columns[i].Field, row.Values[i], display);
                titles[(form, row.Id)] = values.GetValueOrDefault((form, row.Id, form.Title)) is { Length: > 0 } title ? title : "#" + row.Id.ToString(CultureInfo.InvariantCulture);
            }
        }
        var shown = new List<Notification>();
        foreach (var row in rows)
            if (NotificationKinds.Find(row.Kind) is { } kind) shown.Add(About(actor, kind, row, await Shown(session, row, kind, titles)) with { Said = Said(row, kind, values), SnoozedUntil = row.SnoozedUntil });
        return shown;
    }

    /// <summary>Which handover it is, and whose.</summary>
    private static Notification About(Actor actor, NotificationKind kind, NotificationRow row, Notification shown) =>
        kind is NotificationKind.HandoverAsked or NotificationKind.HandoverAgreed or NotificationKind.HandoverRefused && row.Detail?.Split('/') is [var id, var member] && long.TryParse(id, CultureInfo.InvariantCulture, out var handover) && long.TryParse(member, CultureInfo.InvariantCulture, out var who)
            ? shown with { Handover = handover, Person = actor.Directory.Members.GetValueOrDefault(who)?.Name ?? "" } : shown;

    private async ValueTask<Notification> Shown(Session session, NotificationRow row, NotificationKind kind, Dictionary<(Form, long), string> titles)
    {
        var form = FormOf(row);
        var title = form is not null && row.RecordId is { } id ? titles.GetValueOrDefault((form, id)) : null;
        var excerpt = kind == NotificationKind.Mentioned && title is not null && long.TryParse(row.Detail, CultureInfo.InvariantCulture, out var comment)
            ? (await CommentRows.Find(session, form!.App.Schema, comment))?.Text : null;
        return new(row.Id, kind, row.At, apps.Find(row.App), form, title is null ? null : row.RecordId, title, row.ById, row.Count, Cut(excerpt),
            kind is NotificationKind.Imported or NotificationKind.Exported ? NotifiedBatch.Read(row.Detail) : null, row.ReadAt is not null);
    }

    /// <summary>The title, and what the words of reminders name; what the actor may not read is left out.</summary>
    private static List<FieldPath> Columns(Actor actor, Form form, IEnumerable<NotificationRow> rows)
    {
        var book = Reminders.Book(form);
        var named = book is null ? [] : rows.Where(r => r.Kind == NotificationKind.Reminded.Word()).Select(r => r.Detail).Distinct().Select(book.Find).OfType<Reminder>().SelectMany(r => r.Tokens);
        return [.. named.Prepend(form.Title).Distinct().Where(FormAccess.Of(actor, form).Reads).Select(f => new FieldPath([], f))];
    }

    private static string Text(Field field, object? value, Display display) => value is Masked masked ? masked.Text : field.Type.Text(field, value, display);

    /// <summary>A rule that is gone leaves the reminder without its words.</summary>
    private Words? Said(NotificationRow row, NotificationKind kind, Dictionary<(Form, long, Field), string> values)
    {
        if (kind != NotificationKind.Reminded || FormOf(row) is not { } form || Reminders.Book(form)?.Find(row.Detail) is not { } rule) return null;
        var label = rule.Definition.Label;
        return row.Count > 1 ? ($"{label.Zh}：{row.Count} 条{form.Label.Zh}", $"{label.En}: {row.Count} of {form.Label.En}") : rule.Say(f => values.GetValueOrDefault((form, row.RecordId ?? 0, f)));
    }

    private Form? FormOf(NotificationRow row) => row.FormNo is { } no ? apps.Find(row.App)?.FormNo((int)no) : null;

    private static string? Cut(string? text)
    {
        var line = text is null ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line?.Length > LongestExcerpt ? line[..LongestExcerpt] + "…" : line;
    }
}
