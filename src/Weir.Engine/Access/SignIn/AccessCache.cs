using System.Collections.Concurrent;

namespace Weir.Engine.Access.SignIn;

/// <summary>Remembers for a few seconds what a token opened, so that not every request asks the database. Forgets at once what ended here.</summary>
internal sealed class AccessCache<T>(TimeProvider clock) where T : class
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private const int MaxEntries = 20_000;

    private readonly ConcurrentDictionary<string, (T Value, long Member, DateTimeOffset Until)> entries = new();
    private long generation;

    /// <summary>To be taken before the database is asked: what ends in the meantime is then not remembered as living.</summary>
    public long Generation => Interlocked.Read(ref generation);

    public T? Find(string tokenHash) => entries.TryGetValue(tokenHash, out var entry) && clock.GetUtcNow() < entry.Until ? entry.Value : null;

    public void Keep(string tokenHash, T value, long member, long asOf)
    {
        var now = clock.GetUtcNow();
        if (entries.Count >= MaxEntries)
            foreach (var (key, old) in entries)
                if (old.Until <= now) entries.TryRemove(key, out _);
        var entry = (value, member, now + Lifetime);
        entries[tokenHash] = entry;
        if (Generation != asOf) entries.TryRemove(new(tokenHash, entry));
    }

    /// <summary>Forgets what a member's tokens opened; everybody's for 0.</summary>
    public void Drop(long member)
    {
        Interlocked.Increment(ref generation);
        foreach (var (key, entry) in entries)
            if (member == 0 || entry.Member == member) entries.TryRemove(key, out _);
    }
}
