using Weir.Engine.Formulas.Syntax;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas;

/// <summary>A compiled formula: immutable, holds no values, and serves any number of records and threads.</summary>
public sealed class Formula
{
    private readonly Node tree;

    private Formula(string text, Node tree, IReadOnlySet<string> references, bool isVolatile, bool isAtSave)
    {
        Text = text;
        this.tree = tree;
        References = references;
        IsVolatile = isVolatile;
        IsAtSave = isAtSave;
    }

    /// <summary>As its author wrote it.</summary>
    public string Text { get; }

    /// <summary>What it yields; Unknown where that shows only when it runs.</summary>
    public FormulaType ResultType => tree.Shape.Type;

    /// <summary>What the elements are when it yields a list.</summary>
    public FormulaType ElementType => tree.Shape.Element;

    /// <summary>The paths it reads, in machine keys.</summary>
    public IReadOnlySet<string> References { get; }

    /// <summary>Yields another value although no field changed, because it asks the clock or chance.</summary>
    public bool IsVolatile { get; }

    /// <summary>Says who saved, or something by chance: only a save may change it, not the turn of a day or a change elsewhere.</summary>
    public bool IsAtSave { get; }

    /// <summary>Reads and checks a formula; a leading = is allowed.</summary>
    /// <exception cref="FormulaError">What is wrong, and where.</exception>
    public static Formula Compile(string text, FormulaNames names, FormulaBudget? budget = null)
    {
        var (tree, references, isVolatile, isAtSave) = Parser.Read(text, names, budget ?? FormulaBudget.Default);
        return new(text, tree, references, isVolatile, isAtSave);
    }

    /// <summary>The value; null when it is empty or cannot be computed (division by 0, overflow, a date that does not exist).</summary>
    /// <exception cref="FormulaError">Only <c>formula.budget</c>.</exception>
    public object? Evaluate(FormulaScope scope, FormulaBudget? budget = null)
    {
        var value = tree.Value(new(scope, budget ?? FormulaBudget.Default, Text.Length));
        return value switch
        {
            Fault => null,
            "" when ResultType is not (FormulaType.Text or FormulaType.Unknown) => null,
            IReadOnlyList<object?> list when list.Contains(Fault.Value) => list.Select(element => element is Fault ? null : element).ToArray(),
            _ => value,
        };
    }
}
