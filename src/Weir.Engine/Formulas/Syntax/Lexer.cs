using System.Globalization;
using System.Text;

namespace Weir.Engine.Formulas.Syntax;

/// <summary>Cuts the text of a formula into tokens; full-width punctuation counts as its ASCII twin, because Chinese keyboards type it.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] Pairs = ["<>", "!=", "<=", ">=", "==", "&&", "||"];
    private int at;

    public static List<Token> Tokens(string text)
    {
        var lexer = new Lexer(text);
        var tokens = new List<Token>();
        do
            tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private Token Next()
    {
        while (at < text.Length && char.IsWhiteSpace(Plain(text[at])))
            at++;
        if (at == text.Length)
            return new(TokenKind.End, new(at, 0), "");
        var c = Plain(text[at]);
        if (char.IsAsciiDigit(c) || c == '.' && at + 1 < text.Length && char.IsAsciiDigit(Plain(text[at + 1])))
            return Number();
        if (c is '"' or '\'' or '“' or '”' or '‘' or '’')
            return Text(c);
        if (c == '{')
            return Braces();
        return IsNameStart(c) ? Name() : Sign(c);
    }

    private Token Number()
    {
        var start = at;
        Digits();
        if (Peek() == '.')
        {
            at++;
            Digits();
        }
        if (Peek() is 'e' or 'E')
        {
            var back = at++;
            if (Peek() is '+' or '-')
                at++;
            if (char.IsAsciiDigit(Peek()))
                Digits();
            else
                at = back;
        }
        while (IsNamePart(Peek()))
            at++;
        var place = new Place(start, at - start);
        var written = Written(place);
        return decimal.TryParse(written, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? new(TokenKind.Number, place, written, value)
            : throw FormulaError.Number(place, written);
    }

    private Token Text(char open)
    {
        var (one, two) = open is '"' or '\'' ? (open, open) : open is '“' or '”' ? ('“', '”') : ('‘', '’');
        var start = at++;
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            var c = text[at] == '＂' ? '"' : text[at] == '＇' ? '\'' : text[at];
            if (c != one && c != two)
                value.Append(text[at]);
            else if (one == two && at + 1 < text.Length && Plain(text[at + 1]) == one)
                value.Append(text[at++]);
            else
                return new(TokenKind.Text, new(start, ++at - start), value.ToString());
        }
        throw FormulaError.OpenText(new(start, text.Length - start));
    }

    private Token Braces()
    {
        var start = at;
        while (at < text.Length && Plain(text[at]) != '}')
            at++;
        if (at == text.Length)
            throw FormulaError.OpenBrace(new(start, text.Length - start));
        var name = text[(start + 1)..at++].Trim();
        return new(TokenKind.BracedName, new(start, at - start), name);
    }

    private Token Name()
    {
        var start = at;
        while (IsNamePart(Peek()) || Peek() == '.' && at + 1 < text.Length && IsNameStart(Plain(text[at + 1])))
            at++;
        var place = new Place(start, at - start);
        return new(TokenKind.Name, place, Written(place));
    }

    private Token Sign(char c)
    {
        var pair = at + 1 < text.Length ? string.Concat(c, Plain(text[at + 1])) : "";
        if (Array.IndexOf(Pairs, pair) >= 0)
            return Signed(2, pair switch { "!=" => "<>", "==" => "=", _ => pair });
        return c switch
        {
            '+' or '-' or '*' or '/' or '^' or '&' or '=' or '<' or '>' or '(' or ')' or '%' or '!' => Signed(1, c.ToString()),
            ',' or ';' => Signed(1, ","),
            '×' => Signed(1, "*"),
            '÷' => Signed(1, "/"),
            '≠' => Signed(1, "<>"),
            '≤' => Signed(1, "<="),
            '≥' => Signed(1, ">="),
            _ => throw FormulaError.Character(new(at, 1), text[at].ToString()),
        };
    }

    private Token Signed(int length, string sign)
    {
        at += length;
        return new(TokenKind.Sign, new(at - length, length), sign);
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Peek()))
            at++;
    }

    private char Peek() => at < text.Length ? Plain(text[at]) : '\0';

    private string Written(Place place) =>
        string.Create(place.Length, (text, place), static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = Plain(from.text[from.place.Position + i]);
        });

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static char Plain(char c) => c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c;
}
