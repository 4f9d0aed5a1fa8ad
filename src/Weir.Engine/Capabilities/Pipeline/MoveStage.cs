using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Brings a record to another stage of its pipeline: forward through all gates in between, or back with a reason.</summary>
internal sealed class MoveStage : StageVerb
{
    public const string KeyOf = "pipeline.move";

    /// <summary>What is asked: where to, why, and from where it looked as if it went.</summary>
    public const string To = "to_stage", Reason = "reason", From = "from_stage";

    public override string Key => KeyOf;

    public override Words Label => ("推进阶段", "Move stage");

    public override Words Done => ("阶段已更新", "Stage changed");

    public override string Icon => "arrow-right";

    public static MoveStage Of(PipelineBook book)
    {
        var open = book.Plans.Select(p => (Plan: p, Keys: p.Stages.Where(s => s is { Kind: StageKind.Open, Retired: false }).Select(s => s.Key).ToList())).ToList();
        FieldDefinition[] fields =
        [
            Asked(book.Stage, required: true) with { Key = To, Label = ("目标阶段", "To stage"), Help = null },
            Words(Reason, ("原因", "Reason"), required: false) with { Help = ("退回前面的阶段时必填。", "Needed when it goes back.") },
            new() { Key = From, Type = "text", Label = ("原阶段", "From stage"), Hidden = true },
        ];
        IReadOnlyList<RuleDefinition> rules = [.. open.Select(o => new RuleDefinition
        {
            Kind = RuleKind.Options, Fields = [To], Options = o.Keys,
            When = book.Pipeline is null ? null : new() { Field = $"{ActionQuestion.Record}.{book.Pipeline.Key}", Op = "is", Value = JsonSerializer.SerializeToElement(o.Plan.Key) },
        })];
        return new() { Form = book.Form, Book = book, On = book.In(book.States.Open), Ask = ActionQuestion.Build(book.Form, KeyOf, ("推进阶段", "Move stage"), fields, rules) };
    }

    internal override void Complete()
    {
        foreach (var gate in Book.Plans.SelectMany(p => p.Stages.SelectMany(s => s.Gates).Concat(p.Floors.Concat(p.Bonuses).Select(l => l.If)))) gate.Complete(Form);
    }

    internal override ValueTask Begin(ActionRun run, Draft asked)
    {
        var at = Book.At(run.Record);
        if (Book.PlanOf(run.Record).Stages.FirstOrDefault(s => s is { Kind: StageKind.Open, Retired: false } && s.Order > at.Order) is { } next) asked.Set(To, next.Key);
        asked.Set(From, at.Key);
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask Run(ActionRun run)
    {
        var (plan, at, why) = (Book.PlanOf(run.Record), Book.At(run.Record), run.Asked![Reason] as string);
        if (plan.Find(run.Asked[To] as string) is not { Kind: StageKind.Open, Retired: false } to)
            throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError(To, "pipeline.other_stage", ("请选择这个销售流程的阶段；赢单和输单请用各自的按钮。", "Choose a stage of this pipeline; win and lose it by their own buttons."))).Exception();
        if (run.Asked[From] is string seen && seen != at.Key || to == at)
            throw Problem.Conflict("pipeline.moved", ($"它已经在“{at.Label.Zh}”阶段了，请刷新后再试。", $"It is at '{at.Label.En}' already; reload and try again.")).Exception();
        if (to.Order > at.Order)
        {
            if (await Checklist.Refusal(run, plan.Between(at, to), to) is { } refusal) throw refusal.Exception();
        }
        else if (string.IsNullOrWhiteSpace(why))
        {
            throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError(Reason, "field.required", ("退回前面的阶段要写明原因。", "Say why it goes back."))).Exception();
        }
        await run.Set((Book.Stage.Key, to.Key));
        await Note(run, why);
    }
}
