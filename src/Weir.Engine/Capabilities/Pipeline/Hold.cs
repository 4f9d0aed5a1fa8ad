using Weir.Engine.Actions;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>Lets a record rest where it stands, until it is opened again.</summary>
internal sealed class Hold : StageVerb
{
    public const string KeyOf = "pipeline.hold";

    public override string Key => KeyOf;

    public override Words Label => ("搁置", "Put on hold");

    public override Words Done => ("已搁置", "On hold");

    public override string Icon => "player-pause";

    public static Hold Of(PipelineBook book) => new()
    {
        Form = book.Form, Book = book, On = book.In(book.States.Open),
        Ask = ActionQuestion.Build(book.Form, KeyOf, ("搁置", "Put on hold"), [Words("reason", ("原因", "Reason"), required: true)], []),
    };

    internal override async ValueTask Run(ActionRun run)
    {
        await run.Set((Book.Status.Key, Book.States.Held));
        await Note(run, run.Asked!["reason"] as string);
    }
}
