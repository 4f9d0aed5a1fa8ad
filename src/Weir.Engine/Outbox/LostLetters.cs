using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>What could not leave although it was tried again and again; <paramref name="To"/> is the member it was for, 0 when nobody can tell any more.</summary>
/// <param name="App">The key of the app whose outbox it was in; empty for the organisation's.</param>
public sealed record LostLetter(string App, long Id, string Kind, long To, DateTime At, int Tries, string Error);

/// <summary>Shows administrators what was given up, and lets them have it tried again or thrown away. Carries nothing itself.</summary>
public sealed class LostLetters(Database database, AppStore apps, TimeProvider clock)
{
    private const int Most = 200;

    /// <summary>Latest first.</summary>
    /// <exception cref="ProblemException">Forbidden for everybody but administrators.</exception>
    public Task<IReadOnlyList<LostLetter>> All(Actor actor, CancellationToken cancel = default)
    {
        People.Demand(actor);
        return database.Read(async session =>
        {
            var all = new List<LostLetter>();
            foreach (var (key, place) in Places())
                foreach (var row in await DeadLetters.All(session, place, Most)) all.Add(new(key, row.Id, row.Kind, await Receiver(session, row), row.At, row.Tries, row.Error));
            return (IReadOnlyList<LostLetter>)[.. all.OrderByDescending(l => l.At).Take(Most)];
        }, cancel);
    }

    /// <summary>Has it tried again at once, with its own id, so that whoever received it before can tell.</summary>
    /// <exception cref="ProblemException">Forbidden; NotFound when it is not here any more.</exception>
    public Task Again(Actor actor, string app, long id, CancellationToken cancel = default) => Change(actor, app, (session, place) => DeadLetters.Revive(session, place, id, clock.GetUtcNow().UtcDateTime), cancel);

    /// <exception cref="ProblemException">Forbidden; NotFound when it is not here any more.</exception>
    public Task Drop(Actor actor, string app, long id, CancellationToken cancel = default) => Change(actor, app, async (session, place) => await DeadLetters.Remove(session, place, id) > 0, cancel);

    private Task Change(Actor actor, string app, Func<Session, SqlName, ValueTask<bool>> work, CancellationToken cancel)
    {
        People.Demand(actor);
        var place = Places().Where(p => p.Key == app).Select(p => (SqlName?)p.Place).FirstOrDefault() ?? throw NotHere();
        return database.Write(async session =>
        {
            if (!await work(session, place)) throw NotHere();
        }, cancel);
    }

    private IEnumerable<(string Key, SqlName Place)> Places() => apps.Current.Values.Select(a => (a.Key, a.Schema)).Prepend(("", OrgMigrations.Schema));

    private static async ValueTask<long> Receiver(Session session, DeadLetterRow row)
    {
        try
        {
            if (row.Kind == Tidings.Letter) return Tidings.Read(row.Payload).To;
            return row.Kind == MailCarrier.Letter && long.TryParse(row.Payload.Split(' ')[0], CultureInfo.InvariantCulture, out var id) ? (await NotificationRows.Find(session, id))?.MemberId ?? 0 : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static ProblemException NotHere() => (Problem.NotFound("letter.not_found") with { Message = ("它已经被处理了。", "It has been dealt with already.") }).Exception();
}
