using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>One member at a node, as the record's page shows it.</summary>
/// <param name="State">waiting, open, approved, rejected, transferred, skipped, cancelled, expired.</param>
public sealed record ApprovalSigner(long Member, long For, string State, DateTime? At, string? Comment, bool Added);

/// <summary>A station of an approval: done, now, or to come.</summary>
/// <param name="State">done, now, rejected, coming, passed (its condition does not hold).</param>
public sealed record ApprovalStep(string Key, Words Label, NodeMode Mode, string State, IReadOnlyList<ApprovalSigner> Signers, DateTime? DueAt);

/// <summary>One thing that happened.</summary>
public sealed record ApprovalHappening(DateTime At, long By, long For, string Kind, Words? Node, string? Comment, IReadOnlyList<long> Members, Words? To);

/// <summary>One approval of a record from submitting to its end.</summary>
/// <param name="Version">Of the app, as it was when it began.</param>
/// <param name="Ask">What is asked of the member who looks: the task; null when nothing is.</param>
public sealed record ApprovalCourse(long Id, Words Flow, int Version, string State, long By, DateTime At, DateTime? EndedAt, IReadOnlyList<ApprovalStep> Steps, IReadOnlyList<ApprovalHappening> History, long? Ask)
{
    /// <summary>What was asked for, with its answers, as far as the member may read them; empty when the record itself was decided on.</summary>
    public IReadOnlyList<(Field Field, object? Value)> Asked { get; init; } = [];

    /// <summary>Something was asked for; the record itself was not in approval.</summary>
    public bool IsRequest { get; init; }
}

public sealed partial class Approvals
{
    private const int MostCourses = 20;

    /// <summary>The approvals of a record, the newest first; who may see the record may see who decided on it.</summary>
    /// <exception cref="Problems.ProblemException">NotFound.</exception>
    public Task<IReadOnlyList<ApprovalCourse>> Courses(Actor actor, Form form, long recordId, CancellationToken cancel = default) => database.Read<IReadOnlyList<ApprovalCourse>>(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
        var rows = await ApprovalRows.Of(session, form.App.Schema, form.No, recordId, MostCourses);
        foreach (var merged in await Origins.Merged(session, form, recordId)) rows.AddRange(await ApprovalRows.Of(session, form.App.Schema, form.No, merged, MostCourses));
        if (rows.Count == 0) return [];
        var tasks = (await ApprovalTaskRows.Of(session, form.App.Schema, rows.Select(r => r.Id))).ToLookup(t => t.ApprovalId);
        var events = (await ApprovalEventRows.Of(session, form.App.Schema, rows.Select(r => r.Id))).ToLookup(e => e.ApprovalId);
        var record = await RecordRows.Read(session, form, recordId, lines: true);
        var linked = new LinkedRecords(session);
        var courses = new List<ApprovalCourse>();
        foreach (var row in rows)
        {
            var approval = new Case { Row = row, Flow = Flow.Read(form, row.Definition), Tasks = [.. tasks[row.Id]] };
            var steps = new List<ApprovalStep>();
            foreach (var node in approval.Flow.Nodes)
                steps.Add(Step(approval, node, row.EndedAt is not null || record is not null && await node.When.Holds(record, linked, actor, Now)));
            courses.Add(new(row.Id, approval.Flow.Definition.Label, row.AppVersion, row.State, row.ById, row.At, row.EndedAt, steps, [.. events[row.Id].Select(e => Happening(approval.Flow, e))], approval.Open(actor.MemberId)?.Id)
            {
                IsRequest = approval.IsRequest, Asked = Asked(actor, form, row),
            });
        }
        return courses;
    }, cancel);

    private static IReadOnlyList<(Field Field, object? Value)> Asked(Actor actor, Form form, ApprovalRow row)
    {
        if (row.Request is not { } key || form.Action(RequestAction.KeyOf(key))?.Ask is not { } question) return [];
        var access = FormAccess.Of(actor, question);
        return [.. AskedAnswers.Read(question, row.Answers ?? "{}").Where(a => a.Value is not null && !a.Field.Definition.Hidden && access.Reads(a.Field))];
    }

    private static ApprovalStep Step(Case approval, Node node, bool holds)
    {
        var last = approval.Tasks.Where(t => t.Node == node.Key && t.State != Case.Told).Select(t => t.Round).DefaultIfEmpty(0).Max();
        var here = approval.Tasks.Where(t => t.Node == node.Key && t.Round == last && t.State != Case.Told).ToList();
        var running = approval.Row.EndedAt is null;
        var state = running && approval.Row.Node == node.Key ? "now"
            : here.Any(t => t.State == Case.Rejected) ? "rejected"
            // Sent back behind it, it comes again.
            : running && approval.Flow.IndexOf(node.Key) > approval.Flow.IndexOf(approval.Row.Node) ? holds ? "coming" : "passed"
            : here.Count == 0 ? "passed"
            : here.Any(t => t.State is Case.Approved or Case.Expired) ? "done" : "passed";
        IEnumerable<ApprovalTaskRow> shown = state is "coming" or "passed" ? [] : here.OrderBy(t => t.Part).ThenBy(t => t.Id);
        return new(node.Key, node.Label, node.Definition.Mode, state, [.. shown.Select(t => new ApprovalSigner(t.MemberId, t.ForId, t.State, t.DoneAt, t.Comment, t.Origin is not null))], state == "now" ? here.Select(t => t.DueAt).FirstOrDefault(d => d is not null) : null);
    }

    internal static ApprovalHappening Happening(Flow flow, ApprovalEventRow e)
    {
        Words? Label(string? node) => flow.Nodes.FirstOrDefault(n => n.Key == node)?.Label;
        var members = e.Kind is "cc" or "transfer" or "add_before" or "add_after" ? (e.Detail ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(m => long.Parse(m, System.Globalization.CultureInfo.InvariantCulture)).ToArray() : [];
        return new(e.At, e.ById, e.ForId, e.Kind, Label(e.Node), e.Comment, members, e.Kind == "return" ? Label(e.Detail) : null);
    }
}
