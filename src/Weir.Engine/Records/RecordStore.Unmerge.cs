using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records.Merging;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>So long a merge can be undone: as long as its losers lie in the bin.</summary>
    public static readonly TimeSpan MergeKeeps = TimeSpan.FromDays(30);

    /// <summary>Undoes a merge as far as nothing was changed since: the losers come back with what was theirs, the survivor gets its values back.</summary>
    /// <exception cref="ProblemException">NotFound; Forbidden as for the merge; Conflict when it was undone, is too long ago, or a record is gone.</exception>
    public Task<Unmerged> Unmerge(Actor actor, Form form, long mergeId, CancellationToken cancel = default) => Unit(form, async session =>
    {
        var now = Now;
        if (await MergeRows.Find(session, form.App.Schema, mergeId) is not { } merge || merge.FormNo != form.No) throw Problem.NotFound("merge.not_found").Exception();
        var losers = await MergeRows.LosersBy(session, form.App.Schema, form.No, merge.Id, merge.SurvivorId);
        IReadOnlyList<long> all = [.. losers.Append(merge.SurvivorId).Order()];
        await FormRows.Close(session, form.Table, all);
        // Another may have undone it while this one waited.
        merge = (await MergeRows.Find(session, form.App.Schema, mergeId))!;
        var records = await RecordRows.Read(session, form, all, lines: true, locked: true);
        var access = FormAccess.Of(actor, form);
        if (!records.ContainsKey(merge.SurvivorId)) throw Problem.NotFound().Exception();
        await RowCheck.Demand(session, access, Operation.Edit, merge.SurvivorId, now);
        foreach (var loser in losers) await RowCheck.Demand(session, access, Operation.Delete, loser, now);
        if (merge.UndoneAt is not null || merge.At + MergeKeeps < now || losers.Count == 0 || records.Count < all.Count || records[merge.SurvivorId].Deleted || losers.Any(l => !records[l].Deleted))
            throw Problem.Conflict("merge.too_late", ("这次合并已经撤销，或已超过 30 天，不能再撤销。", "This merge has been undone already, or is more than 30 days ago; it cannot be undone any more.")).Exception();
        var body = MergeBody.Read(merge.Body);
        var by = actor.Via($"merge:{merge.Id}");
        var kept = 0;
        await Rewrite(session, by, form, [merge.SurvivorId], record => Part(record, body, ref kept), now, Handed);
        await Mark(session, by, now, [.. losers.Select(l => new Dependent(form, l))], null, HistoryOperation.Restored);
        foreach (var loser in losers)
            foreach (var field in form.Live.Where(f => f.Type.HoldsFiles && f.Lines is null))
                if (field.Type.FileIds(field, records[loser][field]).ToList() is { Count: > 0 } files) await FileRows.Attach(session, form.App.Schema, files, form.No, loser, field.Key);
        foreach (var member in body.Shares) await ShareRows.Remove(session, form.App.Schema, form.No, merge.SurvivorId, member, Sharing.ByHand);
        foreach (var same in body.Moves.GroupBy(m => m.Form))
        {
            if (form.App.Forms.FirstOrDefault(f => f.No == same.Key) is not { } other) continue;
            var links = same.ToLookup(m => m.Record);
            var seen = 0;
            await Rewrite(session, by, other, [.. links.Select(l => l.Key)], record =>
            {
                var back = links[record.Id].Count(link => Links.MoveBack(record, form, link, merge.SurvivorId));
                seen += back;
                return back > 0;
            }, now);
            kept += same.Count() - seen;
        }
        await MergeRows.Undo(session, form.App.Schema, merge, now);
        return new Unmerged((await RecordRows.Read(session, form, merge.SurvivorId, lines: true))!, losers, kept);
    }, cancel, actor);

    /// <summary>Gives the survivor back what it had, except what somebody changed since.</summary>
    private static bool Part(Record record, MergeBody body, ref int kept)
    {
        foreach (var (key, values) in body.Fields)
        {
            if (record.Form.Find(key) is not { Column: not null } field) continue;
            if (!JsonNode.DeepEquals(field.Type.ToJson(field, record[field]), values[1])) kept++;
            else record[field] = values[0] is { } json ? field.Type.FromJson(field, System.Text.Json.JsonSerializer.SerializeToElement(json)) : null;
        }
        foreach (var (key, added) in body.Added)
        {
            if (record.Form.Find(key) is not { } field) continue;
            if (field.Lines is not null) record[field] = record.Lines(field).Where(l => !added.Contains(l.Id)).ToList();
            else record[field] = (record[field] as long[] ?? []).Except(added).ToArray() is { Length: > 0 } left ? left : null;
        }
        return true;
    }
}
