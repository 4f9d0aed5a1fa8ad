using Weir.Engine.Exchange.Exports;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Batches;

/// <summary>A long piece of work on the records of one form, as it is stored: who began it, what it is to do, how far it is.</summary>
/// <param name="Version">Counts the changes of the batch; whoever writes on an older one has lost it to somebody else.</param>
public sealed record Batch(long Id, string Kind, Form Form, long ById, DateTime At, BatchState State, BatchPlan Plan, long Version)
{
    public const string ImportKind = "import";
    public const string ExportKind = "export";

    /// <exception cref="InvalidCastException">It is no import.</exception>
    public ImportPlan Import => (ImportPlan)Plan;

    /// <exception cref="InvalidCastException">It is no export.</exception>
    public ExportPlan Export => (ExportPlan)Plan;

    /// <summary>Waits for the runner or is being worked on.</summary>
    public bool Open => State is BatchState.Queued or BatchState.Running or BatchState.Cancelling or BatchState.Undoing;
}
