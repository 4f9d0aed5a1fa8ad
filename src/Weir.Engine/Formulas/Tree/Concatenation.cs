namespace Weir.Engine.Formulas.Tree;

/// <summary>The &amp; sign: two values as one text.</summary>
internal sealed class Concatenation(Node left, Node right)
    : Node(left.Place.To(right.Place), Shape.Each(FormulaType.Text, left.Place.To(right.Place), left, right), left, right)
{
    public override object? Value(Evaluation evaluation)
    {
        evaluation.Step();
        var a = left.Value(evaluation);
        var b = right.Value(evaluation);
        if (a is Fault || b is Fault)
            return Fault.Value;
        return a is IReadOnlyList<object?> || b is IReadOnlyList<object?>
            ? Lists.Zip(a, b, evaluation, (one, two) => Join(one, two, evaluation))
            : Join(a, b, evaluation);
    }

    private static string Join(object? a, object? b, Evaluation evaluation)
    {
        var one = Coercion.Text(a, evaluation);
        var two = Coercion.Text(b, evaluation);
        evaluation.Room(one.Length + two.Length);
        return one + two;
    }
}
