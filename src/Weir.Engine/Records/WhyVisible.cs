using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Answers "why can this person see this record?": every grant and share that opens it, asked of the database one by one.</summary>
public sealed class WhyVisible(Database database, TimeProvider clock)
{
    /// <summary>Empty when the person cannot see it. The asker must be able to see the record.</summary>
    public Task<IReadOnlyList<Reason>> Ask(Actor asker, Form form, long recordId, long memberId, CancellationToken cancel = default) => database.Read(async session =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await RowCheck.DemandLive(session, FormAccess.Of(asker, form), Operation.View, recordId, now);
        var actor = asker.Directory.Actor(memberId);
        var access = FormAccess.Of(actor, form);
        if (access.Everything) return (IReadOnlyList<Reason>)[new("administrator", ("是管理员，可以查看全部记录。", "Is an administrator and sees every record."))];
        var reasons = new List<Reason>();
        foreach (var permission in access.Permissions)
            foreach (var grant in permission.Grants.Where(g => g.Can.Contains(Operation.View)))
                if (await Opens(session, access, grant, recordId, now)) reasons.Add(ByGrant(form, permission.Role, grant));
        foreach (var grant in access.Grants.Where(g => g.Because is not null && g.Can.Contains(Operation.View)))
            if (await Opens(session, access, grant, recordId, now)) reasons.Add(new("capability", grant.Because!));
        foreach (var share in await ShareRows.Of(session, form.App.Schema, form.No, recordId))
            if (share.PrincipalId == memberId && (share.Until is null || share.Until > now) && Opens(access, share)) reasons.Add(share.Source == RowAccess.Collaborator
                ? new("collaborator", ("是这条记录的协作人，角色也允许查看协作的记录。", "Is a collaborator of this record, and has a role that sees such records."))
                : new("share", ("这条记录被单独共享给了他/她。", "The record was shared with this person.")));
        return reasons;
    }, cancel);

    private static bool Opens(FormAccess access, ShareRow share) => access.Permissions.SelectMany(p => p.Grants)
        .Any(g => g.Can.Contains(Operation.View) && (share.Source != RowAccess.Collaborator || RowAccess.CountsNaming(g)));

    private static async ValueTask<bool> Opens(Session session, FormAccess access, Grant grant, long id, DateTime now)
    {
        var joins = new JoinPlan();
        var allowed = RowAccess.Predicate(access, grant, new ConditionContext(access.Actor, now, joins), JoinPlan.Root);
        var where = Predicate.And(new Predicate.Compare(JoinPlan.Id(JoinPlan.Root), Comparison.Equal, id), allowed);
        var select = new Select(access.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, where, RowScope.Everything, [], Limit: 1);
        return (await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0))).Count > 0;
    }

    private static Reason ByGrant(Form form, string role, Grant grant)
    {
        var name = form.App.Definition.Roles.First(r => r.Key == role).Label;
        var (zh, en) = grant.Level switch
        {
            AccessLevel.All => ("可以查看全部记录", "sees all records"),
            AccessLevel.Team => ("可以查看本部门及下级部门的记录", "sees the records of the own departments and below"),
            AccessLevel.Department => ("可以查看本部门的记录", "sees the records of the own department"),
            _ => ("可以查看自己负责的记录", "sees the own records"),
        };
        return new("role", ($"角色“{name.Zh}”{zh}{(grant.When.IsAlways ? "" : "（且满足该授权的条件）")}。", $"The role '{name.En}' {en}{(grant.When.IsAlways ? "" : " (which also meet the condition of the grant)")}."));
    }
}
