using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Closes a record as won, through the gates of the stage for that; whoever owns it then keeps the credit.</summary>
internal sealed class Win : StageVerb
{
    public const string KeyOf = "pipeline.win", ClosedOn = "closed_on", Amount = "amount";

    public override string Key => KeyOf;

    public override Words Label => ("赢单", "Win");

    public override Words Done => ("已赢单", "Won");

    public override string Icon => "trophy";

    public static Win Of(PipelineBook book)
    {
        List<FieldDefinition> fields = [new() { Key = ClosedOn, Type = "date", Label = ("成交日期", "Won on"), Default = System.Text.Json.JsonSerializer.SerializeToElement("@today") }];
        if (book.Amount is not null) fields.Add(Asked(book.Amount, required: false) with { Key = Amount });
        return new() { Form = book.Form, Book = book, On = book.In(book.States.Open, book.States.Held), Ask = ActionQuestion.Build(book.Form, KeyOf, ("赢单", "Win"), fields, []) };
    }

    /// <summary>Another action passes over what cannot be won yet, unless it is proof itself; a person is told why.</summary>
    internal override async ValueTask<Problem?> Hinder(ActionRun run) => run.Depth > 0 ? await Refusal(run) : null;

    internal override ValueTask Begin(ActionRun run, Draft asked)
    {
        if (Book.Amount is { } amount && run.Record[amount] is { } worth) asked.Set(Amount, worth);
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask Run(ActionRun run)
    {
        if (run.Depth == 0 && await Refusal(run) is { } refusal) throw refusal.Exception();
        var won = Book.PlanOf(run.Record).Won!;
        var values = new List<(string, object?)> { (Book.Stage.Key, won.Key), (Book.Status.Key, Book.States.Won) };
        if (Book.ClosedAt is { } closed) values.Add((closed.Key, run.Asked![ClosedOn] ?? Today(run)));
        if (Book.Credit is { } credit) values.Add((credit.Key, run.Record[SystemFields.Owner]));
        if (Book.Amount is { } amount && run.Asked![Amount] is { } worth) values.Add((amount.Key, worth));
        await run.Set(values);
    }

    private async ValueTask<Problem?> Refusal(ActionRun run)
    {
        var plan = Book.PlanOf(run.Record);
        if (plan.Won is not { } won) return Problem.Conflict("pipeline.no_end", ("这个销售流程没有赢单阶段。", "This pipeline has no stage for what is won."));
        return run.Depth > 0 && Book.Settings.ProvenByActions ? null : await Checklist.Refusal(run, plan.Between(Book.At(run.Record), won), won);
    }
}
