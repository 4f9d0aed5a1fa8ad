namespace Weir.Engine.Formulas.Tree;

/// <summary>= &lt;&gt; &lt; &lt;= &gt; &gt;= between two values of one kind; text by its characters, so case counts.</summary>
internal sealed class Comparison : Node
{
    private readonly string sign;
    private readonly Node left;
    private readonly Node right;

    private Comparison(string sign, Node left, Node right)
        : base(left.Place.To(right.Place), Shape.Each(FormulaType.Bool, left.Place.To(right.Place), left, right), left, right)
    {
        this.sign = sign;
        this.left = left;
        this.right = right;
    }

    public static Comparison Of(string sign, Node left, Node right)
    {
        CheckDate(left, right);
        CheckDate(right, left);
        var a = left.Shape.Kind;
        var b = right.Shape.Kind;
        var fit = a == b || a == FormulaType.Unknown || b == FormulaType.Unknown || left.Shape.IsDated && right.Shape.IsDated
            || left.Shape.IsDated && right is Constant { Written: string } || right.Shape.IsDated && left is Constant { Written: string }
            || left is Constant { IsEmptyText: true } || right is Constant { IsEmptyText: true };
        return fit ? new(sign, left, right) : throw FormulaError.Compared(left.Place.To(right.Place), a, b);
    }

    public override object? Value(Evaluation evaluation)
    {
        evaluation.Step();
        var a = left.Value(evaluation);
        var b = right.Value(evaluation);
        if (a is Fault || b is Fault)
            return Fault.Value;
        return a is IReadOnlyList<object?> || b is IReadOnlyList<object?>
            ? Lists.Zip(a, b, evaluation, (one, two) => Apply(one, two, evaluation))
            : Apply(a, b, evaluation);
    }

    private object Apply(object? a, object? b, Evaluation evaluation)
    {
        var order = Order(a, b, evaluation);
        return Coercion.Of(sign switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        });
    }

    /// <summary>Less than, equal to or more than 0; null where the two have no order, which makes every comparison but &lt;&gt; untrue.</summary>
    public static int? Order(object? a, object? b, Evaluation evaluation)
    {
        switch (a ?? "", b ?? "")
        {
            case (decimal x, decimal y):
                return x.CompareTo(y);
            case (string x, string y):
                return string.CompareOrdinal(x, y);
            case (bool x, bool y):
                return x.CompareTo(y);
            case (DateOnly x, DateOnly y):
                return x.CompareTo(y);
            case (DateOnly or DateTime, DateOnly or DateTime):
                return Dates.Utc(a!, evaluation).CompareTo(Dates.Utc(b!, evaluation));
            case (decimal x, string) when Coercion.Number(b, out var y):
                return b is "" ? null : x.CompareTo(y);
            case (string, decimal y) when Coercion.Number(a, out var x):
                return a is "" ? null : x.CompareTo(y);
            case (bool x, string) when b is null:
                return x.CompareTo(false);
            case (string, bool y) when a is null:
                return false.CompareTo(y);
            case (DateOnly or DateTime, string text) when Dates.Parse(text) is { } local:
                return Dates.Utc(a!, evaluation).CompareTo(evaluation.Utc(local));
            case (string text, DateOnly or DateTime) when Dates.Parse(text) is { } local:
                return evaluation.Utc(local).CompareTo(Dates.Utc(b!, evaluation));
            default:
                return null;
        }
    }

    private static void CheckDate(Node dated, Node other)
    {
        if (dated.Shape.IsDated && other is Constant { Written: string text } && text.Length > 0 && Dates.Parse(text) is null)
            throw FormulaError.NotADate(other.Place, text);
    }
}
