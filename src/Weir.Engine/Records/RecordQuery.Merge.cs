using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records.Merging;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordQuery
{
    /// <summary>Records side by side, with what had better be kept of each; for who may merge them.</summary>
    /// <exception cref="ProblemException">NotFound, Forbidden as for the merge; Invalid for another number of records.</exception>
    public Task<MergeOffer> Compare(Actor actor, Form form, IReadOnlyList<long> ids, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        var wanted = ids.Distinct().ToList();
        if (wanted.Count is < 2 or > MergePlan.Most) throw Problem.Invalid("merge.count", ($"请选择 2 到 {MergePlan.Most} 条记录合并。", $"Choose two to {MergePlan.Most} records to merge.")).Exception();
        foreach (var id in wanted) await RowCheck.DemandLive(session, access, Operation.Edit, id, Now);
        var records = (await RecordRows.Read(session, form, wanted, lines: true)).Values.OrderBy(r => r.Id).ToList();
        // The first to come stays, unless another one is the only one that may, or has an owner where the first has none.
        var stays = records.FirstOrDefault(r => Hinders(r) is null && r[SystemFields.Owner] is not null) ?? records.FirstOrDefault(r => Hinders(r) is null) ?? records[0];
        IReadOnlyList<Record> ordered = [stays, .. records.Where(r => r != stays)];
        var open = MergeChoice.Chosen(form).Where(f => access.Reads(f) && MergeChoice.Open(access, f)).ToList();
        var differ = open.Where(f => records.Any(r => !(MergeChoice.Missing(r[f]) && MergeChoice.Missing(records[0][f])) && !f.Type.Same(r[f], records[0][f]))).ToList();
        var along = new Dictionary<long, int>();
        foreach (var record in records) along[record.Id] = (await Links.To(session, form, [record.Id])).Sum(l => l.Ids.Count);
        return new MergeOffer(form, [.. ordered.Select(r => Veil(access, r))], [.. differ.Select(f => (f, MergeChoice.From(f, ordered, stays).Id))],
            [.. open.Except(differ).Where(f => !MergeChoice.Missing(records[0][f]))], [.. MergeChoice.United(form).Where(f => access.Reads(f) && records.Any(r => f.Lines is not null ? r.Lines(f).Count > 0 : r[f] is long[] { Length: > 0 }))])
        { Along = along };

        Problem? Hinders(Record survivor) => Capabilities.CapabilityCatalogue.Of(form).Select(c => c.RefusesMerge(survivor, [.. records.Where(r => r != survivor)], new LinkedRecords(session), actor, Now)).FirstOrDefault(p => p is not null);
    }, cancel);

    /// <summary>Where a record went that was merged; null when it was not, or when the actor may not see that.</summary>
    public Task<long?> MergedInto(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session =>
        await Origins.Into(session, form, id) is { } into && await RowCheck.May(session, FormAccess.Of(actor, form), Operation.View, into, Now) && await RecordRows.Read(session, form, into, lines: false) is { Deleted: false } ? into : (long?)null, cancel);

    /// <summary>The newest merge into a record that can still be undone; null when there is none.</summary>
    public Task<PastMerge?> LastMerge(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.Edit) || !access.Can(Operation.Delete) || await MergeRows.Last(session, form.App.Schema, form.No, id, Now - RecordStore.MergeKeeps) is not { } row) return null;
        if (!await RowCheck.May(session, access, Operation.Edit, id, Now)) return null;
        return new PastMerge(row.Id, row.At, row.ById, (await MergeRows.LosersBy(session, form.App.Schema, form.No, row.Id, id)).Count);
    }, cancel);
}

/// <summary>A merge that can be undone.</summary>
public sealed record PastMerge(long Id, DateTime At, long By, int Losers);
