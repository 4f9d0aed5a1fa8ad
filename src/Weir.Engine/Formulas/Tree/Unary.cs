using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Formulas.Tree;

/// <summary>A sign on one value: minus, plus, per cent, not.</summary>
internal sealed class Unary : Node
{
    private readonly char sign;
    private readonly Node part;

    private Unary(Place place, char sign, Node part, Shape shape) : base(place, shape, part)
    {
        this.sign = sign;
        this.part = part;
    }

    public static Unary Of(Place place, char sign, Node part)
    {
        var needs = sign == '!' ? FormulaType.Bool : FormulaType.Number;
        return part.Shape.Kind is FormulaType.Text or FormulaType.Date or FormulaType.Moment
            ? throw FormulaError.Operand(part.Place, sign.ToString(), needs, part.Shape.Kind)
            : new(place, sign, part, Shape.Each(needs, place, part));
    }

    public override object? Value(Evaluation evaluation)
    {
        evaluation.Step();
        return part.Value(evaluation) switch
        {
            Fault => Fault.Value,
            IReadOnlyList<object?> list => Lists.Map(list, evaluation, Apply),
            var value => Apply(value),
        };
    }

    private object? Apply(object? value)
    {
        if (sign == '!')
            return Coercion.Truth(value) is bool truth ? Coercion.Of(!truth) : Fault.Value;
        if (!Coercion.Number(value, out var number))
            return Fault.Value;
        return sign switch { '-' => -number, '%' => number / 100, _ => number };
    }
}
