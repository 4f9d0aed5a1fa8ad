using Weir.Engine.Forms;
using Weir.Sql.Tables;

namespace Weir.Engine.Nightly;

/// <summary>Removes what an app needs no more: files that no record names, shares that have ended, keys of repeated requests, old looks and dead letters.</summary>
public sealed class SweepApp : NightlyTask
{
    private static readonly TimeSpan OnceKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan LooksKept = TimeSpan.FromDays(90);
    internal static readonly TimeSpan LettersKept = TimeSpan.FromDays(30);

    public override string Key => "sweep";

    public override Words Label => ("清理残留的文件、共享与标识", "Sweep leftover files, shares and keys");

    /// <summary>Files go part by part; the cursor only says that there are more.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        if (await context.Platform.Files.Sweep(context.TheApp, stop) > 0) return "files";
        await context.Platform.Database.Write(async session =>
        {
            var schema = context.TheApp.Schema;
            await ShareRows.RemoveEnded(session, schema, Access.RowAccess.Collaborator, context.Now);
            await OnceRows.RemoveBefore(session, schema, context.Now - OnceKept);
            await RecentRows.RemoveBefore(session, schema, context.Now - LooksKept);
            await DeadLetters.RemoveBefore(session, schema, context.Now - LettersKept);
        }, stop);
        return null;
    }
}
