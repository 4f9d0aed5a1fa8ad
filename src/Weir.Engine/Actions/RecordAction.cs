using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Actions;

/// <summary>Something that can be done with a record besides editing it: an action of the form's definition, or a verb of a capability. Knows no page.</summary>
public abstract class RecordAction
{
    /// <summary>Stable within the form; capabilities write theirs with a dot: <c>pool.claim</c>.</summary>
    public abstract string Key { get; }

    public abstract Words Label { get; }

    public virtual Words? Help => null;

    /// <summary>Name of a Tabler outline icon.</summary>
    public virtual string Icon => "bolt";

    public virtual ActionTone Tone => ActionTone.Plain;

    public required Form Form { get; init; }

    /// <summary>What one must be allowed to do with the record.</summary>
    public virtual Operation Can => Operation.Edit;

    /// <summary>Decided in memory for the record as it is.</summary>
    public virtual Condition When => Condition.Always;

    /// <summary>What is asked for, as a form of its own; null when a click is enough.</summary>
    public Form? Ask
    {
        get;
        internal set
        {
            field = value;
            if (value is not null) value.AskedBy = this;
        }
    }

    /// <summary>Asks the same as another action, which stays the one that answers for the question.</summary>
    private protected void Borrow(Form question)
    {
        var of = question.AskedBy;
        Ask = question;
        question.AskedBy = of;
    }

    /// <summary>What is said when it is done.</summary>
    public virtual Words Done => Label;

    /// <summary>Stands on the page; otherwise only other actions run it.</summary>
    public virtual bool Offered => true;

    /// <summary>Key of an action that is not offered while this one is; null for none.</summary>
    public virtual string? Replaces => null;

    /// <summary>Somebody waits for it: its button stands before all others.</summary>
    public virtual bool Awaited => false;

    /// <summary>The record stands beside the question, for who decides by looking at it.</summary>
    public virtual bool ShowsRecord => false;

    /// <summary>Whether the actor's roles let them at all; the record is another matter.</summary>
    public virtual bool For(FormAccess access) => !access.Actor.ReadOnly && access.Can(Can);

    /// <summary>Offered for ticked records of a list as well, each judged for itself. Only what asks for nothing.</summary>
    public virtual bool ForMany(FormAccess access) => false;

    /// <summary>Whether the actor may do it with this record, locked as it is.</summary>
    /// <exception cref="Problems.ProblemException">NotFound when the record may not even be seen, Forbidden when it may.</exception>
    internal virtual ValueTask Demand(Session session, FormAccess access, Record record, DateTime now) => RowCheck.Demand(session, access, Can, record.Id, now);

    /// <summary>What else must be so for this record and actor; a capability's own state. Null lets it pass.</summary>
    internal virtual ValueTask<Problems.Problem?> Hinder(ActionRun run) => ValueTask.FromResult<Problems.Problem?>(null);

    /// <summary>Whether it has been done with this record already, so that doing it again means what the first one brought about: nothing is asked or written, and the run says where that is.</summary>
    internal virtual ValueTask<bool> IsDone(ActionRun run) => ValueTask.FromResult(false);

    /// <summary>How far it has come with this record where others bring it about; null when it has not been asked of anybody.</summary>
    internal virtual ValueTask<ActionStanding?> Standing(Session session, Record record) => ValueTask.FromResult<ActionStanding?>(null);

    /// <summary>What the question begins with, put into the draft of <see cref="Ask"/>.</summary>
    internal virtual ValueTask Begin(ActionRun run, Records.Draft asked) => ValueTask.CompletedTask;

    /// <summary>Lays out lines that the question has before anybody answers; an answer names them by their ids.</summary>
    internal virtual ValueTask Lay(ActionRun run, Records.Record question) => ValueTask.CompletedTask;

    /// <summary>Once all actions of the app stand.</summary>
    /// <exception cref="FieldTypes.DefinitionError">Names what is wrong.</exception>
    internal virtual void Complete() { }

    /// <summary>Brings it about, within the transaction of the run.</summary>
    internal abstract ValueTask Run(ActionRun run);
}
