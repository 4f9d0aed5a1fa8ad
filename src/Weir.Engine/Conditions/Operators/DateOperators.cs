using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions.Operators;

/// <summary>In a period named relative to today: this month, last 30 days …</summary>
public sealed class Within : Operator
{
    public override string Key => "within";

    public override Words Label => ("在", "is within");

    public override ArgumentShape Shape => ArgumentShape.Period;

    public override bool AppliesTo(ValueKind kind) => kind is ValueKind.Date or ValueKind.Moment;

    public override Predicate Predicate(Operand left, Field field, Argument argument)
    {
        if (argument.Text() is not { } word || Period.Find(word, argument.Context.Today) is not { } period) return Sql.Query.Predicate.False;
        return Days.Between(left, argument.Context, period.From, period.To);
    }

    public override void CheckValue(Field field, JsonElement? value)
    {
        base.CheckValue(field, value);
        if (value is not { ValueKind: JsonValueKind.String } v || Period.Find(v.GetString()!, new DateOnly(2026, 1, 1)) is null)
            throw new DefinitionError(field.ToString(), "condition.bad_period", ("没有这个时间范围。", "There is no such period."));
    }
}

/// <summary>Whole days as a predicate on a date or a moment.</summary>
internal static class Days
{
    public static Predicate Between(Operand left, ConditionContext context, DateOnly from, DateOnly to) => left.Type == Sql.Schema.ColumnType.Date
        ? Predicate.And(new Predicate.Compare(left, Comparison.GreaterOrEqual, from), new Predicate.Compare(left, Comparison.LessOrEqual, to))
        : Predicate.And(new Predicate.Compare(left, Comparison.GreaterOrEqual, context.StartOf(from)), new Predicate.Compare(left, Comparison.Less, context.StartOf(to.AddDays(1))));

    public static Predicate Outside(Operand left, ConditionContext context, DateOnly from, DateOnly to) => Predicate.Or(
        new Predicate.Empty(left), new Predicate.Compare(left, Comparison.Less, context.StartOf(from)), new Predicate.Compare(left, Comparison.GreaterOrEqual, context.StartOf(to.AddDays(1))));
}
