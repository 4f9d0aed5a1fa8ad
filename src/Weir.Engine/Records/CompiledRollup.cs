using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Records;

/// <summary>A field that sums up the records of another form, compiled: which records, which value, which condition.</summary>
/// <param name="Target">The field that holds the result.</param>
/// <param name="By">The field of the child, or a column of its line items, that names this record: a link, or a link to several forms.</param>
/// <param name="Lines">The line items whose column <paramref name="By"/> is; a child counts once, however many of its lines name this record.</param>
/// <param name="Order">When it is there: the value of the record in which this is largest, of those that have a value.</param>
public sealed record CompiledRollup(Field Target, Form Child, Field By, Aggregation How, Field? Of, Condition Where, Field? Lines = null, Field? Order = null)
{
    internal static CompiledRollup Compile(Field target)
    {
        var plan = target.Type.RollupOf(target)!;
        var child = target.Form.App[plan.Form];
        var how = plan.How switch
        {
            "count" => Aggregation.Count,
            "sum" => Aggregation.Sum,
            "avg" => Aggregation.Average,
            "min" => Aggregation.Min,
            "max" or "last" => Aggregation.Max,
            _ => throw new DefinitionError(target.ToString(), "rollup.unknown", ($"没有汇总方式“{plan.How}”。", $"There is no roll-up '{plan.How}'.")),
        };
        if (how != Aggregation.Count && plan.Field is null) throw new DefinitionError(target.ToString(), "rollup.no_field", ("汇总缺少字段。", "The roll-up names no field."));
        var lines = plan.By.Split('.') is [var items, var column] && child.Find(items) is { Lines: { } line } own && line.Find(column) is not null ? own : null;
        if (lines is not null && how is not (Aggregation.Count or Aggregation.Sum)) throw new DefinitionError(target.ToString(), "rollup.lines_sum", ("按对方明细汇总时只能计数或求和。", "What is named by line items can only be counted or summed."));
        if (plan.How == "last" && child.Find(plan.Order!) is not { Column: not null }) throw new DefinitionError(target.ToString(), "rollup.no_order", ($"“{child.Label.Zh}”没有可排先后的字段“{plan.Order}”。", $"'{child.Label.En}' has no field '{plan.Order}' that says which is the latest."));
        return new CompiledRollup(target, child, lines is null ? child[plan.By] : lines.Lines![plan.By.Split('.')[1]], how, plan.Field is null ? null : child[plan.Field], Condition.Compile(child, plan.Where), lines, plan.How == "last" ? child[plan.Order!] : null);
    }

    /// <summary>The parents which a child names.</summary>
    public IEnumerable<long> ParentsOf(Record child) =>
        (Lines is null ? [child[By]] : child.Lines(Lines).Select(l => l[By])).SelectMany(v => By.Type.References(By, v)).Where(r => r.Form == Target.Form.Key).Select(r => r.Id).Distinct();

    /// <summary>The stored value of <see cref="By"/> in children of this parent.</summary>
    public object Key(long parentId) => By.Type.LinkedForm(By) is not null ? parentId : new RecordRef(Target.Form.Key, parentId).ToString();

    /// <summary>Whether a change of these fields of a child can change the result.</summary>
    public bool Concerns(IReadOnlySet<string> changed) =>
        changed.Contains((Lines ?? By).Key) || Of is not null && changed.Contains(Of.Key) || Order is not null && changed.Contains(Order.Key) || changed.Contains(SystemFields.DeletedAt) || Where.Paths.Any(p => changed.Contains((p.Via.Count > 0 ? p.Via[0] : p.Field).Key));

    /// <summary>An empty sum or count is 0; an empty minimum, maximum or average is empty.</summary>
    public object? Empty => How is Aggregation.Sum or Aggregation.Count ? 0m : null;
}
