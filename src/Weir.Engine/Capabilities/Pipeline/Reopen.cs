using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Goes on with a record that was closed or put on hold, at the stage where it stood before.</summary>
internal sealed class Reopen : StageVerb
{
    public const string KeyOf = "pipeline.reopen";

    public override string Key => KeyOf;

    public override Words Label => ("重新打开", "Open again");

    public override Words Done => ("已重新打开", "Opened again");

    public override string Icon => "refresh";

    public static Reopen Of(PipelineBook book) => new()
    {
        Form = book.Form, Book = book, On = book.In(book.States.Won, book.States.Lost, book.States.Held),
        Ask = ActionQuestion.Build(book.Form, KeyOf, ("重新打开", "Open again"), [Words("reason", ("原因", "Reason"), required: true)], []),
    };

    internal override ValueTask<Problem?> Hinder(ActionRun run)
    {
        var roles = Book.Settings.Reopen;
        var may = roles.Count == 0 || run.Record[Book.Status] as string == Book.States.Held || FormAccess.Of(run.Actor, Form).Everything || run.Actor.Roles(Form.App.Key).Any(roles.Contains);
        return ValueTask.FromResult(may ? null : Problem.Forbidden("pipeline.closed", ("已关闭的记录只能由主管重新打开。", "Only a manager opens again what is closed.")));
    }

    internal override async ValueTask Run(ActionRun run)
    {
        var plan = Book.PlanOf(run.Record);
        var values = new List<(string, object?)> { (Book.Status.Key, Book.States.Open) };
        if (Book.At(run.Record).Kind != StageKind.Open)
        {
            var stays = await StageRows.Of(run.Session, Form.App.Schema, Form.No, run.Record.Id);
            var before = stays.Where(s => s.Pipeline == plan.Key).Reverse().Select(s => plan.Find(s.Stage)).FirstOrDefault(s => s is { Kind: StageKind.Open, Retired: false });
            values.Add((Book.Stage.Key, (before ?? plan.First).Key));
        }
        foreach (var field in new[] { Book.ClosedAt, Book.Reason, Book.LostTo, Book.Note, Book.Credit }.OfType<Field>()) values.Add((field.Key, null));
        await run.Set(values);
        await Note(run, run.Asked!["reason"] as string);
    }
}
