using System.Diagnostics;

namespace Weir.Bench;

/// <summary>Times two ways of doing the same thing in turn, so that a machine that slows down slows down both.</summary>
internal static class Timing
{
    /// <summary>The median of each, in milliseconds.</summary>
    public static async Task<(double Floor, double Ours)> InTurn(Func<Task> floor, Func<Task> ours, double seconds)
    {
        for (var i = 0; i < 20; i++)
        {
            await floor();
            await ours();
        }
        var (floors, all) = (new List<double>(), new List<double>());
        for (var whole = Stopwatch.StartNew(); whole.Elapsed.TotalSeconds < seconds || floors.Count < 50;)
        {
            floors.Add(await One(floor));
            all.Add(await One(ours));
        }
        return (Median(floors), Median(all));
    }

    /// <summary>How often a second <paramref name="clients"/> tasks together get through the work.</summary>
    public static async Task<double> Rate(int clients, double seconds, Func<int, Task> work)
    {
        var done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                await work(client);
                Interlocked.Increment(ref done);
            }
        })));
        return done / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> One(Func<Task> work)
    {
        var from = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    private static double Median(List<double> of)
    {
        of.Sort();
        return of[of.Count / 2];
    }
}
