using Weir.Engine.Forms;
using Weir.Sql.Migrations;
using Weir.Sql.Tables;

namespace Weir.Engine.Nightly;

/// <summary>Removes what the organisation needs no more: expired sessions, invitations and links, old notifications, dead letters and files of exports; then has the planner look anew.</summary>
public sealed class SweepOrganisation : NightlyTask
{
    private static readonly TimeSpan ReadKept = TimeSpan.FromDays(90);
    private static readonly TimeSpan UnreadKept = TimeSpan.FromDays(365);

    public override string Key => "tidy";

    public override Words Label => ("清理过期的会话、通知与导出文件", "Sweep expired sessions, notifications and exports");

    public override bool OfOrganisation => true;

    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        await context.Platform.Sessions.Sweep();
        await context.Platform.Database.Write(async session =>
        {
            await NotificationRows.RemoveBefore(session, context.Now - ReadKept, context.Now - UnreadKept);
            await DeadLetters.RemoveBefore(session, OrgMigrations.Schema, context.Now - SweepApp.LettersKept);
        }, stop);
        context.Platform.Exchange.Files.DeleteBefore(context.Now - Exchange.ExchangeFiles.Kept);
        await context.Platform.Database.Analyze(stop);
        return null;
    }
}
