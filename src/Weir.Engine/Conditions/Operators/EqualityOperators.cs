using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Conditions.Operators;

/// <summary>Equal. A day on a moment means any time of that day; "is no" also holds where nothing was ticked.</summary>
public sealed class Is : Operator
{
    public override string Key => "is";

    public override Words Label => ("等于", "is");

    public override ArgumentShape Shape => ArgumentShape.One;

    public override bool AppliesTo(ValueKind kind) => kind is not (ValueKind.None or ValueKind.Many);

    public override Predicate Predicate(Operand left, Field field, Argument argument)
    {
        if (field.Type.Kind(field) == ValueKind.Moment && argument.Day() is { } day) return Days.Between(left, argument.Context, day, day);
        if (argument.One() is not { } value) return Sql.Query.Predicate.False;
        var equal = new Predicate.Compare(left, Comparison.Equal, value);
        return value is false ? Sql.Query.Predicate.Or(equal, new Predicate.Empty(left)) : equal;
    }
}

/// <summary>Not equal; empty counts as not equal. An unset value makes it false.</summary>
public sealed class IsNot : Operator
{
    public override string Key => "is_not";

    public override Words Label => ("不等于", "is not");

    public override ArgumentShape Shape => ArgumentShape.One;

    public override bool AppliesTo(ValueKind kind) => kind is not (ValueKind.None or ValueKind.Many);

    public override Predicate Predicate(Operand left, Field field, Argument argument)
    {
        if (field.Type.Kind(field) == ValueKind.Moment && argument.Day() is { } day) return Days.Outside(left, argument.Context, day, day);
        if (argument.One() is not { } value) return Sql.Query.Predicate.False;
        return value is false ? new Predicate.Compare(left, Comparison.Equal, true) : new Predicate.Compare(left, Comparison.NotEqual, value);
    }
}

/// <summary>One of several values; none given means nothing fits.</summary>
public sealed class AnyOf : Operator
{
    public override string Key => "any_of";

    public override Words Label => ("等于任意一个", "is any of");

    public override ArgumentShape Shape => ArgumentShape.Many;

    public override bool AppliesTo(ValueKind kind) => kind is ValueKind.Text or ValueKind.Number or ValueKind.Choice or ValueKind.Reference or ValueKind.Department or ValueKind.Region;

    public override Predicate Predicate(Operand left, Field field, Argument argument) =>
        argument.Many() is { Count: > 0 } values ? new Predicate.OneOf(left, values) : Sql.Query.Predicate.False;
}

/// <summary>None of several values; empty fits.</summary>
public sealed class NoneOf : Operator
{
    public override string Key => "none_of";

    public override Words Label => ("不等于任何一个", "is none of");

    public override ArgumentShape Shape => ArgumentShape.Many;

    public override bool AppliesTo(ValueKind kind) => kind is ValueKind.Text or ValueKind.Number or ValueKind.Choice or ValueKind.Reference or ValueKind.Department or ValueKind.Region;

    public override Predicate Predicate(Operand left, Field field, Argument argument) =>
        argument.Many() is { Count: > 0 } values ? new Predicate.OneOf(left, values, Not: true) : Sql.Query.Predicate.False;
}

/// <summary>Nothing there.</summary>
public sealed class IsEmpty : Operator
{
    public override string Key => "empty";

    public override Words Label => ("为空", "is empty");

    public override ArgumentShape Shape => ArgumentShape.None;

    public override bool AppliesTo(ValueKind kind) => kind != ValueKind.None;

    public override Predicate Predicate(Operand left, Field field, Argument argument) => new Predicate.Empty(left);
}

/// <summary>Something there.</summary>
public sealed class IsNotEmpty : Operator
{
    public override string Key => "not_empty";

    public override Words Label => ("不为空", "is not empty");

    public override ArgumentShape Shape => ArgumentShape.None;

    public override bool AppliesTo(ValueKind kind) => kind != ValueKind.None;

    public override Predicate Predicate(Operand left, Field field, Argument argument) => new Predicate.Empty(left, Not: true);
}
