namespace Weir.Sql.Sessions;

/// <summary>Who listens on which channel within this process. Calls back one after the other; a listener must be quick and must not throw.</summary>
internal sealed class Notices
{
    private readonly List<(string Channel, Action<string?> Heard)> listeners = [];
    private readonly Lock gate = new();

    public IDisposable Add(string channel, Action<string?> heard)
    {
        var entry = (channel, heard);
        lock (gate) listeners.Add(entry);
        return new Ending(() => { lock (gate) listeners.Remove(entry); });
    }

    public IReadOnlyList<string> Channels
    {
        get { lock (gate) return [.. listeners.Select(l => l.Channel).Distinct()]; }
    }

    public void Tell(string channel, string? payload)
    {
        Action<string?>[] heard;
        lock (gate) heard = [.. listeners.Where(l => l.Channel == channel).Select(l => l.Heard)];
        foreach (var call in heard) call(payload);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
