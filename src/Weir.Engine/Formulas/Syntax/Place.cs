namespace Weir.Engine.Formulas.Syntax;

/// <summary>A stretch of the formula's text, from 0; not the text itself.</summary>
internal readonly record struct Place(int Position, int Length)
{
    public int End => Position + Length;

    public Place To(Place last) => new(Position, last.End - Position);
}
