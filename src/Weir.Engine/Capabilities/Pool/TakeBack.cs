using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Who may assign takes a record from its owner into the pool, before a rule does.</summary>
internal sealed class TakeBack : RecordAction
{
    public override string Key => "pool.take_back";

    public override Words Label => ("收回", "Take back");

    public override string Icon => "arrow-back";

    public override ActionTone Tone => ActionTone.Danger;

    public override Operation Can => Operation.Assign;

    public override Words Done => ("已收回到池中", "Taken back");

    public static TakeBack Of(Form form, PoolBook book) => new() { Form = form, Ask = Return.Question(form, book, "pool.take_back", ("收回", "Take back"), required: false) };

    internal override ValueTask<Problem?> Hinder(ActionRun run) => ValueTask.FromResult(
        run.Record[SystemFields.Owner] is null ? Problem.Conflict("pool.unowned", ("这条记录已经在池中。", "This record is in its pool already."))
        : run.Record[Pool.Locked] is true ? Problem.Conflict("pool.locked", ("记录已锁定，请先解锁。", "The record is locked; unlock it first.")) : null);

    internal override async ValueTask Run(ActionRun run) => await run.Save(
        new Draft(Form) { Id = run.Record.Id, ByAction = true, Handing = new(OwnershipKind.Recycle, run.Asked!["reason"] as string, run.Asked["note"] as string) }.Set(SystemFields.Owner, null));
}
