using Microsoft.Extensions.Logging;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Reminders;

/// <summary>Looks for what has fallen due since the last look and tells it, once for each member, record, rule and day, however many processes look and however the clock is set.</summary>
/// <remarks>
/// How far an app has been looked at is kept, so that what fell due while nothing ran is told later. That the same is not told twice does not
/// depend on it: the row that says it has been told is written in the transaction that writes the letter.
/// </remarks>
public sealed class ReminderRound(Database database, AppStore apps, Func<Directory> people, RecordIds ids, TimeProvider clock)
{
    /// <summary>What is missed longer than this is not told any more.</summary>
    internal static readonly TimeSpan MostMissed = TimeSpan.FromDays(3);

    /// <summary>More than these for one member at once are one notification.</summary>
    internal const int MostAlone = 5;

    private const int AtOnce = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>A save that began before the last look may have become visible after it.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>Looks every minute until it is told to stop.</summary>
    public async Task Run(ILogger? log, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var app in apps.Current.Values.OrderBy(a => a.Id))
            {
                try
                {
                    await RunDue(app, stop);
                }
                catch (Exception) when (stop.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception failure)
                {
                    log?.LogWarning(failure, "The reminders of {App} could not be looked at; trying again in a minute", app.Key);
                }
            }
            await Task.Delay(Pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What an app has to tell begins at a moment; without it, when it is first looked at.</summary>
    public Task Begin(App app, DateTime from, CancellationToken cancel = default) => database.Write(s => ReminderRows.SetUntil(s, app.Schema, from), cancel);

    /// <summary>Tells what has fallen due in an app; returns how many letters were written.</summary>
    public async Task<int> RunDue(App app, CancellationToken cancel = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var books = app.Forms.Select(Reminders.Book).OfType<ReminderBook>().ToList();
        if (books.Count == 0) return 0;
        var told = 0;
        if (await database.Read(s => ReminderRows.Until(s, app.Schema), cancel) is { } until)
        {
            // A clock that was set back looks again at what it has seen; what was told then is not told again.
            var after = (until < now ? until : now) - Overlap;
            if (after < now - MostMissed) after = now - MostMissed;
            foreach (var book in books)
                foreach (var rule in book.Rules.Where(r => !r.Definition.Off)) told += await Tell(book.Form, rule, after, now, cancel);
        }
        await database.Write(async session =>
        {
            await ReminderRows.SetUntil(session, app.Schema, now);
            await ReminderRows.RemoveBefore(session, app.Schema, now - Kept);
        }, cancel);
        return told;
    }

    private async Task<int> Tell(Form form, Reminder rule, DateTime after, DateTime now, CancellationToken cancel)
    {
        var (told, seen, directory) = (0, new HashSet<long>(), people());
        foreach (var occasion in Occasion.Of(rule, after, now, directory.Zone, directory.Calendar))
            for (var last = (long?)0; last is { } at;)
            {
                var found = await database.Read(session => Due(session, form, rule, occasion, directory, now, at), cancel);
                if (found.Count > 0)
                {
                    var (letters, of) = await database.Write(session => Write(session, form, rule, occasion, directory, [.. found.Where(id => !seen.Contains(id))], now), cancel);
                    // Of several days that were missed, the latest is told.
                    seen.UnionWith(of);
                    told += letters;
                }
                last = found.Count < AtOnce ? null : found[^1];
            }
        return told;
    }

    private static ValueTask<List<long>> Due(Session session, Form form, Reminder rule, Occasion occasion, Directory directory, DateTime now, long after)
    {
        var joins = new JoinPlan();
        var id = JoinPlan.Id(JoinPlan.Root);
        var where = new List<Predicate>
        {
            new Predicate.Compare(id, Comparison.Greater, after), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])),
            rule.When.Bind(new ConditionContext(Actor.System("reminder", directory, quiet: true), now, joins)),
        };
        if (occasion.Where(rule.Field is { } field ? joins.Operand(field) : null) is { } range) where.Add(range);
        return session.Query(QueryWriter.Select(session.Dialect, new Select(form.Table, JoinPlan.Root, [id], joins.Joins, Predicate.And(where), RowScope.Everything, [new Sort(id, Nullable: false)], Limit: AtOnce)), r => r.Long(0));
    }

    private async ValueTask<(int Letters, IReadOnlyList<long> Of)> Write(Session session, Form form, Reminder rule, Occasion occasion, Directory directory, IReadOnlyList<long> found, DateTime now)
    {
        var records = await RecordRows.Read(session, form, found, lines: false);
        var linked = new LinkedRecords(session);
        await linked.Load([.. records.Values], occasion.To.Select(r => r.Path?.Via ?? []));
        var turns = new List<long>();
        var told = new List<(long Member, DateOnly Day, long Record)>();
        foreach (var record in found.Select(records.GetValueOrDefault).OfType<Record>())
        {
            if (occasion.DayOf(record) is not { } day) continue;
            turns.Add(record.Id);
            foreach (var member in occasion.To.SelectMany(r => r.Of(record, linked, directory)).Distinct().Order())
                if (await ReminderRows.Add(session, form.App.Schema, new(form.No, rule.Definition.Key, record.Id, member, day), now) > 0) told.Add((member, day, record.Id));
        }
        var letters = 0;
        foreach (var same in told.GroupBy(t => (t.Member, t.Day)))
        {
            List<long> about = [.. same.Select(t => t.Record)];
            foreach (var part in about.Count > MostAlone ? [about] : about.Select(r => new List<long> { r }))
            {
                await new Tidings(same.Key.Member, NotificationKind.Reminded, 0)
                {
                    FormNo = form.No, Records = [.. part.Take(Tidings.MostRecords)], Count = part.Count, Detail = rule.Definition.Key, OnlyHere = !rule.Definition.Mail,
                    Thread = part.Count > 1 ? FormattableString.Invariant($"reminder/{form.App.Key}/{form.Key}/{rule.Definition.Key}/{same.Key.Day:yyyyMMdd}") : null,
                }.Send(session, form.App, ids, now);
                letters++;
            }
        }
        return (letters, turns);
    }
}
