namespace Weir.Engine.Formulas;

/// <summary>How much one formula may use before it is stopped with <c>formula.budget</c>; shared by nobody, so one budget can serve all.</summary>
public sealed record FormulaBudget
{
    public static FormulaBudget Default { get; } = new();

    /// <summary>Brackets within brackets while reading the text.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Characters of source text.</summary>
    public int SourceLength { get; init; } = 4_000;

    /// <summary>Nodes visited plus list elements touched in one evaluation.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>Characters in any text that is produced on the way.</summary>
    public int TextLength { get; init; } = 32_000;

    /// <summary>Wall time of one evaluation. The steps end what is too much; this only ends what hangs, because a busy machine must not change a result.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);
}
