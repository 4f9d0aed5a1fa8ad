namespace Weir.Engine.Formulas;

/// <summary>What a formula may ask while it runs: values, the clock, the member, chance; it decides nothing itself.</summary>
public abstract class FormulaScope
{
    /// <summary>The value at a path in machine keys; null is empty. Whole numbers and doubles are accepted and become decimals.</summary>
    public abstract object? Value(string path);

    /// <summary>The present moment, UTC.</summary>
    public abstract DateTime Now { get; }

    /// <summary>Decides which day it is and which hour a moment shows.</summary>
    public virtual TimeZoneInfo Zone => TimeZoneInfo.Utc;

    public virtual string UserName => "";

    public virtual Random Random => Random.Shared;

    public virtual Guid NewId() => Guid.NewGuid();
}
