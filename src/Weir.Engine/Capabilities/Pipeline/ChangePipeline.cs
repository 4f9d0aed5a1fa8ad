using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Puts an open record into another pipeline, at whose first stage it begins again, and says why.</summary>
internal sealed class ChangePipeline : StageVerb
{
    public const string KeyOf = "pipeline.change", To = "to_pipeline", Reason = "reason";

    public static readonly Words Name = ("更换流程", "Change pipeline");

    public override string Key => KeyOf;

    public override Words Label => Name;

    public override Words Done => ("已更换流程，从第一个阶段重新开始", "In another pipeline, at its first stage");

    public override string Icon => "arrows-exchange";

    public static ChangePipeline Of(PipelineBook book) => new()
    {
        Form = book.Form, Book = book, On = book.In(book.States.Open),
        Ask = ActionQuestion.Build(book.Form, KeyOf, Name,
        [
            Asked(book.Pipeline!, required: true) with { Key = To, Label = ("改为", "To"), Help = ("从它的第一个阶段重新开始。", "It begins again at its first stage.") },
            Words(Reason, ("原因", "Reason"), required: true) with { Help = ("写入阶段历史。", "Stands in the history of its stages.") },
        ], [.. book.Plans.Select(p => new RuleDefinition
        {
            Kind = RuleKind.Options, Fields = [To], Options = [.. book.Live.Where(o => o != p).Select(o => o.Key)],
            When = new() { Field = $"{ActionQuestion.Record}.{book.Pipeline!.Key}", Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(p.Key) },
        })]),
    };

    internal override ValueTask Begin(ActionRun run, Draft asked)
    {
        if (Book.Live.Where(p => p != Book.PlanOf(run.Record)).ToList() is [var other]) asked.Set(To, other.Key);
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask Run(ActionRun run)
    {
        if (Book.Live.FirstOrDefault(p => p.Key == run.Asked![To] as string) is not { } plan || plan == Book.PlanOf(run.Record))
            throw Problem.Conflict("pipeline.same", ("它已经在这个流程里了，请刷新后再试。", "It is in this pipeline already; reload and try again.")).Exception();
        await run.Set((Book.Pipeline!.Key, plan.Key));
        await Note(run, run.Asked![Reason] as string);
    }
}
