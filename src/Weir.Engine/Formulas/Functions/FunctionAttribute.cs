namespace Weir.Engine.Formulas.Functions;

/// <summary>Makes a static method a formula function and carries its help; writing the method is all there is to do.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FunctionAttribute(string key) : Attribute
{
    public string Key => key;

    /// <summary>One line of help.</summary>
    public required string Zh { get; init; }

    public required string En { get; init; }

    /// <summary>How it is written: <c>LEFT(text, [count])</c>.</summary>
    public required string ZhUse { get; init; }

    public required string EnUse { get; init; }

    /// <summary>A formula that compiles against the sample fields amount, name, due, lines.amount …</summary>
    public required string ZhExample { get; init; }

    public required string EnExample { get; init; }

    /// <summary>Where the type of the result comes from when the method's own return type does not say it.</summary>
    public ResultLike Result { get; init; }

    /// <summary>Its lists stand side by side, so columns of two different tables are refused.</summary>
    public bool SameRows { get; init; }

    /// <summary>Yields another value although no field changed: the clock, chance.</summary>
    public bool Volatile { get; init; }

    /// <summary>Belongs to the save: who makes it, chance. What is computed again without one keeps its value.</summary>
    public bool AtSave { get; init; }
}

/// <summary>Where a function's result type comes from.</summary>
internal enum ResultLike
{
    /// <summary>From the method's return type.</summary>
    Declared,

    /// <summary>The type of the first argument.</summary>
    First,

    /// <summary>What the uncalculated arguments, or the elements of the lists, have in common.</summary>
    Branches,

    /// <summary>What every second argument has in common (IFS).</summary>
    Pairs,

    /// <summary>What every second argument after the first has in common, with the last one as the rest (SWITCH).</summary>
    Cases,
}
