using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Actions;

/// <summary>One action on its way: the record it is done with, what was answered, and what it has saved so far. Lives inside one transaction.</summary>
internal sealed class ActionRun(RecordStore store, Session session, Actor actor, RecordAction action, DateTime now)
{
    /// <summary>An action may run actions of other records; deeper than this it is going round.</summary>
    private const int Deepest = 6;

    public RecordStore Store => store;

    public Session Session => session;

    public Actor Actor { get; } = actor;

    public RecordAction Action => action;

    /// <summary>UTC, the same for everything in the run.</summary>
    public DateTime Now => now;

    /// <summary>As it is now; after a save, as saved.</summary>
    public required Record Record { get; set; }

    /// <summary>What was answered; a record of <see cref="RecordAction.Ask"/>, or of an empty question.</summary>
    public Record? Asked { get; set; }

    public required LinkedRecords Linked { get; init; }

    public int Depth { get; init; }

    /// <summary>Everything saved, in order.</summary>
    public List<Saved> Saves { get; init; } = [];

    /// <summary>Where the person goes next; null stays.</summary>
    public RecordRef? Open { get; set; }

    /// <summary>Saves by the one road. What an action writes is its author's decision: the rights of whoever runs it are asked once, for the action.</summary>
    public async ValueTask<Saved> Save(Draft draft)
    {
        var saved = await store.SaveWithin(session, Actor, draft, Linked, now);
        Saves.Add(saved);
        if (saved.Record.Form == Record.Form && saved.Record.Id == Record.Id) Record = saved.Record;
        Linked.Remember(saved.Record);
        return saved;
    }

    /// <summary>Sets fields of the record itself.</summary>
    public ValueTask<Saved> Set(params IReadOnlyList<(string Key, object? Value)> values)
    {
        var draft = new Draft(Record.Form) { Id = Record.Id, ByAction = true };
        foreach (var (key, value) in values) draft.Set(key, value);
        return Save(draft);
    }

    /// <summary>Runs an action of another record in the same transaction, with these answers.</summary>
    /// <param name="actor">In whose name, if not in that of this run.</param>
    public async ValueTask Run(RecordAction other, long id, IReadOnlyDictionary<string, object?> answers, Actor? actor = null)
    {
        if (Depth >= Deepest) throw Problems.Problem.Conflict("action.circle", ("动作之间形成了循环，请联系管理员。", "Actions call each other in a circle; ask an administrator.")).Exception();
        await store.ActWithin(this, other, id, answers, actor);
    }
}

/// <summary>What an action did.</summary>
/// <param name="Record">As stored now.</param>
/// <param name="Saves">Everything that was saved, in order.</param>
/// <param name="Open">The record to go on with; null stays at this one.</param>
public sealed record Acted(RecordAction Action, Record Record, IReadOnlyList<Saved> Saves, RecordRef? Open);
