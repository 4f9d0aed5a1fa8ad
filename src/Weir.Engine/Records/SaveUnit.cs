using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Rules;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>One record on its way through a save: what it was, what it becomes, and what the steps have found out. Lives inside one transaction.</summary>
internal sealed class SaveUnit(Session session, Actor actor, FormAccess access, Draft draft, DateTime now, LinkedRecords linked)
{
    private FormState? stateBefore;

    public Session Session { get; private set; } = session;

    public Actor Actor => actor;

    public FormAccess Access => access;

    public Form Form => draft.Form;

    public Draft Draft => draft;

    /// <summary>UTC, the same for everything in the save.</summary>
    public DateTime Now => now;

    /// <summary>The day on which it is saved, where the actor is.</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, actor.Zone));

    public LinkedRecords Linked { get; private set; } = linked;

    /// <summary>For what is written beside the record.</summary>
    public required RecordIds Ids { get; init; }

    /// <summary>What the records saved together have asked at once; null when one is saved alone.</summary>
    public SaveBatch? Batch { get; set; }

    /// <summary>Everything that needs no database is worked out and checked.</summary>
    public bool Checked { get; set; }

    /// <summary>As stored before; null when the record is new.</summary>
    public Record? Before { get; set; }

    public required Record Record { get; init; }

    /// <summary>Fields whose value a default formula gave in this save.</summary>
    public HashSet<Field> Started { get; } = [];

    /// <summary>Fields whose value a rule gives while nobody edits them.</summary>
    public HashSet<Field> Given { get; } = [];

    /// <summary>Fields which a capability has set on purpose: no default formula replaces them.</summary>
    public HashSet<Field> Settled { get; } = [];

    /// <summary>Why the owner changes, as the draft says it or a capability has decided.</summary>
    public Handing? Handing { get; set; } = draft.Handing;

    public FormState State { get; set; } = new();

    /// <summary>What the rules made of the stored record; asked for seldom.</summary>
    public FormState StateBefore => stateBefore ??= Before is null ? new() : RuleBook.Evaluate(Before, Linked, Actor, Now, Viewer);

    public List<Problems.FieldError> Errors { get; } = [.. draft.Errors];

    /// <summary>Who looks at what the record would become; null in a save, which holds to all rules.</summary>
    public FormAccess? Viewer => Session.ReadOnly ? access : null;

    /// <summary>Goes on in a transaction with what was worked out before it.</summary>
    public void Enter(Session transaction, LinkedRecords fetched, SaveBatch batch) => (Session, Linked, Batch) = (transaction, fetched, batch);

    public bool Creating => Before is null;

    public bool HasChanged(Field field) => Before is null ? Record[field] is not null : !Equal(field, Before, Record);

    /// <summary>Keys of all fields whose value differs from the stored one.</summary>
    public HashSet<string> Changed()
    {
        var changed = new HashSet<string>(Form.Fields.Count);
        foreach (var field in Form.Fields)
            if (HasChanged(field)) changed.Add(field.Key);
        return changed;
    }

    public void Refuse(string field, string code, Words message)
    {
        if (!Errors.Any(e => e.Field == field && e.Code == code)) Errors.Add(new(field, code, message));
    }

    private static bool Equal(Field field, Record a, Record b)
    {
        if (field.Lines is null) return field.Type.Same(a[field], b[field]);
        var (x, y) = (a.Lines(field), b.Lines(field));
        return x.Count == y.Count && x.Zip(y).All(p => p.First.Id == p.Second.Id && field.Lines.Fields.All(f => f.Type.Same(p.First[f], p.Second[f])));
    }
}
