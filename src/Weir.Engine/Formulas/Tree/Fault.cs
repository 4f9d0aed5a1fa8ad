namespace Weir.Engine.Formulas.Tree;

/// <summary>The value of what could not be computed (1/0, a text that is no number); unlike empty it spoils whatever uses it.</summary>
internal sealed class Fault
{
    public static readonly Fault Value = new();

    private Fault()
    {
    }
}
