using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Capabilities.Ownership;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Handover;

/// <summary>Gives what a member has to others: records, shared work, open tasks and decisions, in all apps. Credits, authors and history stay as they were.</summary>
/// <remarks>Works in short transactions. After a break it is simply run again: what has moved is no longer the member's.</remarks>
public sealed partial class Handovers(Database database, AppStore apps, RecordStore records, TimeProvider clock)
{
    private const int AtOnce = 200;
    private const int MostCounted = 100_000;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <exception cref="ProblemException">Forbidden to all but administrators.</exception>
    public async Task<MemberHoldings> Count(Actor actor, long member, CancellationToken cancel = default)
    {
        Demand(actor);
        var forms = new List<FormHoldings>();
        var approvals = new List<(App, int)>();
        foreach (var app in apps.Current.Values)
        {
            foreach (var form in Forms(app))
            {
                var counted = await database.Read(async session => new FormHoldings(
                    form, (await Owned(session, actor, form, member)).Count, (await Shared(session, form, member, MostCounted)).Count, await Named(session, actor, form, member)), cancel);
                if (counted.Any) forms.Add(counted);
            }
            if (await database.Read(session => ApprovalTaskRows.Count(session, app.Schema, member, "todo", MostCounted), cancel) is var waiting and > 0) approvals.Add((app, waiting));
        }
        return new(forms, approvals, [.. apps.Current.Values.SelectMany(app => SettingNames.Of(app, member))]);
    }

    /// <summary>Moves everything, form by form. Several receivers of the same get records in turn.</summary>
    /// <exception cref="ProblemException">Forbidden to all but administrators; Invalid when a receiver is inactive or the member.</exception>
    public async Task<HandoverResult> Run(Actor actor, long member, HandoverChoice choice, CancellationToken cancel = default)
    {
        Demand(actor);
        Check(actor, member, choice);
        var (moved, left) = (0, new List<HandoverLeft>());
        foreach (var app in apps.Current.Values)
        {
            foreach (var form in Forms(app)) moved += await Move(actor.Via("handover"), form, member, choice, left, cancel);
            moved += await MoveDecisions(actor, app, member, choice, left, cancel);
            moved += await MoveNames(actor, app, member, choice, left, cancel);
        }
        return new(moved, left);
    }

    private async Task<int> Move(Actor actor, Form form, long member, HandoverChoice choice, List<HandoverLeft> left, CancellationToken cancel)
    {
        var (turns, moved) = (new HandoverTurns(), 0);
        var passed = new HashSet<long>();
        while (true)
        {
            var drafts = await database.Read(async session =>
            {
                var ids = (await Held(session, actor, form, member)).Where(id => !passed.Contains(id)).Take(AtOnce).ToList();
                var to = await Receivers(session, actor, form, ids, choice, turns);
                var terms = ids.Count == 0 ? [] : (await ShareRows.Terms(session, form.App.Schema, form.No, member, RowAccess.Collaborator, ids)).ToDictionary(t => t.RecordId);
                return (await RecordRows.Read(session, form, ids, lines: false)).Values.OrderBy(r => r.Id).Select(r => Draft(form, r, member, to[r.Id], choice.Note, actor, terms.GetValueOrDefault(r.Id))).ToList();
            }, cancel);
            if (drafts.Count == 0) return moved;
            var results = await records.SaveMany(actor, drafts, cancel);
            for (var i = 0; i < results.Count; i++)
            {
                passed.Add(drafts[i].Id!.Value);
                if (results[i].Saved is not null) moved++;
                else left.Add(new(form, drafts[i].Id!.Value, results[i].Problem!.Errors is [var first, ..] ? first.Message : results[i].Problem!.Message));
            }
        }
    }

    /// <param name="terms">On which the member works on the record with others.</param>
    private Draft Draft(Form form, Record record, long member, long receiver, string? note, Actor actor, ShareRow? terms)
    {
        var draft = new Draft(form) { Id = record.Id, ByAction = true, Handing = new(OwnershipKind.Transfer, Note: note), Terms = terms is null ? [] : [terms with { PrincipalId = receiver }] };
        var settings = OwnershipSettings.Of(form);
        var owns = record[SystemFields.Owner] is long owner && owner == member && !settings.KeepsOwner;
        if (owns) draft.Set(SystemFields.Owner, receiver);
        var keeps = owns ? receiver : record[SystemFields.Owner] as long?;
        if (record[SystemFields.Collaborators] is long[] others && others.Contains(member))
            draft.Set(SystemFields.Collaborators, others.Select(o => o == member ? receiver : o).Where(o => o != keeps).Distinct().ToArray());
        foreach (var (field, when) in settings.HandsOver)
            if (record[field] is long named && named == member && Weir.Engine.Rules.RuleBook.Holds(when, record, new LinkedRecords(null!), actor, Now)) draft.Set(field.Key, receiver);
        return draft;
    }

    private async Task<int> MoveDecisions(Actor actor, App app, long member, HandoverChoice choice, List<HandoverLeft> left, CancellationToken cancel)
    {
        var (turns, moved) = (new HandoverTurns(), 0);
        var leaver = actor.Directory.Actor(member, "handover");
        foreach (var task in await Decisions(app, member, cancel))
        {
            if (app.FormNo((int)task.FormNo) is not { } form || form.Action("approval.transfer") is not { Ask: { } question }) continue;
            var to = (await database.Read(session => Receivers(session, actor, form, [task.RecordId], choice, turns), cancel))[task.RecordId];
            try
            {
                await records.Act(leaver, form, task.RecordId, "approval.transfer", new Draft(question).Set(ApprovalQuestion.To, to).Set(ApprovalQuestion.Comment, choice.Note), cancel: cancel);
                moved++;
            }
            catch (ProblemException refused)
            {
                left.Add(new(form, task.RecordId, refused.Problem.Errors is [var first, ..] ? first.Message : refused.Problem.Message));
            }
        }
        return moved;
    }

    /// <summary>Puts the receiver where settings name the member, as a publication like any other.</summary>
    private async Task<int> MoveNames(Actor actor, App app, long member, HandoverChoice choice, List<HandoverLeft> left, CancellationToken cancel)
    {
        var named = SettingNames.Of(app, member);
        if (named.Count == 0) return 0;
        var receivers = named.Select(n => n.Form).Distinct().ToDictionary(f => f.Key, f => choice.Of(f)[0]);
        try
        {
            await apps.Publish(actor, app.Definition with { Forms = [.. app.Definition.Forms.Select(f => receivers.TryGetValue(f.Key, out var receiver) ? SettingNames.With(f, member, receiver) : f)] }, app.Version, cancel);
            return named.Sum(n => n.Count);
        }
        catch (ProblemException refused)
        {
            left.AddRange(receivers.Keys.Select(key => new HandoverLeft(app[key], 0, refused.Problem.Errors is [var first, ..] ? first.Message : refused.Problem.Message)));
            return 0;
        }
    }

    private static IEnumerable<Form> Forms(App app) => app.Forms.Where(f => !f.IsQuestion && !f.IsLine);

    private async ValueTask<List<long>> Held(Session session, Actor actor, Form form, long member)
    {
        var ids = new SortedSet<long>();
        ids.UnionWith(await Owned(session, actor, form, member));
        ids.UnionWith(await Shared(session, form, member, MostCounted));
        foreach (var (field, when) in OwnershipSettings.Of(form).HandsOver) ids.UnionWith(await Ids(session, Rows(actor, form, when, field, member)));
        return [.. ids];
    }

    private async ValueTask<int> Named(Session session, Actor actor, Form form, long member)
    {
        var named = 0;
        foreach (var (field, when) in OwnershipSettings.Of(form).HandsOver) named += (await Ids(session, Rows(actor, form, when, field, member))).Count;
        return named;
    }

    private static ValueTask<List<long>> Shared(Session session, Form form, long member, int most) => ShareRows.Held(session, form.App.Schema, form.No, member, RowAccess.Collaborator, most);

    private async ValueTask<List<long>> Owned(Session session, Actor actor, Form form, long member) => OwnershipSettings.Of(form).KeepsOwner ? [] : await Ids(session, Rows(actor, form, Condition.Always, form[SystemFields.Owner], member));

    private Select Rows(Actor actor, Form form, Condition when, Field field, long member)
    {
        var joins = new JoinPlan();
        var id = JoinPlan.Id(JoinPlan.Root);
        var where = new List<Predicate> { new Predicate.Compare(joins.Operand(field), Comparison.Equal, member), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])) };
        if (!when.IsAlways) where.Add(when.Bind(new ConditionContext(actor, Now, joins)));
        return new Select(form.Table, JoinPlan.Root, [id], joins.Joins, Predicate.And(where), RowScope.Everything, [new Sort(id, Nullable: false)], Limit: MostCounted);
    }

    private static ValueTask<List<long>> Ids(Session session, Select select) => session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0));

    internal static void Demand(Actor actor)
    {
        if (!actor.Administrator || actor.ReadOnly) throw Problem.Forbidden("handover.not_allowed", ("只有组织管理员可以办理交接。", "Only administrators of the organisation hand over a member's work.")).Exception();
    }
}
