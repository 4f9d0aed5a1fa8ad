using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Gives a record of a pool to a member, whatever cooldown or daily limit says; the holding cap stays.</summary>
internal sealed class Assign : RecordAction
{
    private PoolBook book = null!;

    public override string Key => "pool.assign";

    public override Words Label => ("分配", "Assign");

    public override string Icon => "user-share";

    public override Operation Can => Operation.Assign;

    public override Words Done => ("已分配", "Assigned");

    public static Assign Of(Form form, PoolBook book) => new()
    {
        Form = form, book = book, Ask = ActionQuestion.Build(form, "pool.assign", ("分配", "Assign"), [new() { Key = "to", Type = "member", Label = ("分配给", "To"), Required = true }], []),
    };

    internal override ValueTask<Problem?> Hinder(ActionRun run) => ValueTask.FromResult(run.Record[SystemFields.Owner] is null ? null
        : Problem.Conflict("ALREADY_CLAIMED", ("这条记录已有负责人，请用“转移”。", "This record has an owner; transfer it.")));

    internal override async ValueTask Run(ActionRun run)
    {
        var to = (long)run.Asked!["to"]!;
        if (book.Of(run.Record, run.Linked, run.Actor, run.Now)?.Cap(run.Actor.Directory, Form.App.Key, to) is > 0 and var cap)
        {
            await Holding.Take(run.Session, Form, to);
            if (await Holding.Count(run.Session, book, run.Actor.Directory, to, run.Now) >= cap) throw Holding.Full(run.Actor, Form, to, cap).Exception();
        }
        await run.Save(new Draft(Form) { Id = run.Record.Id, ByAction = true, Handing = new(OwnershipKind.Assign) }.Set(SystemFields.Owner, to));
    }
}
