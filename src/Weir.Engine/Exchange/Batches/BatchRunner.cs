using Microsoft.Extensions.Logging;

namespace Weir.Engine.Exchange.Batches;

/// <summary>Carries out waiting batches of its kinds in the background, one at a time, and takes up again what a stopped process left. Knows no kind of work.</summary>
/// <remarks>A batch is held by a lease that every chunk of work renews; what nobody holds any more, the next runner takes. The version of the batch row is the
/// fence: a runner that lost its lease cannot write another chunk.</remarks>
public sealed class BatchRunner : IAsyncDisposable
{
    /// <summary>How long a silent runner keeps a batch.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private const int MostTries = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ExchangeContext context;
    private readonly IReadOnlyDictionary<string, BatchWork> works;
    private readonly ILogger? logger;
    private readonly string me = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly DateTime begun;
    private Task? loop;
    private DateTime sweptAt;

    public BatchRunner(ExchangeContext context, IEnumerable<BatchWork> works, ILogger? logger = null)
    {
        this.context = context;
        this.works = works.ToDictionary(w => w.Kind);
        this.logger = logger;
        begun = context.Now;
        context.Waiting += Wake;
    }

    /// <summary>Begins to look for work.</summary>
    public void Start() => loop ??= Task.Run(Work);

    public void Wake()
    {
        try
        {
            if (wake.CurrentCount == 0) wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just woken it.
        }
    }

    /// <summary>Takes the next batch that waits and works on it until it rests.</summary>
    /// <returns>False when there is nothing to do.</returns>
    public async Task<bool> RunNext(CancellationToken cancel = default)
    {
        foreach (var app in context.Apps.Current.Values)
            foreach (var batch in await context.Batches.Open(app, cancel))
                if (works.TryGetValue(batch.Kind, out var work) && Free(batch) && work.CanRun(batch) && await Take(batch, cancel) is { } mine)
                {
                    await Run(mine, cancel);
                    return true;
                }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (loop is not null) await loop;
        context.Waiting -= Wake;
        stop.Dispose();
    }

    /// <summary>A database file is one process's alone, and a process has one runner for each kind: what was held when this runner began is held by nobody.</summary>
    private bool Free(Batch batch) => batch.Plan.HeldUntil is not { } until || until <= context.Now
        || context.Database.File is not null && batch.Plan.Holder is not null && batch.Plan.StartedAt < begun;

    private async Task<Batch?> Take(Batch batch, CancellationToken cancel)
    {
        var state = batch.State == BatchState.Queued ? BatchState.Running : batch.State;
        var plan = batch.Plan with { Holder = me, HeldUntil = context.Now + Lease, StartedAt = batch.Plan.StartedAt ?? context.Now };
        return await context.Batches.TryChange(batch with { State = state, Plan = plan }, cancel);
    }

    private async Task Run(Batch batch, CancellationToken cancel)
    {
        try
        {
            if (await works[batch.Kind].Run(batch, cancel) is { } rested && rested.Plan.Holder == me)
                await context.Batches.TryChange(rested with { Plan = rested.Plan with { Holder = null, HeldUntil = null } }, CancellationToken.None);
        }
        catch (BatchLost)
        {
            // Whoever has it now goes on.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger?.LogError(failure, "Batch {Batch} stopped after {Handled} rows.", batch.Id, batch.Plan.Handled);
            await Postpone(batch);
        }
    }

    /// <summary>Tries again a little later each time, and gives up when it does not get any further.</summary>
    private async Task Postpone(Batch begun)
    {
        if (await context.Batches.Find(begun.Form.App, begun.Id) is not { } batch || batch.Plan.Holder != me) return;
        var tries = batch.Plan.Handled > begun.Plan.Handled ? 1 : batch.Plan.Tries + 1;
        var plan = batch.Plan with { Holder = null, HeldUntil = context.Now + TimeSpan.FromSeconds(10 * tries), Tries = tries };
        if (tries >= MostTries) plan = plan with { Failure = ("多次尝试仍不能继续，请联系管理员。", "It could not go on after several tries; please ask an administrator."), EndedAt = context.Now };
        await context.Batches.TryChange(batch with { Plan = plan, State = tries >= MostTries ? BatchState.Failed : batch.State });
    }

    private async Task Work()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Sweep();
                if (await RunNext(stop.Token)) continue;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger?.LogError(failure, "The waiting batches could not be read.");
            }
            try
            {
                await wake.WaitAsync(Pause, stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Once an hour: deletes files that have had their time.</summary>
    private async Task Sweep()
    {
        var now = context.Now;
        if (now - sweptAt < TimeSpan.FromHours(1)) return;
        sweptAt = now;
        foreach (var app in context.Apps.Current.Values)
            foreach (var batch in await context.Batches.Aged(app, now - ExchangeFiles.Kept, 10_000, stop.Token))
                context.Files.Delete(batch.Id);
    }
}
