using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Capabilities;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Engine.Rules;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>Creates or changes one record in one transaction, by the one road that all roads join.</summary>
    /// <exception cref="ProblemException">Invalid with all errors, NotFound, Forbidden, or Conflict with a <see cref="StaleRecord"/>.</exception>
    public async Task<Saved> Save(Actor actor, Draft draft, CancellationToken cancel = default)
    {
        try
        {
            return await SaveOne(actor, draft, cancel);
        }
        catch (ProblemException twin) when (draft.IdempotencyKey is not null && (twin.Problem.Code == TwinCode || twin.Problem.Errors.Any(e => e.Code is "duplicate.found" or "field.not_unique")))
        {
            // The same request came twice at one moment; the other has been faster and is found now.
            return await SaveOne(actor, draft, cancel);
        }
    }

    private Task<Saved> SaveOne(Actor actor, Draft draft, CancellationToken cancel) => Unit(draft.Form, async session =>
    {
        if (await Once.Find(session, actor, draft) is { } done)
            return new Saved(await RecordRows.Read(session, draft.Form, done, lines: true) ?? new Record(draft.Form, done), new HashSet<string>(), Created: false);
        var unit = await Prepare(session, actor, draft, new LinkedRecords(session), Now);
        return (await Write(session, actor, [unit]))[0];
    }, cancel, actor);

    /// <summary>What the record would become: formulas, rules and errors, without writing. For typing.</summary>
    public Task<Preview> Preview(Actor actor, Draft draft, CancellationToken cancel = default) => database.Read(async session =>
    {
        var unit = await Begin(session, actor, draft, new LinkedRecords(session), Now);
        await LinkCheck.DropUnseen(unit);
        await Each(unit.Form, c => c.Propose(unit));
        await Compute(unit);
        try
        {
            await Validation.Run(unit);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return new Preview(await Seen(unit), unit.State, unit.Access, refused.Problem.Errors);
        }
        return new Preview(await Seen(unit), unit.State, unit.Access, []);
    }, cancel);

    private static async ValueTask<Record> Seen(SaveUnit unit) =>
        RecordQuery.Veil(unit.Access, unit.Record, unit.Creating || await RowCheck.IsOpen(unit.Session, unit.Access, unit.Record.Id, unit.Now));

    private async ValueTask<SaveUnit> Prepare(Session session, Actor actor, Draft draft, LinkedRecords linked, DateTime now)
    {
        var unit = await Begin(session, actor, draft, linked, now);
        await Staleness.Check(unit);
        await Compute(unit);
        foreach (var capability in CapabilityCatalogue.Of(unit.Form))
            if (await capability.Divert(unit) is { } other)
            {
                if (other.Tell is { } owner && owner != actor.MemberId && !actor.Quiet)
                    await new Tidings(owner, NotificationKind.CameAgain, actor.MemberId) { FormNo = unit.Form.No, Records = [other.Draft.Id!.Value] }.Send(session, unit.Form.App, ids, now);
                return await Prepare(session, actor, other.Draft, linked, now);
            }
        await Each(unit.Form, c => c.Validate(unit));
        await Validation.Run(unit);
        await Numbers.Apply([unit]);
        return unit;
    }

    private async ValueTask<SaveUnit> Begin(Session session, Actor actor, Draft draft, LinkedRecords linked, DateTime now, SaveBatch? batch = null)
    {
        var access = batch?.Access ?? FormAccess.Of(actor, draft.Form);
        if (draft.Id is not { } id)
        {
            if (!draft.ByAction && !access.Can(Operation.Create)) throw (access.Can(Operation.View) ? NotAllowed(Operation.Create) : Problem.NotFound("form.not_found")).Exception();
            var created = new SaveUnit(session, actor, access, draft, now, linked) { Record = new Record(draft.Form), Batch = batch, Ids = ids };
            Defaults.Apply(created);
            if (draft.Form.AskedBy is { } action && draft.Values.GetValueOrDefault(ActionQuestion.Record) is long about) await Lay(created, action, about);
            Changes.Apply(created);
            return created;
        }
        var before = batch is not null ? batch.Before(id) : linked.Held(draft.Form, id) ?? await RecordRows.Read(session, draft.Form, id, lines: true, locked: !session.ReadOnly);
        if (before is null || before.Deleted) throw Problem.NotFound().Exception();
        foreach (var operation in draft.ByAction ? [] : Needed(draft))
            if (batch is null) await RowCheck.Demand(session, access, operation, id, now);
            else batch.Demand(operation, id);
        var unit = new SaveUnit(session, actor, access, draft, now, linked) { Record = before.Copy(), Before = before, Batch = batch, Ids = ids };
        Changes.Apply(unit);
        return unit;
    }

    /// <summary>Who only hands a record over need not be one who edits it: a supervisor assigns what others write.</summary>
    private static IEnumerable<Operation> Needed(Draft draft) =>
        !draft.Values.ContainsKey(SystemFields.Owner) ? [Operation.Edit] : draft is { Values.Count: 1, Lines.Count: 0 } ? [Operation.Assign] : [Operation.Edit, Operation.Assign];

    /// <summary>Everything that follows from what was typed, before it is judged.</summary>
    private static async ValueTask Compute(SaveUnit unit)
    {
        await Fills.Apply(unit);
        await Each(unit.Form, c => c.BeforeSave(unit));
        IReadOnlyList<Record> both = unit.Before is null ? [unit.Record] : [unit.Record, unit.Before];
        await unit.Linked.Load(both, RecordFormulas.Ways(unit.Form));
        foreach (var lines in unit.Form.LineFields) await unit.Linked.Load([.. both.SelectMany(r => r.Lines(lines))], RecordFormulas.Ways(lines.Lines!));
        if (unit.Creating) foreach (var rollup in unit.Form.Rollups) unit.Record[rollup.Target] = rollup.Empty;
        // Nothing can be about a line that is new.
        foreach (var rollup in unit.Form.LineRollups)
            foreach (var line in unit.Record.Lines(rollup.Own).Where(l => l.Id == 0)) line[rollup.Target] = rollup.Target.Type.FromFormula(rollup.Target, 0m);
        Defaults.ApplyToLines(unit);
        RecordFormulas.Compute(unit.Record, unit.Linked, unit.Actor, unit.Now);
        // A default may be made from another default or from a formula; three rounds settle every chain a designer would write.
        for (var round = 0; round < 3 && Defaults.ApplyFormulas(unit); round++) RecordFormulas.Compute(unit.Record, unit.Linked, unit.Actor, unit.Now);
        if (GivenValues.Apply(unit)) RecordFormulas.Compute(unit.Record, unit.Linked, unit.Actor, unit.Now);
        unit.State = RuleBook.Evaluate(unit.Record, unit.Linked, unit.Actor, unit.Now, unit.Viewer);
        if (unit.State.Cleared.Count == 0) return;
        foreach (var field in unit.State.Cleared) unit.Record[field] = null;
        RecordFormulas.Compute(unit.Record, unit.Linked, unit.Actor, unit.Now);
        unit.State = RuleBook.Evaluate(unit.Record, unit.Linked, unit.Actor, unit.Now, unit.Viewer);
    }
}

/// <summary>What a record would become if it were saved now, as its actor may see it.</summary>
public sealed record Preview(Record Record, FormState State, FormAccess Access, IReadOnlyList<FieldError> Errors);
