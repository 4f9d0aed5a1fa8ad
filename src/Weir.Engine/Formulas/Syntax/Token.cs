namespace Weir.Engine.Formulas.Syntax;

internal enum TokenKind
{
    Number,
    Text,
    Name,
    BracedName,
    Sign,
    End,
}

/// <summary>One word of a formula with its place; has no meaning yet.</summary>
internal readonly record struct Token(TokenKind Kind, Place Place, string Text, decimal Number = 0)
{
    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;
}
