using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Nightly;

/// <summary>Takes members out of the collaborators of records once their time is over. The record was closed to them at that moment already.</summary>
public sealed class EndCollaboration : NightlyTask
{
    private const int AtOnce = 200;

    public override string Key => "ended_shares";

    public override Words Label => ("移除到期的协作人", "Remove collaborators whose time is over");

    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var (platform, app) = (context.Platform, context.TheApp);
        var ended = await platform.Database.Read(session => ShareRows.Ended(session, app.Schema, RowAccess.Collaborator, context.Now, AtOnce), stop);
        if (ended.Count == 0) return null;
        foreach (var same in ended.GroupBy(s => s.FormNo))
        {
            if (app.Forms.FirstOrDefault(f => f.No == same.Key) is not { } form) continue;
            var read = await platform.Database.Read(session => RecordRows.Read(session, form, [.. same.Select(s => s.RecordId).Distinct()], lines: false), stop);
            var drafts = read.Values.Where(r => !r.Deleted).Select(r => new Draft(form) { Id = r.Id, ByAction = true }.Set(
                SystemFields.Collaborators, (r[SystemFields.Collaborators] as long[] ?? []).Except(same.Where(s => s.RecordId == r.Id).Select(s => s.PrincipalId)).ToArray())).ToList();
            await platform.Records.SaveMany(context.Actor, drafts, stop);
        }
        // Also where a record could not be saved: it says who is named, but opens nothing.
        await platform.Database.Write(async session =>
        {
            foreach (var share in ended) await ShareRows.Remove(session, app.Schema, share.FormNo, share.RecordId, share.PrincipalId, share.Source);
        }, stop);
        return ended.Count < AtOnce ? null : "more";
    }
}
