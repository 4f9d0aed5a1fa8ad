using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Formulas.Tree;

/// <summary>What is known before running: the type of a value, of its elements, and whose rows a list follows.</summary>
internal readonly record struct Shape(FormulaType Type, FormulaType Element = FormulaType.Unknown, string? Rows = null)
{
    /// <summary>The type of one value: an element for a list.</summary>
    public FormulaType Kind => Type == FormulaType.List ? Element : Type;

    public bool IsList => Type == FormulaType.List;

    public bool IsDated => Kind is FormulaType.Date or FormulaType.Moment;

    /// <summary>The shape of a calculation that yields <paramref name="kind"/> row by row as soon as one part is a list.</summary>
    public static Shape Each(FormulaType kind, Place place, params IEnumerable<Node> parts)
    {
        var list = false;
        string? rows = null;
        foreach (var part in parts)
        {
            list |= part.Shape.IsList;
            if (part.Shape.Rows is not { } own)
                continue;
            if (rows is not null && rows != own)
                throw FormulaError.DifferentRows(place, rows, own);
            rows = own;
        }
        return list ? new(FormulaType.List, kind, rows) : new(kind);
    }

    /// <summary>The type that two branches share.</summary>
    public static FormulaType Common(FormulaType a, FormulaType b) => a == b ? a : FormulaType.Unknown;
}
