using System.Globalization;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Nightly;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>Each night deals out what lies without an owner and fits a rule on schedule; what came back before is among it.</summary>
public sealed class AssignNightly : NightlyTask
{
    private const int AtOnce = 50;

    public override string Key => "assign";

    public override Words Label => ("按计划分配", "Assign on schedule");

    public override TimeOnly At => new(2, 30);

    /// <summary>The cursor is the number of the form and the last record, with a dot between.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var at = (cursor ?? "0.0").Split('.');
        var (no, after) = (int.Parse(at[0], CultureInfo.InvariantCulture), long.Parse(at[1], CultureInfo.InvariantCulture));
        var due = context.TheApp.Forms.Where(f => f.No >= no && Assignment.Book(f)?.Rules.Any(r => r.Definition.On.Contains(AssignmentTrigger.Schedule)) == true);
        if (due.MinBy(f => f.No) is not { } form) return null;
        if (form.No > no) after = 0;
        var ids = await context.Platform.Database.Read(session =>
        {
            var joins = new JoinPlan();
            var id = JoinPlan.Id(JoinPlan.Root);
            var where = Predicate.And(new Predicate.Compare(id, Comparison.Greater, after), new Predicate.Empty(joins.Operand(form[SystemFields.Owner])), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])));
            return session.Query(QueryWriter.Select(session.Dialect, new Select(form.Table, JoinPlan.Root, [id], [], where, RowScope.Everything, [new Sort(id, Nullable: false)], Limit: AtOnce)), r => r.Long(0));
        }, stop);
        // What no rule fits, or somebody took meanwhile, stays as it is.
        await context.Platform.Records.ActMany(context.Actor, form, ids, "assignment.deal", cancel: stop);
        return ids.Count < AtOnce ? FormattableString.Invariant($"{form.No + 1}.0") : FormattableString.Invariant($"{form.No}.{ids[^1]}");
    }
}
