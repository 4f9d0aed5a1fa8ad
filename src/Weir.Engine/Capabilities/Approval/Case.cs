using Weir.Engine.Forms;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>A running approval of one record as it is stored: its flow, where it stands, and who has been asked. Changes nothing; <see cref="Course"/> does.</summary>
internal sealed class Case
{
    /// <summary>States of a task.</summary>
    public const string Waiting = "waiting", Asked = "open", Approved = "approved", Rejected = "rejected", Transferred = "transferred", Skipped = "skipped", Cancelled = "cancelled", Expired = "expired", Told = "cc";

    /// <summary>Lists in which a member finds a task.</summary>
    public const string ToDo = "todo", Done = "done", Cc = "cc";

    public required ApprovalRow Row { get; set; }

    public required Flow Flow { get; init; }

    public required List<ApprovalTaskRow> Tasks { get; init; }

    /// <summary>Something is asked for; the record itself is not in approval.</summary>
    public bool IsRequest => Row.Request is not null;

    public Node? Node => Flow.Nodes.FirstOrDefault(n => n.Key == Row.Node);

    /// <summary>Those who are asked at the node where it stands.</summary>
    public IEnumerable<ApprovalTaskRow> Here => Tasks.Where(t => t.Round == Row.Round && t.State != Told);

    /// <summary>Somebody has decided already.</summary>
    public bool Decided => Tasks.Any(t => t.State is Approved or Rejected or Expired);

    /// <summary>What is asked of a member now; null when nothing is.</summary>
    public ApprovalTaskRow? Open(long member) => Here.FirstOrDefault(t => t.MemberId == member && t.State == Asked);

    /// <summary>Nodes through which it has gone in this approval and to which it can be sent back.</summary>
    public IReadOnlyList<Node> Before => [.. Flow.Nodes.TakeWhile(n => n.Key != Row.Node).Where(n => Tasks.Any(t => t.Node == n.Key && t.State != Told))];

    public static async ValueTask<Case?> Load(Session session, Form form, long recordId)
    {
        if (await ApprovalRows.Running(session, form.App.Schema, form.No, recordId) is not { } row) return null;
        return new() { Row = row, Flow = Flow.Read(form, row.Definition), Tasks = await ApprovalTaskRows.Of(session, form.App.Schema, [row.Id]) };
    }
}
