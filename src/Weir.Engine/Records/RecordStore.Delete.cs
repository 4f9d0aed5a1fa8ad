using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>A record that goes along when another is deleted, because it cannot be without it.</summary>
public sealed record Dependent(Form Form, long Id);

public sealed partial class RecordStore
{
    /// <summary>Moves a record to the recycle bin, with the records that cannot be without it (a required link leads to it). Restorable for 30 days.</summary>
    /// <param name="seenVersion">Refuses when somebody changed the record since; null does not ask.</param>
    /// <returns>Everything that went, the record itself first.</returns>
    /// <exception cref="ProblemException">NotFound, Forbidden (also for a dependent), Conflict.</exception>
    public Task<IReadOnlyList<Dependent>> Delete(Actor actor, Form form, long id, long? seenVersion = null, CancellationToken cancel = default) =>
        Unit<IReadOnlyList<Dependent>>(form, async session =>
        {
            var now = Now;
            var access = FormAccess.Of(actor, form);
            // Before anything else is locked: two who wait for each other would have to begin again.
            await FormRows.Close(session, form.Table, [id]);
            var record = await RecordRows.Read(session, form, id, lines: true, locked: true);
            if (record is null || record.Deleted) throw Problem.NotFound().Exception();
            await RowCheck.Demand(session, access, Operation.Delete, id, now);
            if (seenVersion is { } seen && seen != record.Version) throw Problem.Conflict("record.stale", ("这条记录刚被别人改过，请查看后再删除。", "Somebody else has just changed this record; look at it again before you delete it.")).Exception();
            var all = await Dependents.Of(session, form, id);
            foreach (var other in all.Skip(1))
                if (!await RowCheck.May(session, FormAccess.Of(actor, other.Form), Operation.Delete, other.Id, now))
                    throw Problem.Forbidden("record.dependents", ($"还有“{other.Form.Label.Zh}”依赖这条记录，而你不能删除它。", $"A record of '{other.Form.Label.En}' depends on this one, and you may not delete it.")).Exception();
            await Mark(session, actor, now, all, now, HistoryOperation.Deleted);
            return all;
        }, cancel);

    /// <summary>What would go along: for the question before.</summary>
    public Task<IReadOnlyList<Dependent>> WouldDelete(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session =>
    {
        await RowCheck.Demand(session, FormAccess.Of(actor, form), Operation.Delete, id, Now);
        return await Dependents.Of(session, form, id);
    }, cancel);

    /// <summary>Takes a record out of the recycle bin with everything that went in together with it.</summary>
    /// <exception cref="ProblemException">NotFound; Forbidden; Invalid when a unique value has been taken meanwhile; Conflict when a record which one of them needs is still in the bin.</exception>
    public Task<IReadOnlyList<Dependent>> Restore(Actor actor, Form form, long id, CancellationToken cancel = default) =>
        Unit<IReadOnlyList<Dependent>>(form, async session =>
        {
            var now = Now;
            var record = await RecordRows.Read(session, form, id, lines: false, locked: true);
            if (record?[SystemFields.DeletedAt] is not DateTime deleted) throw Problem.NotFound().Exception();
            await RowCheck.Demand(session, FormAccess.Of(actor, form), Operation.Delete, id, now);
            var all = await Dependents.Of(session, form, id, deleted);
            if (await Dependents.Missing(session, all) is { } link)
                throw Problem.Conflict("record.link_in_bin", ($"它的“{link.Label.Zh}”还在回收站里，请先恢复那一条。", $"Its '{link.Label.En}' is in the recycle bin; restore that record first.")).Exception();
            await Mark(session, actor, now, all, null, HistoryOperation.Restored);
            return all;
        }, cancel, actor);

    /// <summary>Ends for good what has lain in the recycle bin since before the moment. For the nightly job.</summary>
    public Task<int> Purge(Actor actor, Form form, DateTime before, int limit, CancellationToken cancel = default)
    {
        if (!actor.IsSystem && !actor.Administrator) throw Problem.Forbidden("record.not_allowed", ("只有管理员可以彻底删除。", "Only an administrator may delete for good.")).Exception();
        return Unit(form, async session => await End(session, form, await Dependents.DeletedBefore(session, form, before, limit)), cancel);
    }

    /// <summary>Ends one record of the recycle bin for good, with everything that went in together with it.</summary>
    /// <exception cref="ProblemException">NotFound when it is not in the bin; Forbidden to all but administrators.</exception>
    public Task<int> Purge(Actor actor, Form form, long id, CancellationToken cancel = default)
    {
        if (!FormAccess.Of(actor, form).Everything || actor.ReadOnly) throw Problem.Forbidden("record.not_allowed", ("只有管理员可以彻底删除。", "Only an administrator may delete for good.")).Exception();
        return Unit(form, async session =>
        {
            var record = await RecordRows.Read(session, form, id, lines: false, locked: true);
            if (record?[SystemFields.DeletedAt] is not DateTime deleted) throw Problem.NotFound().Exception();
            var count = 0;
            foreach (var same in (await Dependents.Of(session, form, id, deleted)).GroupBy(d => d.Form)) count += await End(session, same.Key, [.. same.Select(d => d.Id)]);
            return count;
        }, cancel);
    }

    private static async ValueTask<int> End(Session session, Form form, IReadOnlyList<long> ids)
    {
        if (ids.Count == 0) return 0;
        foreach (var lines in form.LineFields) await session.Execute(FormRows.DeleteBy(lines.Lines!.Table, "record_id", ids));
        await session.Execute(FormRows.Delete(form.Table, ids));
        await ShareRows.RemoveRecords(session, form.App.Schema, form.No, ids);
        // What was said about a record that was merged belongs to the one it went into, and ends with that.
        var whole = ids.Except(await MergeRows.Merged(session, form.App.Schema, form.No, ids)).ToList();
        whole.AddRange(await MergeRows.LosersOf(session, form.App.Schema, form.No, whole));
        await CommentRows.RemoveRecords(session, form.App.Schema, form.No, whole);
        await StickyRows.RemoveRecords(session, form.App.Schema, form.No, whole);
        await ApprovalRows.RemoveRecords(session, form.App.Schema, form.No, whole);
        await OwnershipRows.RemoveRecords(session, form.App.Schema, form.No, whole);
        await AssignmentRows.RemoveRecords(session, form.App.Schema, form.No, whole);
        await StageRows.RemoveRecords(session, form.App.Schema, form.No, whole);
        await FileRows.ReleaseOf(session, form.App.Schema, form.No, whole);
        await LikenessRows.RemoveRecords(session, form.App.Schema, form.No, ids);
        await MergeRows.RemoveRecords(session, form.App.Schema, form.No, whole);
        return ids.Count;
    }

    private async ValueTask Mark(Session session, Actor actor, DateTime now, IReadOnlyList<Dependent> all, DateTime? deletedAt, HistoryOperation operation)
    {
        var ripples = new List<Ripple>();
        foreach (var byForm in all.GroupBy(d => d.Form))
        {
            var records = await RecordRows.Read(session, byForm.Key, [.. byForm.Select(d => d.Id)], lines: true, locked: true);
            foreach (var before in records.Values)
            {
                if (deletedAt is not null && SystemFields.Deciding(before) && await ApprovalRows.Running(session, byForm.Key.App.Schema, byForm.Key.No, before.Id) is not null)
                    throw Problem.Conflict("approval.running", ($"“{byForm.Key.Label.Zh}”的这条记录正在审批，请先撤回再删除。", $"A record of '{byForm.Key.Label.En}' is in approval; withdraw it before you delete it.")).Exception();
                var after = before.Copy();
                after.Version++;
                after[SystemFields.DeletedAt] = deletedAt;
                after[SystemFields.UpdatedAt] = now;
                after[SystemFields.UpdatedBy] = actor.MemberId == 0 ? before[SystemFields.UpdatedBy] : actor.MemberId;
                await session.Execute(FormRows.Update(byForm.Key.Table, after.Id,
                    [RecordRows.VersionCell(after.Version), .. RecordRows.Cells(after, [byForm.Key[SystemFields.DeletedAt], byForm.Key[SystemFields.UpdatedAt], byForm.Key[SystemFields.UpdatedBy]])]));
                if (deletedAt is null) await SearchIndex.PutMany(session, byForm.Key.App.Schema, [new(byForm.Key.No, after.Id, Search.RecordTokens.Of(after, actor.Directory))]);
                else await SearchIndex.Remove(session, byForm.Key.App.Schema, byForm.Key.No, after.Id);
                ripples.Add(new Ripple(before, after, new HashSet<string> { SystemFields.DeletedAt }));
            }
            await HistoryRows.Add(session, byForm.Key.App.Schema, [.. records.Values.Select(r => new HistoryRow(ids.Next(), byForm.Key.No, r.Id, now, actor.MemberId, (int)operation, actor.Road, $$"""{"v":{{r.Version + 1}}}"""))]);
        }
        await Ripples.Run(session, actor, now, ripples);
    }
}
