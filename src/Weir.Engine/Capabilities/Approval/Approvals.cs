using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>The lists of a member's approvals: what waits for them, what they have decided, submitted, been told of.</summary>
public enum ApprovalBox { ToDo, Started, Done, Cc }

/// <summary>One line of such a list.</summary>
/// <param name="Id">Where the next page goes on; a task's id, in <see cref="ApprovalBox.Started"/> an approval's.</param>
/// <param name="Title">Null when the member cannot see the record any more.</param>
/// <param name="Facts">The record's figures as its form shows them in the head, as the member may see them.</param>
/// <param name="State">of the approval: in_approval, approved, rejected, withdrawn.</param>
/// <param name="Mine">What the member has decided, or null: approved, rejected, transferred.</param>
/// <param name="Needs">Something must be filled in first, so it cannot be approved from the list.</param>
public sealed record ApprovalLine(
    long Id, Form Form, long RecordId, string? Title, IReadOnlyList<(Field Field, object? Value)> Facts, string State, string? Mine, Words? Node, long By, DateTime At, DateTime? DueAt, bool Needs)
{
    /// <summary>What is asked for; null when the record itself is decided on.</summary>
    public Words? Request { get; init; }
}

/// <summary>Who stands in for a member, and how long.</summary>
public sealed record Leave(long Delegate, DateTime Since, DateTime Until);

/// <summary>What members see of approvals: their lists, the course of a record, and who stands in for whom. Decides nothing: decisions are actions of the record.</summary>
public sealed partial class Approvals(Database database, RecordQuery query, TimeProvider clock)
{
    /// <summary>Counting stops here; more is "99+".</summary>
    public const int MostCounted = 100;

    private const int MostFacts = 3;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Whether records of the form are approved.</summary>
    public static bool Has(Form form) => form.Settings<ApprovalSettings>(Approval.Name) is not null;

    /// <summary>How many records wait for the member, at most <see cref="MostCounted"/>.</summary>
    public Task<int> Waiting(Actor actor, App app, CancellationToken cancel = default) => database.Read(s => ApprovalTaskRows.Count(s, app.Schema, actor.MemberId, Case.ToDo, MostCounted), cancel);

    /// <summary>Newest first, below the line of id <paramref name="before"/>.</summary>
    public Task<IReadOnlyList<ApprovalLine>> List(Actor actor, App app, ApprovalBox box, long? before = null, int limit = 30, CancellationToken cancel = default) => database.Read<IReadOnlyList<ApprovalLine>>(async session =>
    {
        var below = before ?? long.MaxValue;
        limit = Math.Clamp(limit, 1, 200);
        if (box == ApprovalBox.Started)
        {
            var started = await ApprovalRows.By(session, app.Schema, actor.MemberId, below, limit);
            return await Shown(session, actor, app, [.. started.Select(a => (a.Id, a, (ApprovalTaskRow?)null))]);
        }
        var tasks = await ApprovalTaskRows.Box(session, app.Schema, actor.MemberId, box switch { ApprovalBox.ToDo => Case.ToDo, ApprovalBox.Done => Case.Done, _ => Case.Cc }, below, limit);
        if (tasks.Count == 0) return [];
        var approvals = (await ApprovalRows.Find(session, app.Schema, tasks.Select(t => t.ApprovalId).Distinct())).ToDictionary(a => a.Id);
        return await Shown(session, actor, app, [.. tasks.Where(t => approvals.ContainsKey(t.ApprovalId)).Select(t => (t.Id, approvals[t.ApprovalId], (ApprovalTaskRow?)t))]);
    }, cancel);

    /// <summary>Of which record a task asks; null when it is not the member's.</summary>
    public Task<(Form Form, long RecordId)?> Of(Actor actor, App app, long task, CancellationToken cancel = default) => database.Read<(Form, long)?>(async session =>
        await ApprovalTaskRows.Find(session, app.Schema, task) is { } row && row.MemberId == actor.MemberId && app.FormNo((int)row.FormNo) is { } form ? (form, row.RecordId) : null, cancel);

    /// <summary>Who stands in for the member now or soon; null when nobody does.</summary>
    public Task<Leave?> LeaveOf(Actor actor, App app, CancellationToken cancel = default) => database.Read(async session =>
        await ApprovalLeaveRows.Find(session, app.Schema, actor.MemberId) is { } row && row.Until > Now ? new Leave(row.DelegateId, row.Since, row.Until) : null, cancel);

    /// <summary>From then on what would be asked of the member is asked of somebody else; what is asked already stays. Null ends it.</summary>
    /// <exception cref="ProblemException">Invalid: nobody, oneself, or a time that is over.</exception>
    public Task SetLeave(Actor actor, App app, Leave? leave, CancellationToken cancel = default)
    {
        var member = Access.SignIn.Own.Demand(actor);
        if (leave is not null)
        {
            if (leave.Delegate == member || actor.Directory.Members.GetValueOrDefault(leave.Delegate) is not { Active: true })
                throw Wrong("delegate", "approval.bad_delegate", ("请选择一位在职的其他成员。", "Choose another member who is active."));
            if (leave.Until <= leave.Since || leave.Until <= Now) throw Wrong("until", "field.too_early", ("结束时间应在开始时间和现在之后。", "It must end after it begins, and not in the past."));
        }
        return database.Write(async session =>
        {
            if (leave is null) await ApprovalLeaveRows.Remove(session, app.Schema, member);
            else await ApprovalLeaveRows.Put(session, app.Schema, new(member, leave.Delegate, leave.Since, leave.Until));
        }, cancel);
    }

    private async ValueTask<IReadOnlyList<ApprovalLine>> Shown(Session session, Actor actor, App app, IReadOnlyList<(long Id, ApprovalRow Approval, ApprovalTaskRow? Task)> rows)
    {
        var seen = new Dictionary<(Form, long), IReadOnlyList<(Field Field, object? Value)>>();
        foreach (var same in rows.GroupBy(r => app.FormNo((int)r.Approval.FormNo)))
        {
            if (same.Key is not { } form || !FormAccess.Of(actor, form).Can(Operation.View)) continue;
            var access = FormAccess.Of(actor, form);
            var fields = form.Definition.Facts.Select(form.Find).OfType<Field>().Where(f => f.Column is not null && f.Type.LookUp(f) is null && f.Type.Kind(f) != ValueKind.Choice && access.Reads(f)).Take(MostFacts).Prepend(form.Title).Where(access.Reads).Distinct().ToList();
            var page = await query.List(session, actor, new ListQuery(form) { Columns = [.. fields.Select(f => new FieldPath([], f))], Ids = [.. same.Select(r => r.Approval.RecordId).Distinct()], Limit = RecordQuery.MostRows });
            foreach (var row in page.Rows) seen[(form, row.Id)] = [.. fields.Select((f, i) => (f, row.Values[i]))];
        }
        var display = new Display(actor.Chinese, actor.Directory, Now);
        var lines = new List<ApprovalLine>();
        foreach (var (id, approval, task) in rows)
            if (app.FormNo((int)approval.FormNo) is { } form) lines.Add(Line(id, form, approval, task, seen.GetValueOrDefault((form, approval.RecordId)), display));
        return lines;
    }

    private static ApprovalLine Line(long id, Form form, ApprovalRow approval, ApprovalTaskRow? task, IReadOnlyList<(Field Field, object? Value)>? seen, Display display)
    {
        var title = seen is null ? null : seen.FirstOrDefault(s => s.Field == form.Title) is { Field: { } field } named && field.Type.Text(field, named.Value, display) is { Length: > 0 } text ? text
            : "#" + approval.RecordId.ToString(CultureInfo.InvariantCulture);
        var flow = Flow.Read(form, approval.Definition);
        var node = flow.Nodes.FirstOrDefault(n => n.Key == (task is { State: not Case.Told } ? task.Node : approval.Node));
        return new(id, form, approval.RecordId, title, [.. (seen ?? []).Where(s => s.Field != form.Title)], approval.State, task?.State is Case.Approved or Case.Rejected or Case.Transferred ? task.State : null,
            node?.Label, approval.ById, task?.At ?? approval.At, task?.DueAt, node?.Definition.Require.Count > 0) { Request = approval.Request is null ? null : flow.Definition.Label };
    }

    private static ProblemException Wrong(string field, string code, Words message) => Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError(field, code, message)).Exception();
}
