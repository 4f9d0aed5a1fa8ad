using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Formulas.Tree;

/// <summary>+ - * / ^ between two values: numbers, or dates with days; works row by row when a side is a list.</summary>
internal sealed class Arithmetic : Node
{
    private readonly char sign;
    private readonly Node left;
    private readonly Node right;

    private Arithmetic(char sign, Node left, Node right, Shape shape) : base(left.Place.To(right.Place), shape, left, right)
    {
        this.sign = sign;
        this.left = left;
        this.right = right;
    }

    public static Arithmetic Of(char sign, Node left, Node right)
    {
        foreach (var side in new[] { left, right })
        {
            if (side.Shape.Kind == FormulaType.Text)
                throw FormulaError.Operand(side.Place, sign.ToString(), FormulaType.Number, FormulaType.Text);
        }
        var place = left.Place.To(right.Place);
        return new(sign, left, right, Shape.Each(Kind(sign, left.Shape, right.Shape, place), place, left, right));
    }

    public override object? Value(Evaluation evaluation)
    {
        evaluation.Step();
        var a = left.Value(evaluation);
        var b = right.Value(evaluation);
        if (a is decimal x && b is decimal y)
            return Numbers.Apply(sign, x, y);
        if (a is Fault || b is Fault)
            return Fault.Value;
        return a is IReadOnlyList<object?> || b is IReadOnlyList<object?>
            ? Lists.Zip(a, b, evaluation, (one, two) => Apply(one, two, evaluation))
            : Apply(a, b, evaluation);
    }

    private object Apply(object? a, object? b, Evaluation evaluation)
    {
        var dateA = a is DateOnly or DateTime;
        var dateB = b is DateOnly or DateTime;
        if (dateA && dateB)
            return sign == '-' ? Dates.Between(a!, b!, evaluation) : Fault.Value;
        if (a is null && left.Shape.IsDated || b is null && right.Shape.IsDated)
            return Fault.Value;
        if (dateA && (sign is '+' or '-'))
            return Coercion.Number(b, out var days) ? Dates.Shift(a!, sign == '+' ? days : -days) : Fault.Value;
        if (dateB && sign == '+')
            return Coercion.Number(a, out var days) ? Dates.Shift(b!, days) : Fault.Value;
        return Coercion.Number(a, out var x) && Coercion.Number(b, out var y) ? Numbers.Apply(sign, x, y) : Fault.Value;
    }

    private static FormulaType Kind(char sign, Shape left, Shape right, Place place)
    {
        if (!left.IsDated && !right.IsDated)
            return sign is '+' or '-' && (left.Kind == FormulaType.Unknown || right.Kind == FormulaType.Unknown)
                ? FormulaType.Unknown
                : FormulaType.Number;
        if (sign == '-' && left.IsDated)
            return right.IsDated ? FormulaType.Number : right.Kind == FormulaType.Unknown ? FormulaType.Unknown : left.Kind;
        if (sign == '+' && left.IsDated != right.IsDated)
            return left.IsDated ? left.Kind : right.Kind;
        throw FormulaError.Dates(place, sign.ToString());
    }
}
