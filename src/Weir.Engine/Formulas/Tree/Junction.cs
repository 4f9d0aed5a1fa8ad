namespace Weir.Engine.Formulas.Tree;

/// <summary>The signs &amp;&amp; and ||; the right side is not asked when the left one decides.</summary>
internal sealed class Junction : Node
{
    private readonly bool all;
    private readonly Node left;
    private readonly Node right;

    private Junction(bool all, Node left, Node right)
        : base(left.Place.To(right.Place), Shape.Each(FormulaType.Bool, left.Place.To(right.Place), left, right), left, right)
    {
        this.all = all;
        this.left = left;
        this.right = right;
    }

    public static Junction Of(bool all, Node left, Node right)
    {
        foreach (var side in new[] { left, right })
        {
            if (side.Shape.Kind is FormulaType.Text or FormulaType.Date or FormulaType.Moment)
                throw FormulaError.Operand(side.Place, all ? "&&" : "||", FormulaType.Bool, side.Shape.Kind);
        }
        return new(all, left, right);
    }

    public override object? Value(Evaluation evaluation)
    {
        evaluation.Step();
        var a = left.Value(evaluation);
        if (a is not IReadOnlyList<object?>)
        {
            a = a is Fault ? a : Coercion.Truth(a);
            if (a is Fault || a is bool known && known != all && !right.Shape.IsList)
                return a;
        }
        var b = right.Value(evaluation);
        if (b is Fault)
            return b;
        return a is IReadOnlyList<object?> || b is IReadOnlyList<object?>
            ? Lists.Zip(a, b, evaluation, Apply)
            : Apply(a, b);
    }

    private object Apply(object? a, object? b) =>
        (Coercion.Truth(a), Coercion.Truth(b)) is (bool x, bool y) ? Coercion.Of(all ? x && y : x || y) : Fault.Value;
}
