namespace Weir.Engine.Formulas;

/// <summary>The kind of value a formula reads or yields; not a field type, of which there are many more.</summary>
/// <remarks>
/// The values behind them: <c>string</c>, <c>decimal</c>, <c>bool</c>, <c>DateOnly</c>, <c>DateTime</c> (UTC) and
/// <c>IReadOnlyList&lt;object?&gt;</c>. Empty is <c>null</c> in each of them. Unknown is settled when the value is there.
/// </remarks>
public enum FormulaType
{
    Unknown,
    Text,
    Number,
    Bool,
    Date,
    Moment,
    List,
}
