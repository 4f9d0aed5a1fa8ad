using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Formulas.Tree;

/// <summary>A number, text or truth written in the formula itself.</summary>
internal sealed class Constant(Place place, object value) : Node(place, new(TypeOf(value)))
{
    public object Written => value;

    public bool IsEmptyText => value is "";

    public override object Value(Evaluation evaluation) => value;

    private static FormulaType TypeOf(object value) => value switch
    {
        string => FormulaType.Text,
        decimal => FormulaType.Number,
        bool => FormulaType.Bool,
        DateOnly => FormulaType.Date,
        DateTime => FormulaType.Moment,
        _ => FormulaType.Unknown,
    };
}
