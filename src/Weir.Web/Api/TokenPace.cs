using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Web.Api;

/// <summary>How fast a token may ask: a bucket per token that each request empties a little and time fills again. In memory, per process.</summary>
internal sealed class TokenPace(TimeProvider clock)
{
    public const int PerMinute = 600;
    private const int MostTokens = 10_000;
    private const double PerSecond = PerMinute / 60.0;

    private readonly ConcurrentDictionary<string, (double Left, DateTimeOffset At)> buckets = new();

    /// <summary>Takes one request out; otherwise says in how many seconds there is one again.</summary>
    public int? Take(string token)
    {
        var now = clock.GetUtcNow();
        if (buckets.Count >= MostTokens)
            foreach (var (old, bucket) in buckets)
                if (Filled(bucket, now) >= PerMinute) buckets.TryRemove(old, out _);
        // Only the hash is kept: a dump of the memory shows no token that was used long ago.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var after = buckets.AddOrUpdate(key, _ => (PerMinute - 1, now), (_, bucket) => (Math.Max(Filled(bucket, now), 0) - 1, now));
        return after.Left >= 0 ? null : 1 + (int)(-after.Left / PerSecond);
    }

    private static double Filled((double Left, DateTimeOffset At) bucket, DateTimeOffset now) =>
        Math.Min(PerMinute, bucket.Left + Math.Max(0, (now - bucket.At).TotalSeconds * PerSecond));
}
