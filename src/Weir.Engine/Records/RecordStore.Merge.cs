using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Capabilities;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records.Merging;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>Makes two or three records one, in one transaction: chosen values, line items and files put together, everything that names a loser names the survivor, the losers into the bin.</summary>
    /// <exception cref="ProblemException">NotFound; Forbidden without edit on all and delete on the losers; Conflict when one of them was changed, merged or deleted since, or is in approval.</exception>
    public Task<Merged> Merge(Actor actor, MergePlan plan, CancellationToken cancel = default) => Unit(plan.Form, async session =>
    {
        var (form, now, id) = (plan.Form, Now, ids.Next());
        var records = await ToMerge(session, actor, plan, now);
        var by = actor.Via($"merge:{id}");
        var (survivor, losers) = (records[plan.Survivor], plan.Losers.Distinct().Select(l => records[l]).ToList());
        IReadOnlyList<long> gone = [.. losers.Select(l => l.Id)];
        var body = new MergeBody();
        var moved = 0;
        foreach (var (other, named) in await Links.To(session, form, gone))
            moved += await Rewrite(session, by, other, named, record => Links.Move(record, form, gone, plan.Survivor, body.Moves), now);
        await Mark(session, by, now, [.. gone.Select(l => new Dependent(form, l))], now, HistoryOperation.Deleted);
        foreach (var share in await HandShares(session, form, gone, plan.Survivor))
        {
            await ShareRows.Put(session, form.App.Schema, share with { RecordId = plan.Survivor });
            body.Shares.Add(share.PrincipalId);
        }
        await Rewrite(session, by, form, [plan.Survivor], record => Unite(FormAccess.Of(actor, form), record, survivor, losers, plan, body), now, Handed);
        foreach (var terms in await Terms(session, form, losers, body)) await ShareRows.Put(session, form.App.Schema, terms with { RecordId = plan.Survivor });
        var stored = (await RecordRows.Read(session, form, plan.Survivor, lines: true))!;
        Note(survivor, stored, body);
        await MergeRows.Add(session, form.App.Schema, new(id, form.No, plan.Survivor, now, actor.MemberId, body.Write(), null), gone);
        return new Merged(id, stored, gone, moved);
    }, cancel, actor);

    /// <summary>The records, locked, with everything asked that must be so.</summary>
    private static async ValueTask<Dictionary<long, Record>> ToMerge(Session session, Actor actor, MergePlan plan, DateTime now)
    {
        var (form, access) = (plan.Form, FormAccess.Of(actor, plan.Form));
        var all = plan.Records.Select(r => r.Id).Distinct().Order().ToList();
        if (all.Count is < 2 or > MergePlan.Most || !all.Contains(plan.Survivor))
            throw Problem.Invalid("merge.count", ($"请选择 2 到 {MergePlan.Most} 条记录合并。", $"Choose two to {MergePlan.Most} records to merge.")).Exception();
        if (actor.ReadOnly) throw NotAllowed(Operation.Edit).Exception();
        await FormRows.Close(session, form.Table, all);
        var records = await RecordRows.Read(session, form, all, lines: true, locked: true);
        foreach (var id in all)
        {
            if (!records.TryGetValue(id, out var record)) throw Problem.NotFound().Exception();
            await RowCheck.Demand(session, access, Operation.Edit, id, now);
            if (id != plan.Survivor) await RowCheck.Demand(session, access, Operation.Delete, id, now);
            if (record.Deleted) throw Problem.Conflict("merge.gone", ("其中一条记录已被合并或删除，请刷新后再试。", "One of the records has been merged or deleted; reload and try again.")).Exception();
        }
        if (plan.Records.Any(r => r.Seen is { } seen && seen != records[r.Id].Version))
            throw Problem.Conflict("record.stale", ("其中一条记录刚被别人改过，请重新查看后再合并。", "Somebody else has just changed one of the records; look at them again before you merge.")).Exception();
        if (records.Values.Any(SystemFields.Deciding))
            throw Problem.Conflict("approval.running", ("其中一条记录正在审批，请先撤回或等审批结束。", "One of the records is in approval; withdraw it or wait for the end.")).Exception();
        foreach (var capability in CapabilityCatalogue.Of(form))
            if (capability.RefusesMerge(records[plan.Survivor], [.. plan.Losers.Select(l => records[l])], new LinkedRecords(session), actor, now) is { } problem) throw problem.Exception();
        return records;
    }

    private static bool Unite(FormAccess access, Record record, Record survivor, IReadOnlyList<Record> losers, MergePlan plan, MergeBody body)
    {
        IReadOnlyList<Record> all = [survivor, .. losers];
        foreach (var field in MergeChoice.Chosen(record.Form))
        {
            var from = MergeChoice.Open(access, field) && plan.From.TryGetValue(field.Key, out var chosen) && all.FirstOrDefault(r => r.Id == chosen) is { } named ? named
                : MergeChoice.Open(access, field) || MergeChoice.Missing(survivor[field]) ? MergeChoice.From(field, all, survivor) : survivor;
            if (from != survivor) record[field] = from[field];
        }
        foreach (var field in MergeChoice.United(record.Form))
        {
            if (field.Lines is not null)
            {
                var more = losers.SelectMany(l => l.Lines(field)).Where(l => !survivor.Lines(field).Any(s => Alike(s, l))).Select(l => l.Copy()).ToList();
                foreach (var line in more) line.Id = 0;
                if (more.Count > 0) record[field] = record.Lines(field).Concat(more).ToList();
                continue;
            }
            var mine = record[field] as long[] ?? [];
            var theirs = losers.SelectMany(l => l[field] as long[] ?? []);
            // Whoever had a loser goes on working with what became of it.
            if (field.Key == SystemFields.Collaborators) theirs = theirs.Concat(all.Select(r => r[SystemFields.Owner]).OfType<long>()).Where(m => m != record[SystemFields.Owner] as long?);
            var added = theirs.Except(mine).Distinct().ToList();
            if (added.Count == 0) continue;
            record[field] = mine.Concat(added).ToArray();
            body.Added[field.Key] = added;
        }
        return true;
    }

    private static bool Alike(Record a, Record b) => a.Form.Stored.All(f => f.Type.Same(a[f], b[f]));

    /// <summary>What the survivor's values were and are, and which lines are new, for whoever undoes it.</summary>
    private static void Note(Record before, Record after, MergeBody body)
    {
        foreach (var field in MergeChoice.Chosen(after.Form).Where(f => !f.Type.Same(before[f], after[f])))
            body.Fields[field.Key] = [field.Type.ToJson(field, before[field]), field.Type.ToJson(field, after[field])];
        foreach (var field in after.Form.LineFields)
            if (after.Lines(field).Select(l => l.Id).Except(before.Lines(field).Select(l => l.Id)).ToList() is { Count: > 0 } added) body.Added[field.Key] = added;
    }

    /// <summary>A new owner brings with it what capabilities keep about owners.</summary>
    private static async ValueTask Handed(SaveUnit unit)
    {
        if (!unit.HasChanged(unit.Form[SystemFields.Owner])) return;
        unit.Handing = new(OwnershipKind.Merge);
        await Each(unit.Form, c => c.BeforeSave(unit));
    }

    /// <summary>Those who were given a loser by hand and have the survivor by nothing.</summary>
    private static async ValueTask<List<ShareRow>> HandShares(Session session, Form form, IReadOnlyList<long> losers, long survivor)
    {
        var known = (await ShareRows.Of(session, form.App.Schema, form.No, survivor)).Select(s => s.PrincipalId).ToHashSet();
        var all = new List<ShareRow>();
        foreach (var loser in losers) all.AddRange((await ShareRows.Of(session, form.App.Schema, form.No, loser)).Where(s => s.Source == Sharing.ByHand && known.Add(s.PrincipalId)));
        return all;
    }

    /// <summary>On what terms those work on with the survivor who worked on losers: of several the widest. Who owned a loser edits without an end.</summary>
    private static async ValueTask<IReadOnlyList<ShareRow>> Terms(Session session, Form form, IReadOnlyList<Record> losers, MergeBody body)
    {
        if (!body.Added.TryGetValue(SystemFields.Collaborators, out var added)) return [];
        var owners = losers.Select(l => l[SystemFields.Owner]).OfType<long>().ToHashSet();
        var all = new List<ShareRow>();
        foreach (var loser in losers)
            all.AddRange((await ShareRows.Of(session, form.App.Schema, form.No, loser.Id)).Where(s => s.Source == RowAccess.Collaborator && added.Contains(s.PrincipalId) && !owners.Contains(s.PrincipalId)));
        return [.. all.GroupBy(s => s.PrincipalId).Select(same => same.First() with { Level = same.Max(s => s.Level), Until = same.Any(s => s.Until is null) ? null : same.Max(s => s.Until) })];
    }
}
