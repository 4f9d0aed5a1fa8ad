using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Access.SignIn;

/// <summary>The sessions of members in browsers: opened after a proof, checked at each request, ended here. Compares no password.</summary>
public sealed class MemberSessions : IDisposable
{
    /// <summary>A session that nobody used for so long ends.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(14);

    /// <summary>A session ends after so long, however much it was used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Use is noted at most so often.</summary>
    public static readonly TimeSpan Noting = TimeSpan.FromMinutes(5);

    private readonly Database database;
    private readonly People people;
    private readonly RecordIds ids;
    private readonly TimeProvider clock;
    private readonly AccessCache<OpenSessionRow> cache;

    public MemberSessions(Database database, People people, RecordIds ids, TimeProvider clock)
    {
        (this.database, this.people, this.ids, this.clock) = (database, people, ids, clock);
        cache = new(clock);
        people.AccessEnded += Drop;
    }

    /// <summary>Tells whose sessions may have ended, after the commit; 0 when it may be anybody's.</summary>
    internal event Action<long>? Ended;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>In whose name a request with this cookie speaks; null when the token opens nothing (any more).</summary>
    /// <param name="address">Where the request comes from; shown to the member when the use is noted.</param>
    public async ValueTask<Actor?> Check(string? token, string? address = null)
    {
        if (SecretToken.Hash(token) is not { } hash) return null;
        var session = cache.Find(hash);
        if (session is null)
        {
            var asOf = cache.Generation;
            session = await database.Read(s => SessionsOpen.Find(s, hash));
            if (session is null) return null;
            session = await Noted(session, address);
            cache.Keep(hash, session, session.MemberId, asOf);
        }
        return IsAlive(session) ? await people.ActiveActor(session.MemberId, "web") : null;
    }

    /// <summary>The own living sessions, last used first.</summary>
    public async Task<IReadOnlyList<MemberSession>> List(Actor actor, string? token)
    {
        var hash = SecretToken.Hash(token);
        var rows = await database.Read(s => SessionsOpen.Of(s, Own.Demand(actor)));
        return [.. rows.Where(IsAlive).Select(r => new MemberSession(r.Id, r.Device, r.Address, r.CreatedAt, r.SeenAt, r.TokenHash == hash))];
    }

    /// <summary>Ends one of the own sessions.</summary>
    /// <exception cref="ProblemException">NotFound when it is not the actor's own.</exception>
    public async Task End(Actor actor, long id)
    {
        var member = Own.Demand(actor);
        var ended = await database.Write(s => SessionsOpen.End(s, id, member));
        Drop(member);
        if (ended == 0) throw Problem.NotFound("session.not_found").Exception();
    }

    /// <summary>Ends all own sessions but the one of the token; returns how many.</summary>
    public async Task<int> EndOthers(Actor actor, string token)
    {
        var member = Own.Demand(actor);
        var ended = await database.Write(s => SessionsOpen.EndAll(s, member, SecretToken.Hash(token)));
        Drop(member);
        return ended;
    }

    /// <summary>Ends the session of the token.</summary>
    public async Task SignOut(string? token)
    {
        if (SecretToken.Hash(token) is not { } hash) return;
        var session = await database.Read(s => SessionsOpen.Find(s, hash));
        await database.Write(s => SessionsOpen.EndByToken(s, hash));
        if (session is not null) Drop(session.MemberId);
    }

    /// <summary>Removes what has expired; for a daily job.</summary>
    public Task Sweep() => database.Write(async s =>
    {
        await SessionsOpen.Sweep(s, Now - Idle, Now - Longest);
        await SessionsTries.Sweep(s, Now.AddDays(-1));
        await Sql.Tables.Invites.Sweep(s, Now);
        await InvitesToPassword.Sweep(s, Now);
    });

    public void Dispose() => people.AccessEnded -= Drop;

    /// <summary>Opens a session for a member whose proof held under this stamp; if the stamp is old by now, the session is dead from the start.</summary>
    internal async ValueTask<string> Open(Session session, long member, string stamp, Visitor visitor)
    {
        var token = SecretToken.New();
        var now = Now;
        await SessionsOpen.Add(session, new(ids.Next(), SecretToken.Hash(token)!, member, stamp, Cut(visitor.Device), Cut(visitor.Address), now, now));
        return token;
    }

    private void Drop(long member)
    {
        cache.Drop(member);
        Ended?.Invoke(member);
    }

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];

    private bool IsAlive(OpenSessionRow session) => Now - session.SeenAt < Idle && Now - session.CreatedAt < Longest;

    private async ValueTask<OpenSessionRow> Noted(OpenSessionRow session, string? address)
    {
        var now = Now;
        if (!IsAlive(session) || now - session.SeenAt < Noting) return session;
        try
        {
            await database.Write(s => SessionsOpen.See(s, session.Id, now, now - Noting, Cut(address ?? session.Address)));
            return session with { SeenAt = now };
        }
        catch (DatabaseBusy)
        {
            // Noting can wait for a quieter moment; the request cannot.
            return session;
        }
    }
}
