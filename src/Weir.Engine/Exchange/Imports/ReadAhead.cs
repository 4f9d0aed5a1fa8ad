using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Reads a sequence on another thread, a bounded number of items ahead of who takes them, so that a file is read while the rows before are written.</summary>
internal sealed class ReadAhead<T>
{
    /// <summary>Handed over one by one, items would cost more than reading them.</summary>
    private const int Together = 100;

    private readonly IEnumerable<T> source;
    private readonly BlockingCollection<IReadOnlyList<T>> items;
    private ExceptionDispatchInfo? failure;

    public ReadAhead(IEnumerable<T> source, int most)
    {
        this.source = source;
        items = new(Math.Max(1, most / Together));
    }

    /// <summary>The items, once. What the source throws is thrown behind the items before it; who stops taking stops the reading.</summary>
    public IEnumerable<T> Items()
    {
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => Read(stop.Token), CancellationToken.None);
        try
        {
            foreach (var some in items.GetConsumingEnumerable(CancellationToken.None))
                foreach (var item in some) yield return item;
            failure?.Throw();
        }
        finally
        {
            stop.Cancel();
            // The source must not be read any more when its file is closed.
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
            items.Dispose();
        }
    }

    private void Read(CancellationToken stop)
    {
        try
        {
            var some = new List<T>(Together);
            foreach (var item in source)
            {
                some.Add(item);
                if (some.Count < Together) continue;
                items.Add(some, stop);
                some = new(Together);
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
