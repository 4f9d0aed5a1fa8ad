using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Rules;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    private const int LongestKey = 100;

    /// <summary>Does something with a record besides editing it: an action of its form, or a verb of a capability. Everything it brings about happens in one transaction, or nothing.</summary>
    /// <param name="asked">Answers, a draft of the action's question; null when it asks for nothing. Its idempotency key makes a repeated request do nothing.</param>
    /// <exception cref="ProblemException">NotFound; Forbidden; Conflict <c>action.not_now</c> or what a capability says; Invalid with errors of the answers or of what would be saved.</exception>
    public Task<Acted> Act(Actor actor, Form form, long id, string key, Draft? asked = null, CancellationToken cancel = default) => Unit(form, async session =>
    {
        var run = await Open(session, actor, form, id, key);
        if (await run.Action.IsDone(run)) return new Acted(run.Action, run.Record, [], run.Open);
        if (OnceKey(actor, run, asked) is { } once)
        {
            if (await OnceRows.Find(session, form.App.Schema, once) is not null) return new Acted(run.Action, run.Record, [], null);
            await OnceRows.Add(session, form.App.Schema, once, id, run.Now);
        }
        if (await Hindrance(run) is { } problem) throw problem.Exception();
        run.Asked = await Answer(run, asked);
        await run.Action.Run(run);
        return new Acted(run.Action, run.Record, run.Saves, run.Open);
    }, cancel, actor);

    /// <summary>Does the same with many records, each for itself: a refused one does not stop the others.</summary>
    /// <param name="asked">Answers for one of them; null when it asks for nothing.</param>
    /// <returns>For each record, in order, what was done or why not.</returns>
    public async Task<IReadOnlyList<(Acted? Acted, Problem? Problem)>> ActMany(
        Actor actor, Form form, IReadOnlyList<long> ids, string key, Func<Draft>? asked = null, CancellationToken cancel = default)
    {
        var results = new List<(Acted?, Problem?)>(ids.Count);
        foreach (var id in ids)
        {
            try
            {
                results.Add((await Act(actor, form, id, key, asked?.Invoke(), cancel), null));
            }
            catch (ProblemException refused)
            {
                results.Add((null, refused.Problem));
            }
        }
        return results;
    }

    /// <summary>What the question of an action begins with, for the dialog; <c>record</c> is filled in.</summary>
    /// <exception cref="ProblemException">As <see cref="Act"/>.</exception>
    public Task<Draft> Ask(Actor actor, Form form, long id, string key, CancellationToken cancel = default) => database.Read(async session =>
    {
        var run = await Open(session, actor, form, id, key);
        if (await Hindrance(run) is { } problem) throw problem.Exception();
        var draft = QuestionDraft(run, null);
        run.Asked = new Record(draft.Form) { [draft.Form[ActionQuestion.Record]] = id };
        await run.Action.Begin(run, draft);
        return draft;
    }, cancel);

    /// <summary>The actions that can be done with a record now, in the order of its form.</summary>
    public Task<IReadOnlyList<RecordAction>> Actions(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read<IReadOnlyList<RecordAction>>(async session =>
    {
        var access = FormAccess.Of(actor, form);
        var offered = form.Actions.Where(a => a.Offered && a.For(access)).ToList();
        if (offered.Count == 0 || await RecordRows.Read(session, form, id, lines: true) is not { Deleted: false } record) return [];
        var may = new Dictionary<Operation, bool>();
        foreach (var operation in offered.Select(a => a.Can).Append(Operation.View).Distinct()) may[operation] = await RowCheck.May(session, access, operation, id, Now);
        var now = new List<RecordAction>();
        foreach (var action in offered.Where(a => may[a.Can] && may[Operation.View]))
            if (await Hindrance(Begun(session, actor, action, record, Now)) is null) now.Add(action);
        return [.. now.Where(a => now.All(o => o.Replaces != a.Key))];
    }, cancel);

    /// <summary>Does what nobody asked for: something that has fallen due. Of a record that is gone, or with which it cannot be done any more, nothing comes.</summary>
    /// <param name="beside">Runs in the same transaction, before it.</param>
    internal Task<bool> Do(Actor actor, Form form, long id, RecordAction action, Draft? asked, Func<Session, ValueTask> beside, CancellationToken cancel = default) => Unit(form, async session =>
    {
        await beside(session);
        if (await RecordRows.Read(session, form, id, lines: true, locked: true) is not { Deleted: false } record) return false;
        var run = Begun(session, actor, action, record, Now);
        run.Linked.Hold(record);
        if (await Hindrance(run) is not null) return false;
        run.Asked = await Answer(run, asked);
        await run.Action.Run(run);
        return true;
    }, cancel, actor);

    /// <summary>Saves within a transaction that is open already.</summary>
    internal async ValueTask<Saved> SaveWithin(Session session, Actor actor, Draft draft, LinkedRecords linked, DateTime now) =>
        (await Write(session, actor, [await Prepare(session, actor, draft, linked, now)]))[0];

    /// <summary>Runs an action of another record for an action that is running.</summary>
    /// <param name="actor">In whose name, if not in that of the running action.</param>
    internal async ValueTask ActWithin(ActionRun outer, RecordAction action, long id, IReadOnlyDictionary<string, object?> answers, Actor? actor = null)
    {
        if (await RecordRows.Read(outer.Session, action.Form, id, lines: true, locked: true) is not { Deleted: false } record) throw Problem.NotFound().Exception();
        outer.Linked.Remember(record);
        outer.Linked.Hold(record);
        var run = new ActionRun(this, outer.Session, actor ?? outer.Actor, action, outer.Now) { Record = record, Linked = outer.Linked, Depth = outer.Depth + 1, Saves = outer.Saves };
        if (await Hindrance(run) is { } problem) throw problem.Exception();
        var asked = action.Ask is null ? null : new Draft(action.Ask);
        foreach (var (key, value) in answers) asked!.Set(key, value);
        run.Asked = await Answer(run, asked, byAction: true);
        await action.Run(run);
        outer.Open ??= run.Open;
        if (outer.Record.Form == record.Form && outer.Record.Id == record.Id) outer.Record = run.Record;
    }

    /// <summary>Whether an action could be done with another record now.</summary>
    internal async ValueTask<bool> Applies(ActionRun outer, RecordAction action, long id) =>
        await RecordRows.Read(outer.Session, action.Form, id, lines: true) is { Deleted: false } record && await Hindrance(Begun(outer.Session, outer.Actor, action, record, outer.Now, outer.Depth + 1)) is null;

    /// <summary>What keeps an actor from another action of the same record now; null when nothing does.</summary>
    internal ValueTask<Problem?> Hinders(ActionRun outer, RecordAction action, Actor actor) => Hindrance(Begun(outer.Session, actor, action, outer.Record, outer.Now, outer.Depth + 1));

    private async ValueTask<ActionRun> Open(Session session, Actor actor, Form form, long id, string key)
    {
        if (form.Action(key) is not { Offered: true } action) throw Problem.NotFound("action.not_found").Exception();
        var access = FormAccess.Of(actor, form);
        var record = await RecordRows.Read(session, form, id, lines: true, locked: !session.ReadOnly);
        if (record is null || record.Deleted) throw Problem.NotFound().Exception();
        await action.Demand(session, access, record, Now);
        if (access.Refuses(action.Can == Operation.View ? Operation.Edit : action.Can) || !action.For(access)) throw NotAllowed(Operation.Approve).Exception();
        var run = Begun(session, actor.Via($"action:{form.Key}:{key}"), action, record, Now);
        if (!session.ReadOnly) run.Linked.Hold(record);
        return run;
    }

    private ActionRun Begun(Session session, Actor actor, RecordAction action, Record record, DateTime now, int depth = 0)
    {
        var linked = new LinkedRecords(session);
        linked.Remember(record);
        return new ActionRun(this, session, actor, action, now) { Record = record, Linked = linked, Depth = depth };
    }

    /// <summary>Gives a question the lines that it has from the beginning.</summary>
    private async ValueTask Lay(SaveUnit question, RecordAction action, long about)
    {
        if (question.Linked.Known(action.Form, about) is not { } record)
        {
            if (await RecordRows.Read(question.Session, action.Form, about, lines: true) is not { Deleted: false } found) return;
            question.Linked.Remember(record = found);
        }
        var run = new ActionRun(this, question.Session, question.Actor, action, question.Now) { Record = record, Linked = question.Linked, Asked = question.Record };
        question.Record[ActionQuestion.Record] = about;
        await action.Lay(run, question.Record);
    }

    private static async ValueTask<Problem?> Hindrance(ActionRun run)
    {
        await run.Linked.Load([run.Record], run.Action.When.Paths.Select(p => p.Via));
        if (!RuleBook.Holds(run.Action.When, run.Record, run.Linked, run.Actor, run.Now))
            return Problem.Conflict("action.not_now", ($"现在不能“{run.Action.Label.Zh}”：记录的状态已经变了，请刷新查看。", $"'{run.Action.Label.En}' cannot be done now: the record has changed; reload to see it."));
        return await run.Action.Hinder(run);
    }

    private static Draft QuestionDraft(ActionRun run, Draft? asked, bool byAction = false)
    {
        var form = run.Action.Ask ?? throw Problem.Invalid("action.asks_nothing", ("这个动作什么也不问。", "This action asks for nothing.")).Exception();
        var draft = new Draft(form) { ByAction = byAction };
        foreach (var (key, value) in asked?.Values ?? []) draft.Set(key, value);
        foreach (var (key, lines) in asked?.Lines ?? []) draft.Lines[key] = lines;
        draft.Errors.AddRange(asked?.Errors ?? []);
        return draft.Set(ActionQuestion.Record, run.Record.Id);
    }

    /// <summary>The answers, computed and checked like any record.</summary>
    private async ValueTask<Record?> Answer(ActionRun run, Draft? asked, bool byAction = false)
    {
        if (run.Action.Ask is null) return run.Action is DefinedAction { Question: var question } ? new Record(question) { [question[ActionQuestion.Record]] = run.Record.Id } : null;
        var unit = await Begin(run.Session, run.Actor, QuestionDraft(run, asked, byAction), run.Linked, run.Now);
        await Compute(unit);
        await Each(unit.Form, c => c.Validate(unit));
        await Validation.Run(unit);
        return unit.Record;
    }

    private static string? OnceKey(Actor actor, ActionRun run, Draft? asked) => asked?.IdempotencyKey is { Length: > 0 and <= LongestKey } given
        ? FormattableString.Invariant($"{actor.MemberId}:{run.Record.Form.Key}:{run.Record.Id}:{run.Action.Key}:{given}") : null;
}
