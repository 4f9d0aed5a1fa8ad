using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>Gives the owner of a record more days before it is taken back: so often, so many, and no more in all than the pool allows.</summary>
internal sealed class Extend : RecordAction
{
    private PoolBook book = null!;

    public override string Key => "pool.extend";

    public override Words Label => ("延期", "Extend");

    public override Words? Help => ("推迟自动回收的日期。", "Postpones the day it is recycled.");

    public override string Icon => "calendar-plus";

    public override Operation Can => Operation.Assign;

    public override Words Done => ("已延期", "Extended");

    public static Extend Of(Form form, PoolBook book) => new()
    {
        Form = form, book = book, Ask = ActionQuestion.Build(form, "pool.extend", ("延期", "Extend"), [new() { Key = "note", Type = "text", Label = ("理由", "Reason"), Required = true }], []),
    };

    internal override ValueTask<Problem?> Hinder(ActionRun run)
    {
        if (run.Record[HandingFields.RecycleAt] is null) return Refuse("pool.not_due", ("这条记录不会被自动回收。", "This record is not due to be recycled."));
        if (Of(run) is not { } extension) return Refuse("EXTENSION_LIMIT", ("这个池不允许延期。", "This pool allows no extensions."));
        var (times, days) = (run.Record[Pool.Extensions] as decimal? ?? 0, run.Record[Pool.ExtendedDays] as decimal? ?? 0);
        return times < extension.Times && days < extension.Total ? default
            : Refuse("EXTENSION_LIMIT", ($"最多延期 {extension.Times} 次、共 {extension.Total} 天。", $"At most {extension.Times} extensions and {extension.Total} days in all."));

        static ValueTask<Problem?> Refuse(string code, Words words) => ValueTask.FromResult<Problem?>(Problem.Conflict(code, words));
    }

    internal override async ValueTask Run(ActionRun run)
    {
        var extension = Of(run)!;
        var days = run.Record[Pool.ExtendedDays] as decimal? ?? 0;
        await run.Set((Pool.ExtendedDays, Math.Min(days + extension.Days, extension.Total)), (Pool.Extensions, (run.Record[Pool.Extensions] as decimal? ?? 0) + 1));
    }

    private ExtensionDefinition? Of(ActionRun run) => book.Of(run.Record, run.Linked, run.Actor, run.Now)?.Definition.Extension;
}
