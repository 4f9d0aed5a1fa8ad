using Weir.Engine;
using Weir.Engine.Nightly;

namespace Weir.Web.Work;

/// <summary>Looks after the nightly work for as long as the host runs; of several hosts on one database, one does it.</summary>
internal sealed class NightWork(Platform platform, ILogger<Night> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Night(platform, log).Run(stoppingToken);
}
