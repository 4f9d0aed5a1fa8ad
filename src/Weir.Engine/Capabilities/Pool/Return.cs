using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>The owner gives a record back into its pool and says why.</summary>
internal sealed class Return : RecordAction
{
    public override string Key => "pool.return";

    public override Words Label => ("退回", "Return");

    public override Words? Help => ("退回后由池的成员重新领取。", "Pool members can then claim it.");

    public override string Icon => "arrow-back-up";

    public override ActionTone Tone => ActionTone.Danger;

    public override Operation Can => Operation.Edit;

    public override Words Done => ("已退回", "Returned");

    /// <exception cref="DefinitionError">A reason is none of the form's.</exception>
    public static Return Of(Form form, PoolBook book) => new() { Form = form, Ask = Question(form, book, "pool.return", ("退回", "Return"), required: true) };

    /// <summary>A reason of the form, and words; the reason which says nothing asks for them.</summary>
    public static Form Question(Form form, PoolBook book, string action, Words label, bool required)
    {
        var reasons = form[HandingFields.ReturnReason];
        var settings = book.Settings;
        var known = reasons.Type.Options(reasons).Select(o => o.Key).ToHashSet();
        if (settings.Reasons.FirstOrDefault(r => !known.Contains(r)) is { } unknown) throw new DefinitionError($"{form.Key}.pool", "pool.no_reason", ($"没有退回原因“{unknown}”。", $"There is no return reason '{unknown}'."));
        FieldDefinition[] fields =
        [
            reasons.Definition with { Key = "reason", Label = ("原因", "Reason"), Help = null, Required = required, ReadOnly = false, Hidden = false, Default = null },
            new() { Key = "note", Type = "long_text", Label = ("说明", "Note") },
        ];
        List<RuleDefinition> rules = [];
        if (settings.Reasons.Count > 0) rules.Add(new() { Kind = RuleKind.Options, Fields = ["reason"], Options = settings.Reasons });
        if (known.Contains(settings.Other))
            rules.Add(new() { Kind = RuleKind.Require, Fields = ["note"], When = new() { Field = "reason", Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(settings.Other) } });
        return ActionQuestion.Build(form, action, label, fields, rules);
    }

    internal override ValueTask<Problem?> Hinder(ActionRun run) => ValueTask.FromResult(run.Record[SystemFields.Owner] is not null ? null
        : Problem.Conflict("pool.unowned", ("这条记录已经在池中。", "This record is in its pool already.")));

    internal override async ValueTask Run(ActionRun run) => await run.Save(
        new Draft(Form) { Id = run.Record.Id, ByAction = true, Handing = new(OwnershipKind.Return, run.Asked!["reason"] as string, run.Asked["note"] as string) }.Set(SystemFields.Owner, null));
}
