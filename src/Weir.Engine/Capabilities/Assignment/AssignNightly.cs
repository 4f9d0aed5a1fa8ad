using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Nightly;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>Each night deals out what lies without an owner and fits a rule on schedule; what came back before is among it.</summary>
public sealed class AssignNightly : NightlyTask
{
    private const int AtOnce = 200;

    public override string Key => "assign";

    public override Words Label => ("按计划分配", "Assign on schedule");

    /// <summary>After the records that the night takes back.</summary>
    public override TimeOnly At => new(2, 30);

    /// <summary>The cursor is the number of the form and the last record, with a dot between.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var at = (cursor ?? "0.0").Split('.');
        var (no, after) = (int.Parse(at[0], CultureInfo.InvariantCulture), long.Parse(at[1], CultureInfo.InvariantCulture));
        var due = context.TheApp.Forms.Where(f => f.No >= no && Assignment.Book(f)?.DealsOn(AssignmentTrigger.Schedule) == true);
        if (due.MinBy(f => f.No) is not { } form) return null;
        if (form.No > no) after = 0;
        // Whoever gets something in the night is told, as by day.
        var actor = Actor.System("assignment", context.Actor.Directory);
        var ids = await context.Platform.Database.Read(session =>
        {
            var joins = new JoinPlan();
            var id = JoinPlan.Id(JoinPlan.Root);
            var rules = Assignment.Book(form)!.Rules.Where(r => r.On(AssignmentTrigger.Schedule) && r.Definition.Mode != AssignmentMode.Pool).ToList();
            var where = new List<Predicate> { new Predicate.Compare(id, Comparison.Greater, after), new Predicate.Empty(joins.Operand(form[SystemFields.Owner])), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])) };
            if (!rules.Any(r => r.When.IsAlways)) where.Add(Predicate.Or([.. rules.Select(r => r.When.Bind(new ConditionContext(actor, context.Now, joins)))]));
            return session.Query(QueryWriter.Select(session.Dialect, new Select(form.Table, JoinPlan.Root, [id], joins.Joins, Predicate.And(where), RowScope.Everything, [new Sort(id, Nullable: false)], Limit: AtOnce)), r => r.Long(0));
        }, stop);
        // What nobody can have, or somebody took meanwhile, stays as it is.
        await context.Platform.Records.SaveMany(actor, Hand.Drafts(form, AssignmentTrigger.Schedule, [.. ids.Select(i => (i, (long?)null))]), stop);
        return ids.Count < AtOnce ? FormattableString.Invariant($"{form.No + 1}.0") : FormattableString.Invariant($"{form.No}.{ids[^1]}");
    }
}
