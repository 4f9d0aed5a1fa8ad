using Weir.Engine;
using Weir.Engine.Capabilities.Reminders;

namespace Weir.Web.Work;

/// <summary>Looks for reminders for as long as the host runs; of several hosts on one database, each looks and one tells.</summary>
internal sealed class ReminderWork(Platform platform, ILogger<ReminderRound> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => platform.Reminders.Run(log, stoppingToken);
}
