using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pool;

public sealed partial class Recycling
{
    /// <summary>Tells owners what they will lose, at each step of the ladder of its pool once. A record that gets another date begins anew.</summary>
    /// <returns>How many records were warned of.</returns>
    public async Task<int> Warn(Actor actor, Form form, DateTime? asOf = null, CancellationToken cancel = default)
    {
        var warned = 0;
        for (var after = (long?)0; after is { } at;)
        {
            var step = await WarnStep(Actor.System("recycle", actor.Directory, quiet: true), form, at, asOf ?? Now, cancel);
            warned += step.Warned;
            after = step.Next;
        }
        return warned;
    }

    internal Task<(int Warned, long? Next)> WarnStep(Actor job, Form form, long after, DateTime asOf, CancellationToken cancel)
    {
        var book = Pool.Book(form)!;
        var most = book.Pools.SelectMany(p => p.Definition.WarnDays).DefaultIfEmpty(0).Max();
        return most == 0 ? Task.FromResult((0, (long?)null)) : database.Write(async session =>
        {
            var soon = await DueRecords(session, form, after, asOf, asOf.AddDays(most));
            var told = new List<(long Owner, long Id)>();
            foreach (var record in soon)
            {
                if (book.DueOf(record, NoLinks, job, Now) is not { } due || book.Of(record, NoLinks, job, Now) is not { } pool) continue;
                var steps = pool.Definition.WarnDays.Where(d => due.At <= asOf.AddDays(d)).Order().ToList();
                if (steps.Count > 0 && await WarningRows.Add(session, form.App.Schema, form.No, record.Id, due.At, steps[0], asOf) > 0) told.Add(((long)record[SystemFields.Owner]!, record.Id));
            }
            foreach (var same in told.GroupBy(t => t.Owner, t => t.Id))
                await PoolTidings.Of(form, same.Key, NotificationKind.RecycledSoon, by: 0, [.. same], asOf, job.Zone).Send(session, form.App, ids, Now);
            return (told.Count, soon.Count < AtOnce ? (long?)null : soon[^1].Id);
        }, cancel);
    }
}
