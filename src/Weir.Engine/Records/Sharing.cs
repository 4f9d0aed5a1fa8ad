using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>A member to whom a record is open beyond what roles give.</summary>
/// <param name="Edit">To change it too, not only to read it.</param>
/// <param name="Until">UTC; null is for as long as nobody revokes it.</param>
/// <param name="ByField">It follows from a field of the record (a collaborator), not from sharing.</param>
public sealed record Share(long Member, bool Edit, DateTime? Until, bool ByField);

/// <summary>Opens single records to single members, to read or to edit, perhaps until a day. Collaborators are a field of the record; this is beside it.</summary>
public sealed class Sharing(Database database, RecordIds ids, TimeProvider clock)
{
    internal const string ByHand = "hand";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="ProblemException">NotFound; Forbidden when the actor may not edit the record themselves; Invalid for an unknown member.</exception>
    public Task Share(Actor actor, Form form, long recordId, long memberId, bool edit, DateTime? until = null, CancellationToken cancel = default) => database.Write(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Edit, recordId, Now);
        if (until <= Now) throw Problem.Invalid("share.ended", ("结束日期已经过去。", "The end date is in the past."), new FieldError("until", "field.too_early", ("请选择今天或以后的日期。", "Choose today or a later day."))).Exception();
        if (!actor.Directory.Members.TryGetValue(memberId, out var member) || !member.Active)
            throw Problem.Invalid("share.no_member", ("请选择一位在职成员。", "Choose an active member."), new FieldError("member", "field.required", ("请选择成员。", "Choose a member."))).Exception();
        if (!FormAccess.Of(actor.Directory.Actor(memberId), form).Can(Operation.View))
            throw Problem.Invalid("share.no_role", ($"{member.Name} 没有查看“{form.Label.Zh}”的角色，请先由管理员授权。", $"{member.Name} has no role that sees '{form.Label.En}'; an administrator must give one first.")).Exception();
        await ShareRows.Put(session, form.App.Schema, new ShareRow(form.No, memberId, recordId, edit ? RowAccess.EditShare : RowAccess.ReadShare, until, ByHand));
        await Note(session, actor, form, recordId, HistoryOperation.Shared, memberId);
        if (memberId != actor.MemberId) await new Tidings(memberId, NotificationKind.Shared, actor.MemberId) { FormNo = form.No, Records = [recordId] }.Send(session, form.App, ids, Now);
    }, cancel);

    public Task Unshare(Actor actor, Form form, long recordId, long memberId, CancellationToken cancel = default) => database.Write(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Edit, recordId, Now);
        await ShareRows.Remove(session, form.App.Schema, form.No, recordId, memberId, ByHand);
        await Note(session, actor, form, recordId, HistoryOperation.Unshared, memberId);
    }, cancel);

    /// <summary>What a collaborator may do, and until when: then the record closes to them by itself, and the night takes them out of its collaborators.</summary>
    /// <exception cref="ProblemException">NotFound; Forbidden when the actor may not edit the record; Invalid when the member is no collaborator of it, or the end is past.</exception>
    public Task Limit(Actor actor, Form form, long recordId, long memberId, bool edit, DateTime? until, CancellationToken cancel = default) => database.Write(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Edit, recordId, Now);
        if (until <= Now) throw Problem.Invalid("share.ended", ("结束日期已经过去，请选择今天或以后的日期。", "The end date is in the past; choose today or a later day.")).Exception();
        if ((await RecordRows.Read(session, form, recordId, lines: false, locked: true))?[SystemFields.Collaborators] is not long[] named || !named.Contains(memberId))
            throw Problem.Invalid("share.not_named", ("这位成员已不是协作人。", "This member is no collaborator any more.")).Exception();
        await ShareRows.Put(session, form.App.Schema, new ShareRow(form.No, memberId, recordId, edit ? RowAccess.EditShare : RowAccess.ReadShare, until, RowAccess.Collaborator));
        await Note(session, actor, form, recordId, HistoryOperation.Shared, memberId);
    }, cancel);

    /// <summary>To whom the record is open now; what has ended is not listed.</summary>
    public Task<IReadOnlyList<Share>> Of(Actor actor, Form form, long recordId, CancellationToken cancel = default) => database.Read(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
        return (IReadOnlyList<Share>)[.. (await ShareRows.Of(session, form.App.Schema, form.No, recordId)).Where(s => s.Until is null || s.Until > Now).Select(s => new Share(s.PrincipalId, s.Level >= RowAccess.EditShare, s.Until, s.Source != ByHand))];
    }, cancel);

    private async ValueTask Note(Session session, Actor actor, Form form, long recordId, HistoryOperation operation, long memberId) =>
        await HistoryRows.Add(session, form.App.Schema, [new(ids.Next(), form.No, recordId, Now, actor.MemberId, (int)operation, actor.Road, $$"""{"member":{{memberId}}}""")]);
}
