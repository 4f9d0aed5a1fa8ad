using System.Collections.Concurrent;

namespace Weir.Engine.Access.SignIn;

/// <summary>How often somebody may still try: a bucket per key that each try empties a little and time fills again. In memory, per process.</summary>
internal sealed class Throttle(TimeProvider clock, int capacity, TimeSpan refill)
{
    private const int MaxKeys = 20_000;
    private readonly ConcurrentDictionary<string, (double Left, DateTimeOffset At)> buckets = new();

    /// <summary>Takes one try out; false when none is left.</summary>
    public bool Take(string key)
    {
        Forget();
        var now = clock.GetUtcNow();
        var taken = false;
        buckets.AddOrUpdate(key,
            _ =>
            {
                taken = true;
                return (capacity - 1, now);
            },
            (_, bucket) =>
            {
                var left = Filled(bucket, now);
                taken = left >= 1;
                return (taken ? left - 1 : left, now);
            });
        return taken;
    }

    /// <summary>Gives a try back that turned out to be right.</summary>
    public void Return(string key)
    {
        var now = clock.GetUtcNow();
        buckets.AddOrUpdate(key, _ => (capacity, now), (_, bucket) => (Math.Min(capacity, Filled(bucket, now) + 1), now));
    }

    private double Filled((double Left, DateTimeOffset At) bucket, DateTimeOffset now) =>
        Math.Min(capacity, bucket.Left + Math.Max(0, (now - bucket.At) / refill));

    private void Forget()
    {
        if (buckets.Count < MaxKeys) return;
        var now = clock.GetUtcNow();
        foreach (var (key, bucket) in buckets)
            if (Filled(bucket, now) >= capacity) buckets.TryRemove(key, out _);
        // Still too many live keys means an attack from everywhere; the locks of the accounts hold without this.
        if (buckets.Count >= MaxKeys * 2) buckets.Clear();
    }
}
