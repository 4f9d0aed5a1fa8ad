using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Exchange.Batches;

/// <summary>Batches to rows and back. A change carries the version it was made on, so that two processes never both advance one batch.</summary>
internal sealed class BatchStore(Database database, RecordIds ids, TimeProvider clock)
{
    private static readonly IReadOnlyList<string> OpenStates = [Word(BatchState.Queued), Word(BatchState.Running), Word(BatchState.Cancelling), Word(BatchState.Undoing)];

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public long NextId() => ids.Next();

    public async Task<Batch> Add(long id, string kind, Form form, Actor actor, BatchState state, BatchPlan plan, CancellationToken cancel = default)
    {
        var batch = new Batch(id, kind, form, actor.MemberId, Now, state, plan, 1);
        await database.Write(session => BatchRows.Add(session, form.App.Schema, Row(batch)), cancel);
        return batch;
    }

    public Task<Batch?> Find(App app, long id, CancellationToken cancel = default) => database.Read(async session => await BatchRows.Find(session, app.Schema, id) is { } row ? Read(app, row) : null, cancel);

    /// <exception cref="ProblemException">NotFound: also for a batch of another kind or of somebody else.</exception>
    public async Task<Batch> Demand(Actor actor, App app, long id, string kind, CancellationToken cancel = default) =>
        await Find(app, id, cancel) is { } batch && batch.Kind == kind && batch.ById == actor.MemberId ? batch
            : throw new ProblemException(Problem.NotFound("batch.not_found") with { Message = ("找不到这个批次。", "There is no such batch.") });

    public Task<IReadOnlyList<Batch>> By(Actor actor, App app, string kind, int limit, CancellationToken cancel = default) => database.Read(async session =>
        (IReadOnlyList<Batch>)[.. (await BatchRows.By(session, app.Schema, actor.MemberId, kind, limit)).Select(r => Read(app, r)).OfType<Batch>()], cancel);

    public Task<IReadOnlyList<Batch>> By(Actor actor, Form form, string kind, int limit, CancellationToken cancel = default) => database.Read(async session =>
        (IReadOnlyList<Batch>)[.. (await BatchRows.By(session, form.App.Schema, actor.MemberId, kind, form.No, limit)).Select(r => Read(form.App, r)).OfType<Batch>()], cancel);

    /// <summary>All that wait or are worked on, oldest first.</summary>
    public Task<IReadOnlyList<Batch>> Open(App app, CancellationToken cancel = default) => database.Read(async session =>
        (IReadOnlyList<Batch>)[.. (await BatchRows.InStates(session, app.Schema, OpenStates)).Select(r => Read(app, r)).OfType<Batch>()], cancel);

    /// <summary>Batches whose files have had their time.</summary>
    public Task<IReadOnlyList<Batch>> Aged(App app, DateTime before, int limit, CancellationToken cancel = default) => database.Read(async session => (IReadOnlyList<Batch>)
        [.. (await BatchRows.Before(session, app.Schema, before, [Batch.ImportKind, Batch.ExportKind], OpenStates, limit)).Select(r => Read(app, r)).OfType<Batch>()], cancel);

    /// <summary>Null when somebody else changed it in between.</summary>
    public Task<Batch?> TryChange(Batch batch, CancellationToken cancel = default) => database.Write(async session =>
    {
        var changed = await TryChange(session, batch);
        if (changed is not null && BatchTidings.Of(changed) is { } tidings) await tidings.Send(session, batch.Form.App, ids, Now);
        return changed;
    }, cancel);

    public static async ValueTask<Batch?> TryChange(Session session, Batch batch) =>
        await BatchRows.Change(session, batch.Form.App.Schema, Row(batch)) ? batch with { Version = batch.Version + 1 } : null;

    /// <exception cref="BatchLost">Somebody else changed it in between; throwing undoes what was written beside.</exception>
    public static async ValueTask<Batch> Change(Session session, Batch batch) => await TryChange(session, batch) ?? throw new BatchLost();

    private static BatchRow Row(Batch b) => new(b.Id, b.Kind, b.Form.No, b.ById, b.At, Word(b.State), b.Plan.Write(), b.Version);

    /// <summary>Null for other kinds of work that share the table, and for a form that is gone.</summary>
    private static Batch? Read(App app, BatchRow row) => row.Kind is Batch.ImportKind or Batch.ExportKind && app.FormNo((int)row.FormNo) is { } form
        ? new(row.Id, row.Kind, form, row.ById, row.At, Enum.Parse<BatchState>(row.State, ignoreCase: true), BatchPlan.Read(row.Body), row.Version)
        : null;

    private static string Word(BatchState state) => state.ToString().ToLowerInvariant();
}

/// <summary>The batch was changed by somebody else while a chunk was being written; the chunk was rolled back.</summary>
internal sealed class BatchLost() : Exception("The batch was taken or stopped by somebody else.");
