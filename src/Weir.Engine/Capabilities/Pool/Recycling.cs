using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Takes back what is due, in short transactions beside everybody's work; warns owners before; and tells what rules would do before they are published.</summary>
public sealed partial class Recycling(Database database, RecordStore records, RecordQuery query, RecordIds ids, TimeProvider clock)
{
    private const int AtOnce = 200;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes back everything of a form that is due at a moment, as the nightly task does.</summary>
    /// <returns>How many records went back.</returns>
    /// <exception cref="ProblemException">Forbidden to all but administrators; NotFound for a form without pools.</exception>
    public async Task<int> Run(Actor actor, Form form, DateTime? asOf = null, CancellationToken cancel = default)
    {
        if (!actor.IsSystem && (actor.ReadOnly || !FormAccess.Of(actor, form).Everything)) throw Problem.Forbidden("pool.not_allowed", ("只有管理员可以执行回收。", "Only an administrator may run this.")).Exception();
        if (Pool.Book(form) is null) throw Problem.NotFound("pool.none").Exception();
        var job = Actor.System("recycle", actor.Directory, quiet: true);
        var taken = 0;
        for (var after = (long?)0; after is { } at;)
        {
            var step = await Step(job, form, at, asOf ?? Now, cancel);
            taken += step.Taken;
            after = step.Next;
        }
        return taken;
    }

    /// <summary>Takes back the next part.</summary>
    /// <param name="after">The record after which to go on.</param>
    internal async Task<(int Taken, long? Next)> Step(Actor job, Form form, long after, DateTime asOf, CancellationToken cancel)
    {
        var book = Pool.Book(form)!;
        var due = await database.Read(session => DueRecords(session, form, after, null, asOf), cancel);
        if (due.Count == 0) return (0, null);
        var linked = new Dictionary<long, Due>();
        foreach (var record in due)
            if (book.DueOf(record, NoLinks, job, Now) is { } found && found.At <= asOf) linked[record.Id] = found;
        var drafts = due.Where(r => linked.ContainsKey(r.Id)).Select(r => new Draft(form)
        {
            Id = r.Id, ByAction = true, Handing = new(OwnershipKind.Recycle, linked[r.Id].Reason) { Due = asOf },
        }.Set(SystemFields.Owner, null)).ToList();
        var results = await records.SaveMany(job, drafts, (session, saved) => Tell(session, book, job.Directory, [.. saved.Select(s => s.Saved).OfType<Saved>()]), cancel);
        return (results.Count(r => r.Saved is not null), due.Count < AtOnce ? null : due[^1].Id);
    }

    /// <summary>Conditions of pools look at the record alone.</summary>
    private static LinkedRecords NoLinks => new(null!);

    private async ValueTask<List<Record>> DueRecords(Session session, Form form, long after, DateTime? from, DateTime until)
    {
        var joins = new JoinPlan();
        var id = JoinPlan.Id(JoinPlan.Root);
        var at = joins.Operand(form[HandingFields.RecycleAt]);
        var where = new List<Predicate>
        {
            new Predicate.Compare(id, Comparison.Greater, after), new Predicate.Compare(at, Comparison.LessOrEqual, until),
            new Predicate.Empty(joins.Operand(form[SystemFields.Owner]), Not: true), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])),
        };
        if (from is { } start) where.Add(new Predicate.Compare(at, Comparison.Greater, start));
        var found = await session.Query(QueryWriter.Select(session.Dialect, new Select(form.Table, JoinPlan.Root, [id], [], Predicate.And(where), RowScope.Everything, [new Sort(id, Nullable: false)], Limit: AtOnce)), r => r.Long(0));
        var read = await RecordRows.Read(session, form, found, lines: false);
        return [.. found.Select(read.GetValueOrDefault).OfType<Record>()];
    }

    private ValueTask Tell(Session session, PoolBook book, Directory directory, IReadOnlyList<Saved> saved)
    {
        var owner = book.Form[SystemFields.Owner];
        return PoolTidings.Send(session, book, directory, ids, Now, by: 0, [.. saved.Where(s => s.Before?[owner] is long).Select(s => (s.Before![owner] as long?, s.Record))]);
    }
}
