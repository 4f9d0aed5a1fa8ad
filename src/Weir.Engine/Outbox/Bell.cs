using System.Globalization;
using Weir.Engine.Access.SignIn;
using Weir.Sql.Sessions;

namespace Weir.Engine.Outbox;

/// <summary>Wakes whoever waits for news of a member, in whatever process it was made. Carries no news itself: who is woken looks them up.</summary>
public sealed class Bell : IDisposable
{
    internal const string Channel = "notification";

    private readonly Lock gate = new();
    private readonly List<Ringing> waiting = [];
    private readonly Database database;
    private readonly MemberSessions sessions;
    private IDisposable? listening;

    public Bell(Database database, MemberSessions sessions)
    {
        (this.database, this.sessions) = (database, sessions);
        sessions.Ended += Ring;
    }

    /// <summary>Begins to listen for a member.</summary>
    public Ringing Listen(long member)
    {
        var ringing = new Ringing(member, Leave);
        lock (gate)
        {
            waiting.Add(ringing);
            listening ??= database.Listen(Channel, Hear);
        }
        return ringing;
    }

    public void Dispose()
    {
        sessions.Ended -= Ring;
        lock (gate) listening?.Dispose();
    }

    internal static string Payload(long member) => member.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null is told when notices may have been missed; then everybody looks.</summary>
    private void Hear(string? member) => Ring(long.TryParse(member, CultureInfo.InvariantCulture, out var id) ? id : 0);

    private void Ring(long member)
    {
        lock (gate)
            foreach (var ringing in waiting)
                if (member == 0 || ringing.Member == member) ringing.Ring();
    }

    private void Leave(Ringing ringing)
    {
        lock (gate) waiting.Remove(ringing);
    }
}

/// <summary>One who waits for the bell. Several rings before the next look are one.</summary>
public sealed class Ringing : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);
    private readonly Action<Ringing> leave;

    internal Ringing(long member, Action<Ringing> leave) => (Member, this.leave) = (member, leave);

    public long Member { get; }

    /// <summary>True when it rang, false when the time is over.</summary>
    public Task<bool> Wait(TimeSpan most, CancellationToken cancel) => rung.WaitAsync(most, cancel);

    public void Dispose() => leave(this);

    internal void Ring()
    {
        try
        {
            if (rung.CurrentCount == 0) rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just rung.
        }
    }
}
