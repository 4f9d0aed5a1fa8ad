using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Opens single records to single members, to read or to edit, perhaps until a day. Collaborators are a field of the record; this is beside it.</summary>
public sealed class Sharing(Database database, RecordIds ids, TimeProvider clock)
{
    private const string ByHand = "hand";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="ProblemException">NotFound; Forbidden when the actor may not edit the record themselves; Invalid for an unknown member.</exception>
    public Task Share(Actor actor, Form form, long recordId, long memberId, bool edit, DateTime? until = null, CancellationToken cancel = default) => database.Write(async session =>
    {
        await RowCheck.Demand(session, FormAccess.Of(actor, form), Operation.Edit, recordId, Now);
        if (!actor.Directory.Members.TryGetValue(memberId, out var member) || !member.Active)
            throw Problem.Invalid("share.no_member", ("请选择一位在职成员。", "Choose an active member."), new FieldError("member", "field.required", ("请选择成员。", "Choose a member."))).Exception();
        if (!FormAccess.Of(actor.Directory.Actor(memberId), form).Can(Operation.View))
            throw Problem.Invalid("share.no_role", ($"{member.Name} 没有查看“{form.Label.Zh}”的角色，请先由管理员授权。", $"{member.Name} has no role that sees '{form.Label.En}'; an administrator must give one first.")).Exception();
        await ShareRows.Put(session, form.App.Schema, new ShareRow(form.No, memberId, recordId, edit ? RowAccess.EditShare : RowAccess.ReadShare, until, ByHand));
        await Note(session, actor, form, recordId, HistoryOperation.Shared, memberId);
    }, cancel);

    public Task Unshare(Actor actor, Form form, long recordId, long memberId, CancellationToken cancel = default) => database.Write(async session =>
    {
        await RowCheck.Demand(session, FormAccess.Of(actor, form), Operation.Edit, recordId, Now);
        await ShareRows.Remove(session, form.App.Schema, form.No, recordId, memberId, ByHand);
        await Note(session, actor, form, recordId, HistoryOperation.Unshared, memberId);
    }, cancel);

    public Task<IReadOnlyList<ShareRow>> Of(Actor actor, Form form, long recordId, CancellationToken cancel = default) => database.Read(async session =>
    {
        await RowCheck.Demand(session, FormAccess.Of(actor, form), Operation.View, recordId, Now);
        return (IReadOnlyList<ShareRow>)await ShareRows.Of(session, form.App.Schema, form.No, recordId);
    }, cancel);

    private async ValueTask Note(Session session, Actor actor, Form form, long recordId, HistoryOperation operation, long memberId) =>
        await HistoryRows.Add(session, form.App.Schema, [new(ids.Next(), form.No, recordId, Now, actor.MemberId, (int)operation, actor.Road, $$"""{"member":{{memberId}}}""")]);
}
