using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Closes a record as lost and says why, and to whom where the reason is about somebody.</summary>
internal sealed class Lose : StageVerb
{
    public const string KeyOf = "pipeline.lose", ClosedOn = "closed_on";

    public override string Key => KeyOf;

    public override Words Label => ("输单", "Lose");

    public override Words Done => ("已登记输单", "Lost");

    public override string Icon => "flag-off";

    public override ActionTone Tone => ActionTone.Danger;

    public static Lose Of(PipelineBook book)
    {
        List<FieldDefinition> fields = [];
        List<RuleDefinition> rules = [];
        if (book.Reason is { } reason) fields.Add(Asked(reason, required: true));
        if (book.LostTo is { } rival) fields.Add(Asked(rival, required: false));
        if (book.Note is { } note) fields.Add(Asked(note, required: false));
        fields.Add(new() { Key = ClosedOn, Type = "date", Label = ("关闭日期", "Closed on"), Default = JsonSerializer.SerializeToElement("@today") });
        if (book is { Reason: { } why, LostTo: { } to } && book.Settings.Lose.RivalReasons is { Count: > 0 } about)
            rules.Add(new() { Kind = RuleKind.Require, Fields = [to.Key], When = new() { Field = why.Key, Op = "any_of", Value = JsonSerializer.SerializeToElement(about) } });
        return new() { Form = book.Form, Book = book, On = book.In(book.States.Open, book.States.Held), Ask = ActionQuestion.Build(book.Form, KeyOf, ("输单", "Lose"), fields, rules) };
    }

    internal override async ValueTask Run(ActionRun run)
    {
        var plan = Book.PlanOf(run.Record);
        if (plan.Lost is not { } lost) throw Problem.Conflict("pipeline.no_end", ("这个销售流程没有输单阶段。", "This pipeline has no stage for what is lost.")).Exception();
        if (await Checklist.Refusal(run, plan.Between(Book.At(run.Record), lost), lost) is { } refusal) throw refusal.Exception();
        var values = new List<(string, object?)> { (Book.Stage.Key, lost.Key), (Book.Status.Key, Book.States.Lost) };
        if (Book.ClosedAt is { } closed) values.Add((closed.Key, run.Asked![ClosedOn] ?? Today(run)));
        foreach (var field in new[] { Book.Reason, Book.LostTo, Book.Note }.OfType<Field>()) values.Add((field.Key, run.Asked![field.Key]));
        await run.Set(values);
    }
}
