using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>How often records changed hands in one way within a span of days that begins here.</summary>
public sealed record OwnershipFlow(DateOnly From, OwnershipKind Kind, long Count);

public sealed partial class RecordQuery
{
    /// <summary>How often the records which the actor may see changed hands, by span of days and kind.</summary>
    /// <param name="members">Only from or to these; null asks nothing.</param>
    /// <exception cref="ProblemException">NotFound when the form may not be seen; Invalid when its owner may not be read.</exception>
    public Task<IReadOnlyList<OwnershipFlow>> Flows(Actor actor, Form form, Period period, DateBucket bucket, IReadOnlyList<long>? members, CancellationToken cancel = default) => database.Read(async session =>
    {
        var owner = new FieldPath([], form[SystemFields.Owner]);
        Readable(FormAccess.Of(actor, form), owner);
        if (await Plan(session, actor, new ListQuery(form), [owner]) is not { } plan) return (IReadOnlyList<OwnershipFlow>)[];
        var seen = new Select(form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], plan.Joins.Joins, plan.Where, plan.Scope, []);
        var days = new ConditionContext(actor, Now, plan.Joins);
        var kinds = Condition.Handed.Kinds.ToDictionary(k => Condition.Handed.Name(k.Kind), k => k.Kind);
        var summary = OwnershipRows.Flows(form.App.Schema, form.No, [.. kinds.Keys], days.StartOf(period.From), days.StartOf(period.To.AddDays(1)), members, seen, bucket, (int)actor.Zone.GetUtcOffset(Now).TotalMinutes);
        return await session.Recall(QueryWriter.Summarise(session.Dialect, summary), r => new OwnershipFlow((DateOnly)r.Value(0, summary.By[0].Type, 0)!, kinds[r.Text(1)], r.Long(2)));
    }, cancel);
}
