using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions.Operators;

/// <summary>Greater or smaller, earlier or later. On a moment, a day means its beginning or its end, as the words say.</summary>
public abstract class OrderOperator(string key, Words label, Comparison how) : Operator
{
    public override string Key => key;

    public override Words Label => label;

    public override ArgumentShape Shape => ArgumentShape.One;

    public override bool AppliesTo(ValueKind kind) => kind is ValueKind.Number or ValueKind.Date or ValueKind.Moment;

    public override Predicate Predicate(Operand left, Field field, Argument argument)
    {
        if (field.Type.Kind(field) == ValueKind.Moment && argument.Day() is { } day)
        {
            var after = how is Comparison.Greater or Comparison.LessOrEqual;
            var edge = argument.Context.StartOf(after ? day.AddDays(1) : day);
            return new Predicate.Compare(left, how is Comparison.Greater or Comparison.GreaterOrEqual ? Comparison.GreaterOrEqual : Comparison.Less, edge);
        }
        return argument.One() is { } value ? new Predicate.Compare(left, how, value) : Sql.Query.Predicate.False;
    }
}

/// <summary>Greater, later.</summary>
public sealed class GreaterThan() : OrderOperator("gt", ("大于", "is more than"), Comparison.Greater);

/// <summary>Greater or equal.</summary>
public sealed class GreaterOrEqual() : OrderOperator("gte", ("大于等于", "is at least"), Comparison.GreaterOrEqual);

/// <summary>Smaller, earlier.</summary>
public sealed class LessThan() : OrderOperator("lt", ("小于", "is less than"), Comparison.Less);

/// <summary>Smaller or equal.</summary>
public sealed class LessOrEqual() : OrderOperator("lte", ("小于等于", "is at most"), Comparison.LessOrEqual);

/// <summary>From the first value to the second, both included; an open side is not a limit, two open sides fit nothing.</summary>
public sealed class Between : Operator
{
    private static readonly GreaterOrEqual From = new();
    private static readonly LessOrEqual To = new();

    public override string Key => "between";

    public override Words Label => ("介于", "is between");

    public override ArgumentShape Shape => ArgumentShape.Pair;

    public override bool AppliesTo(ValueKind kind) => From.AppliesTo(kind);

    public override Predicate Predicate(Operand left, Field field, Argument argument)
    {
        var (first, second) = argument.Pair();
        var sides = new List<Predicate>();
        if (first is { ValueKind: not System.Text.Json.JsonValueKind.Null }) sides.Add(From.Predicate(left, field, argument.With(first)));
        if (second is { ValueKind: not System.Text.Json.JsonValueKind.Null }) sides.Add(To.Predicate(left, field, argument.With(second)));
        return sides.Count == 0 ? Sql.Query.Predicate.False : Sql.Query.Predicate.And(sides);
    }
}
