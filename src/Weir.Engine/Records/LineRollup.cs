using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>A column of line items that sums up lines of other records, each of which says which line it is about: what was delivered of a line of an order.</summary>
/// <param name="Target">The column that holds the sum.</param>
/// <param name="Own">The line items that it stands in.</param>
/// <param name="By">The field of the child that names this record.</param>
/// <param name="Lines">The line items of the child that are summed.</param>
/// <param name="Match">Their text column with the id of the line here.</param>
public sealed record LineRollup(Field Target, Field Own, Field By, Field Lines, Field Of, Field Match, Condition Where)
{
    public Form Child => By.Form;

    internal static LineRollup Compile(Field own, Field target)
    {
        var plan = target.Type.RollupOf(target)!;
        var child = target.Form.App[plan.Form];
        var lines = plan.Lines is null ? null : child.Find(plan.Lines);
        if (lines?.Lines is not { } line || plan.How != "sum" || line.Find(plan.Field ?? "") is not { } of || line.Find(plan.Match ?? "") is not { } match)
            throw new DefinitionError(target.ToString(), "rollup.no_lines", ("明细里的汇总要写明对方的明细、列和对应的行，并且只能求和。", "A roll-up in line items names the other form's line items, a column and the line it is about, and can only sum."));
        return new(target, own, child[plan.By], lines, of, match, Condition.Compile(child, plan.Where));
    }

    /// <summary>Whether a change of these fields of a child can change a sum.</summary>
    public bool Concerns(IReadOnlySet<string> changed) =>
        changed.Contains(By.Key) || changed.Contains(Lines.Key) || changed.Contains(SystemFields.DeletedAt) || Where.Paths.Any(p => changed.Contains((p.Via.Count > 0 ? p.Via[0] : p.Field).Key));

    /// <summary>Sums the children of a record into its lines.</summary>
    internal async ValueTask Fill(Session session, Actor actor, DateTime now, Record record)
    {
        var sums = new Dictionary<long, decimal>();
        foreach (var child in (await RecordRows.Read(session, Child, await Children(session, actor, now, record), lines: true)).Values)
            foreach (var line in child.Lines(Lines))
                if (line[Match] is string text && long.TryParse(text, out var id) && line[Of] is decimal value) sums[id] = sums.GetValueOrDefault(id) + value;
        foreach (var line in record.Lines(Own)) line[Target] = Target.Type.FromFormula(Target, sums.GetValueOrDefault(line.Id));
    }

    private async ValueTask<List<long>> Children(Session session, Actor actor, DateTime now, Record record)
    {
        var joins = new JoinPlan();
        object key = By.Type.LinkedForm(By) is not null ? record.Id : new RecordRef(record.Form.Key, record.Id).ToString();
        var where = Predicate.And(
            new Predicate.Compare(joins.Operand(By), Comparison.Equal, key), new Predicate.Empty(joins.Operand(Child[SystemFields.DeletedAt])),
            Where.Bind(new ConditionContext(Actor.System("rollup", actor.Directory), now, joins)));
        return await session.Query(QueryWriter.Select(session.Dialect, new Select(Child.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, where, RowScope.Everything, [])), r => r.Long(0));
    }
}
