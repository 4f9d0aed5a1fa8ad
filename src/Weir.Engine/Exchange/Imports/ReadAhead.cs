using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Reads a sequence on another thread, a bounded number of items ahead of who takes them, so that a file is read while the rows before are written.</summary>
internal sealed class ReadAhead<T>
{
    private readonly IEnumerable<T> source;
    private readonly BlockingCollection<IReadOnlyList<T>> items = [];
    private readonly SemaphoreSlim room;
    private readonly int together;
    private ExceptionDispatchInfo? failure;

    /// <param name="source">Read on the other thread only.</param>
    /// <param name="most">So many items are ready or being read at most, beside those that were taken.</param>
    /// <param name="together">So many are handed over at once: one by one, small items would cost more than reading them.</param>
    public ReadAhead(IEnumerable<T> source, int most, int together = 100)
    {
        this.source = source;
        this.together = together;
        room = new(Math.Max(1, most / together));
    }

    /// <summary>The items, once. What the source throws is thrown behind the items before it; who stops taking stops the reading.</summary>
    public IEnumerable<T> Items()
    {
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => Read(stop.Token), CancellationToken.None);
        try
        {
            foreach (var some in items.GetConsumingEnumerable(CancellationToken.None))
            {
                room.Release();
                foreach (var item in some) yield return item;
            }
            failure?.Throw();
        }
        finally
        {
            stop.Cancel();
            // The source must not be read any more when its file is closed.
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
            items.Dispose();
            room.Dispose();
        }
    }

    private void Read(CancellationToken stop)
    {
        try
        {
            var some = new List<T>(together);
            room.Wait(stop);
            foreach (var item in source)
            {
                some.Add(item);
                if (some.Count < together) continue;
                items.Add(some, stop);
                some = new(together);
                room.Wait(stop);
            }
            items.Add(some, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody takes any more.
        }
        catch (Exception thrown)
        {
            failure = ExceptionDispatchInfo.Capture(thrown);
        }
        finally
        {
            items.CompleteAdding();
        }
    }
}
