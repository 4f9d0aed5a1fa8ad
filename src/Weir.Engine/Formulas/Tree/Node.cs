using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Formulas.Tree;

/// <summary>One typed step of a compiled formula; immutable, so one tree serves all threads.</summary>
internal abstract class Node(Place place, Shape shape, params IReadOnlyList<Node> parts)
{
    public Place Place { get; } = place;

    public Shape Shape { get; } = shape;

    /// <summary>How deep the tree is below and with this node; running it uses that much stack.</summary>
    public int Height { get; } = parts.Count == 0 ? 1 : parts.Max(part => part.Height) + 1;

    /// <summary>The value, empty (null) or a <see cref="Fault"/>.</summary>
    public abstract object? Value(Evaluation evaluation);
}
