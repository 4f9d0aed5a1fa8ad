namespace Weir.Engine.Formulas.Tree;

/// <summary>An argument that a function may leave uncalculated, such as the branch of IF that is not taken.</summary>
internal sealed class Argument
{
    private readonly Node? node;
    private readonly Evaluation? evaluation;
    private readonly object? known;

    public Argument(Node node, Evaluation evaluation)
    {
        this.node = node;
        this.evaluation = evaluation;
    }

    public Argument(object? known) => this.known = known;

    /// <summary>Calculates; may be a <see cref="Fault"/>.</summary>
    public object? Value() => node is null ? known : node.Value(evaluation!);
}
