using Weir.Engine;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Outbox;
using Weir.Web.Http;
using Weir.Web.Pages.Notifications;

namespace Weir.Web.Work;

/// <summary>Carries what leaves after the commit for as long as the host runs: notifications, and mail where a server for it is set.</summary>
internal sealed class CourierWork(Platform platform, HostSettings settings, ILogger<Courier> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Courier().Run(stoppingToken);

    private Courier Courier()
    {
        var setting = settings.Sends();
        var carriers = new List<Carrier>
        {
            new NotificationCarrier(platform.Database, platform.Apps, platform.People, platform.Query, platform.Ids, platform.Clock, mails: setting is not null),
            new SnoozeCarrier(platform.Database, platform.Apps, platform.Ids, platform.Clock),
            new AssignmentCarrier(platform.Database, platform.Apps, platform.Records, platform.Ids, () => platform.People.Current, platform.Clock),
            new ApprovalTimer(platform.Apps, platform.Records, platform.People),
        };
        if (setting is not null)
            carriers.Add(new MailCarrier(platform.Database, platform.People, platform.Notifications, platform.Ids, platform.Clock, new MailBox(setting), n => settings.Address + (NotificationLink.Of(n) ?? "/"), settings.Address));
        return new(platform.Database, platform.Apps, platform.Clock, carriers, log);
    }
}
