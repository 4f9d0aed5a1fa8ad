namespace Weir.Engine.Formulas;

/// <summary>The fields that a formula may name while it is compiled; holds no values.</summary>
public abstract class FormulaNames
{
    /// <summary>
    /// The type at a path such as <c>amount</c>, <c>account.level</c> or <c>lines.amount</c> (a column of line items is a List),
    /// or null where there is no such field. Braces are already taken off, so a path may also be a label.
    /// </summary>
    public abstract FormulaType? Find(string path);

    /// <summary>What the elements of the list at this path are.</summary>
    public virtual FormulaType ElementType(string path) => FormulaType.Unknown;

    /// <summary>The path in machine keys for a path that was written with labels; references and scopes speak in these.</summary>
    public virtual string Key(string path) => path;

    /// <summary>The paths to suggest from when somebody mistypes one.</summary>
    public virtual IEnumerable<string> Known => [];
}
