using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Rules;
using Weir.Sql.Query;

namespace Weir.Engine.Records;

/// <summary>Checks new links: the record exists, the actor may see it, the field's filter lets it in, and a form that links to itself makes no circle.</summary>
internal static class LinkCheck
{
    private const int LongestChain = 100;

    public static async ValueTask Run(SaveUnit unit)
    {
        foreach (var field in unit.Form.Live.Where(f => !f.System))
            await Check(unit, unit.Record, unit.Before, field, field.Key);
        foreach (var lines in unit.Form.LineFields)
            for (var i = 0; i < unit.Record.Lines(lines).Count; i++)
                foreach (var column in lines.Lines!.Live)
                {
                    var line = unit.Record.Lines(lines)[i];
                    await Check(unit, line, unit.Before?.Lines(lines).FirstOrDefault(l => l.Id == line.Id && l.Id != 0), column, $"{lines.Key}[{i}].{column.Key}");
                }
    }

    private static async ValueTask Check(SaveUnit unit, Record record, Record? before, Field field, string name)
    {
        if (record[field] is null || before is not null && field.Type.Same(before[field], record[field])) return;
        var known = before is null ? [] : field.Type.References(field, before[field]).ToHashSet();
        foreach (var byForm in field.Type.References(field, record[field]).Where(r => !known.Contains(r)).GroupBy(r => r.Form))
        {
            if (unit.Form.App.Find(byForm.Key) is not { } target)
            {
                unit.Refuse(name, "link.no_form", ("不能关联这种记录。", "Records of this kind cannot be linked."));
                continue;
            }
            var ids = byForm.Select(r => r.Id).Distinct().ToList();
            if (await Visible(unit, field, target, ids) < ids.Count)
                unit.Refuse(name, "link.not_found", ($"“{field.Label.Zh}”所选的记录不存在、不可见或不符合条件。", $"The record chosen for '{field.Label.En}' does not exist, is not visible to you or does not fit."));
            else if (target == record.Form && record.Id != 0 && field.Type.LinkedForm(field) is not null && await MakesCircle(unit, record.Id, field, ids[0]))
                unit.Refuse(name, "link.circle", ($"“{field.Label.Zh}”会形成循环。", $"'{field.Label.En}' would make a circle."));
        }
    }

    private static async ValueTask<int> Visible(SaveUnit unit, Field field, Form target, IReadOnlyList<long> ids)
    {
        var joins = new JoinPlan();
        var context = new ConditionContext(unit.Actor, unit.Now, joins, key => RuleBook.Stored(unit.Record, key));
        var where = new List<Predicate>
        {
            new Predicate.OneOf(JoinPlan.Id(JoinPlan.Root), [.. ids.Cast<object>()]),
            new Predicate.Empty(joins.Operand(target[SystemFields.DeletedAt])),
        };
        if (!unit.Actor.IsSystem) where.Add(RowAccess.Predicate(FormAccess.Of(unit.Actor, target), Operation.View, context, JoinPlan.Root));
        if (field.Type.LinkFilter(field) is { } filter) where.Add(Condition.Compile(target, filter).Bind(context));
        var select = new Select(target.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, Predicate.And(where), RowScope.Everything, [], Limit: ids.Count);
        return (await unit.Session.Query(QueryWriter.Select(unit.Session.Dialect, select), r => r.Long(0))).Count;
    }

    private static async ValueTask<bool> MakesCircle(SaveUnit unit, long id, Field link, long next)
    {
        long? at = next;
        for (var step = 0; at is { } here; step++)
        {
            if (here == id || step > LongestChain) return true;
            at = (await RecordRows.Read(unit.Session, link.Form, here, lines: false))?[link] as long?;
        }
        return false;
    }
}
