using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Keeps a record with its owner: no rule takes it back while it is locked. So many for each owner.</summary>
internal sealed class Lock : RecordAction
{
    private PoolBook book = null!;

    public override string Key => "pool.lock";

    public override Words Label => ("锁定", "Lock");

    public override Words? Help => ("锁定后不会被自动回收。", "A locked record is not taken back.");

    public override string Icon => "lock";

    public override Operation Can => Operation.Assign;

    public override Words Done => ("已锁定", "Locked");

    public static Lock Of(Form form, PoolBook book) => new() { Form = form, book = book };

    internal override async ValueTask<Problem?> Hinder(ActionRun run)
    {
        if (run.Record[SystemFields.Owner] is not long owner) return Problem.Conflict("pool.unowned", ("这条记录在池中。", "This record is in its pool."));
        if (run.Record[Pool.Locked] is true) return Problem.Conflict("pool.locked", ("已经锁定。", "It is locked already."));
        var most = book.Of(run.Record, run.Linked, run.Actor, run.Now)?.Definition.Locks ?? 0;
        if (!run.Session.ReadOnly) await Holding.Take(run.Session, Form, owner);
        return most > 0 && await Count(run, owner) < most ? null
            : Problem.Conflict("LOCK_LIMIT", ($"每位负责人最多锁定 {most} 条。", $"At most {most} may be locked for one owner."));
    }

    internal override async ValueTask Run(ActionRun run) => await run.Set((Pool.Locked, true));

    private ValueTask<long> Count(ActionRun run, long owner)
    {
        var joins = new JoinPlan();
        var where = Predicate.And(
            new Predicate.Compare(joins.Operand(Form[SystemFields.Owner]), Comparison.Equal, owner), new Predicate.Empty(joins.Operand(Form[SystemFields.DeletedAt])),
            Condition.Compile(Form, new() { Field = Pool.Locked, Op = "is", Value = JsonSerializer.SerializeToElement(true) }).Bind(new ConditionContext(run.Actor, run.Now, joins)));
        return run.Session.Count(QueryWriter.CappedCount(run.Session.Dialect, new Select(Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], [], where, RowScope.Everything, []), 10_000));
    }
}

/// <summary>Lets rules take the record back again.</summary>
internal sealed class Unlock : RecordAction
{
    public override string Key => "pool.unlock";

    public override Words Label => ("解锁", "Unlock");

    public override string Icon => "lock-open";

    public override Operation Can => Operation.Assign;

    public override Words Done => ("已解锁", "Unlocked");

    

    internal override ValueTask<Problem?> Hinder(ActionRun run) =>
        ValueTask.FromResult(run.Record[Pool.Locked] is true ? null : Problem.Conflict("pool.not_locked", ("没有锁定。", "It is not locked.")));

    internal override async ValueTask Run(ActionRun run) => await run.Set((Pool.Locked, false));
}
