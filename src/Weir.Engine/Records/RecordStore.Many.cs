using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>
    /// Saves many, each for itself: a refused one does not stop the others. All that pass share one transaction, unless what one brings about elsewhere is refused:
    /// then the halves are tried, until it stands alone.
    /// </summary>
    /// <returns>For each draft, in order, what was saved or why not.</returns>
    public async Task<IReadOnlyList<(Saved? Saved, Problem? Problem)>> SaveMany(Actor actor, IReadOnlyList<Draft> drafts, CancellationToken cancel = default)
    {
        try
        {
            return await SaveMany(actor, drafts, beside: null, cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict && refused.Problem.Code != Changed.Code)
        {
            if (drafts.Count == 1) return [(null, refused.Problem)];
            foreach (var draft in drafts) draft.Early = null;
            var half = drafts.Count / 2;
            return [.. await SaveMany(actor, [.. drafts.Take(half)], cancel), .. await SaveMany(actor, [.. drafts.Skip(half)], cancel)];
        }
    }

    /// <param name="beside">Written in the same transaction, after the records.</param>
    public Task<IReadOnlyList<(Saved? Saved, Problem? Problem)>> SaveMany(
        Actor actor, IReadOnlyList<Draft> drafts, Func<Session, IReadOnlyList<(Saved? Saved, Problem? Problem)>, ValueTask>? beside, CancellationToken cancel = default) =>
        drafts.Count == 0 ? Task.FromResult<IReadOnlyList<(Saved?, Problem?)>>([]) : Unit<IReadOnlyList<(Saved? Saved, Problem? Problem)>>(drafts[0].Form, async session =>
        {
            var results = new (Saved? Saved, Problem? Problem)[drafts.Count];
            var units = await Judge(await PrepareMany(session, actor, drafts, results), results);
            var saved = await Write(session, actor, [.. units.Select(u => u.Unit)]);
            for (var n = 0; n < saved.Count; n++) results[units[n].At].Saved = saved[n];
            if (beside is not null) await beside(session, results);
            return results;
        }, cancel, actor);

    /// <summary>What many would become, as <see cref="Preview(Actor, Draft, CancellationToken)"/> says it of one. Twins among them are not looked for.</summary>
    /// <returns>For each draft, in order, the record with its errors, or why it cannot be told.</returns>
    public Task<IReadOnlyList<(Preview? Preview, Problem? Problem)>> PreviewMany(Actor actor, IReadOnlyList<Draft> drafts, CancellationToken cancel = default) =>
        database.Read<IReadOnlyList<(Preview? Preview, Problem? Problem)>>(async session =>
        {
            var results = new (Saved? Saved, Problem? Problem)[drafts.Count];
            var previews = new Preview?[drafts.Count];
            foreach (var (at, unit) in await PrepareMany(session, actor, drafts, results))
            {
                try
                {
                    await Validation.Run(unit);
                    previews[at] = new Preview(await Seen(unit), unit.State, unit.Access, []);
                }
                catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
                {
                    previews[at] = new Preview(await Seen(unit), unit.State, unit.Access, refused.Problem.Errors);
                }
            }
            return [.. previews.Select((p, i) => (p, results[i].Problem))];
        }, cancel);

    /// <summary>The steps of one record up to its judgement, each taken by all before the next, so that what many ask is asked once.</summary>
    private async ValueTask<List<(int At, SaveUnit Unit)>> PrepareMany(Session session, Actor actor, IReadOnlyList<Draft> drafts, (Saved? Saved, Problem? Problem)[] results)
    {
        var now = Now;
        var linked = new LinkedRecords(session);
        var batches = new Dictionary<Forms.Form, SaveBatch>();
        foreach (var same in drafts.GroupBy(d => d.Form)) batches[same.Key] = await SaveBatch.Open(session, actor, same.Key, [.. same], Needed, now);
        var units = new List<(int At, SaveUnit Unit)>();
        for (var i = 0; i < drafts.Count; i++)
        {
            if (TakeEarly(actor, drafts[i], now) is { } early)
            {
                early.Enter(session, linked, batches[drafts[i].Form]);
                units.Add((i, early));
                continue;
            }
            try
            {
                units.Add((i, await Begin(session, actor, drafts[i], linked, now, batches[drafts[i].Form])));
            }
            catch (ProblemException refused)
            {
                results[i].Problem = refused.Problem;
            }
        }
        foreach (var batch in batches.Values) await batch.LoadLinked(linked, units.Select(u => u.Unit));
        units = await Passing(units, results, async unit =>
        {
            if (!unit.Checked)
            {
                await Staleness.Check(unit);
                await Compute(unit);
            }
            await Each(unit.Form, c => c.Validate(unit));
        });
        foreach (var batch in batches.Values) await batch.Ask([.. units.Select(u => u.Unit).Where(u => u.Batch == batch)]);
        return units;
    }

    private static async ValueTask<List<(int At, SaveUnit Unit)>> Judge(List<(int At, SaveUnit Unit)> units, (Saved? Saved, Problem? Problem)[] results)
    {
        var twins = new BatchTwins();
        units = await Passing(units, results, async unit =>
        {
            await Validation.Run(unit);
            twins.Refuse(unit);
        });
        await Numbers.Apply([.. units.Select(u => u.Unit)]);
        return units;
    }

    private static async ValueTask<List<(int At, SaveUnit Unit)>> Passing(List<(int At, SaveUnit Unit)> units, (Saved? Saved, Problem? Problem)[] results, Func<SaveUnit, ValueTask> step)
    {
        var passing = new List<(int At, SaveUnit Unit)>(units.Count);
        foreach (var (at, unit) in units)
        {
            try
            {
                await step(unit);
                passing.Add((at, unit));
            }
            catch (ProblemException refused)
            {
                results[at].Problem = refused.Problem;
            }
        }
        return passing;
    }
}
