using Weir.Engine;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.Exchange.Imports;

namespace Weir.Web.Http;

/// <summary>Runs imports and exports for as long as the host runs; what was under way when the process ended goes on at the next start. Does no work itself.</summary>
internal sealed class BatchWorker(Platform platform, ILogger<BatchWorker> log) : IHostedService
{
    private IReadOnlyList<BatchRunner> runners = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Two lanes: a small export does not wait for a large import.
        runners = [.. new BatchWork[] { new ImportWork(platform.Exchange), new ExportWork(platform.Exchange) }.Select(work => new BatchRunner(platform.Exchange, [work], log))];
        foreach (var runner in runners) runner.Start();
        return Task.CompletedTask;
    }

    /// <summary>Waits for the rows that are being written, no longer.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be told to stop twice.
        foreach (var runner in Interlocked.Exchange(ref runners, [])) await runner.DisposeAsync();
    }
}
