using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Syntax;

/// <summary>Reads tokens into a typed tree. From loose to tight: || &amp;&amp; comparison &amp; + - * / ^ then signs and %, as in a spreadsheet.</summary>
internal sealed class Parser
{
    /// <summary>Running a tree takes stack for its height, which a long chain of signs reaches without any bracket.</summary>
    private const int MostHeight = 1_000;

    private readonly List<Token> tokens;
    private readonly FormulaNames names;
    private readonly int mostDepth;
    private readonly HashSet<string> references = new(StringComparer.Ordinal);
    private int at;
    private int depth;
    private bool isVolatile;
    private bool isAtSave;

    private Parser(List<Token> tokens, FormulaNames names, int mostDepth)
    {
        this.tokens = tokens;
        this.names = names;
        this.mostDepth = mostDepth;
    }

    private Token Now => tokens[at];

    public static (Node Tree, HashSet<string> References, bool IsVolatile, bool IsAtSave) Read(string text, FormulaNames names, FormulaBudget budget)
    {
        if (text.Length > budget.SourceLength)
            throw FormulaError.Budget(budget.SourceLength, text.Length - budget.SourceLength,
                $"公式太长，最多 {budget.SourceLength} 个字符；请拆成几个字段。",
                $"The formula is too long: at most {budget.SourceLength} characters. Split it over several fields.");
        var parser = new Parser(Lexer.Tokens(text), names, budget.Depth);
        if (parser.Now.Kind == TokenKind.End)
            throw FormulaError.Empty();
        if (parser.Now.Is("="))
            parser.at++;
        var tree = parser.Expression();
        if (parser.Now.Kind != TokenKind.End)
            throw FormulaError.Unexpected(parser.Now.Place, parser.Now.Text);
        return (tree, parser.references, parser.isVolatile, parser.isAtSave);
    }

    private Node Expression()
    {
        Enter();
        var node = Chain(All, "||", "||", (_, a, b) => Junction.Of(false, a, b));
        depth--;
        return node;
    }

    private Node All() => Chain(Compared, "&&", "&&", (_, a, b) => Junction.Of(true, a, b));

    private Node Compared()
    {
        var node = Joined();
        while (Now.Kind == TokenKind.Sign && Now.Text is "=" or "<>" or "<" or "<=" or ">" or ">=")
            node = Low(Comparison.Of(Take().Text, node, Joined()));
        return node;
    }

    private Node Joined() => Chain(Sum, "&", "&", (_, a, b) => new Concatenation(a, b));

    private Node Sum() => Chain(Product, "+", "-", Arithmetic.Of);

    private Node Product() => Chain(Power, "*", "/", Arithmetic.Of);

    private Node Power() => Chain(Signed, "^", "^", Arithmetic.Of);

    private Node Signed()
    {
        if (!Now.Is("-") && !Now.Is("+") && !Now.Is("!"))
            return Percent();
        Enter();
        var sign = Take();
        var part = Signed();
        depth--;
        return Low(Unary.Of(sign.Place.To(part.Place), sign.Text[0], part));
    }

    private Node Percent()
    {
        var node = Primary();
        while (Now.Is("%"))
            node = Low(Unary.Of(node.Place.To(Take().Place), '%', node));
        return node;
    }

    private Node Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new Constant(token.Place, token.Number);
            case TokenKind.Text:
                return new Constant(token.Place, token.Text);
            case TokenKind.BracedName:
                return Named(token);
            case TokenKind.Name when Now.Is("("):
                return Called(token);
            case TokenKind.Name:
                return token.Text.ToUpperInvariant() switch
                {
                    "TRUE" => new Constant(token.Place, Coercion.True),
                    "FALSE" => new Constant(token.Place, Coercion.False),
                    _ => Named(token),
                };
            case TokenKind.Sign when token.Text == "(":
                var inner = Expression();
                Close(token);
                return inner;
            default:
                throw FormulaError.Unexpected(token.Place, token.Text);
        }
    }

    private Reference Named(Token token)
    {
        var reference = Reference.To(token.Place, token.Text, names);
        references.Add(reference.Path);
        return reference;
    }

    private Node Called(Token name)
    {
        var function = FormulaFunctions.Find(name.Text)
            ?? throw FormulaError.UnknownFunction(name.Place, name.Text, Nearest.Of(name.Text, FormulaFunctions.All.Select(known => known.Key)));
        var open = Take();
        var arguments = new List<Node>();
        if (!Now.Is(")"))
        {
            arguments.Add(Expression());
            while (Now.Is(","))
            {
                Take();
                arguments.Add(Expression());
            }
        }
        var end = Close(open);
        var call = Call.To(name.Place, name.Place.To(end), function, [.. arguments]);
        isVolatile |= call.IsVolatile;
        isAtSave |= call.IsAtSave;
        return Low(call);
    }

    private Place Close(Token open)
    {
        if (Now.Is(")"))
            return Take().Place;
        throw Now.Kind == TokenKind.End ? FormulaError.OpenBracket(open.Place) : FormulaError.Unexpected(Now.Place, Now.Text);
    }

    private Node Chain(Func<Node> next, string one, string two, Func<char, Node, Node, Node> join)
    {
        var node = next();
        while (Now.Is(one) || Now.Is(two))
            node = Low(join(Take().Text[0], node, next()));
        return node;
    }

    private Token Take() => tokens[Now.Kind == TokenKind.End ? at : at++];

    private void Enter()
    {
        if (++depth > mostDepth)
            throw FormulaError.Budget(Now.Place.Position, Now.Place.Length,
                $"括号嵌套超过 {mostDepth} 层，请拆成几个字段。", $"Brackets are nested deeper than {mostDepth}. Split the formula over several fields.");
    }

    private static Node Low(Node node) => node.Height <= MostHeight ? node : throw FormulaError.Budget(node.Place.Position, node.Place.Length,
        "公式连续的运算太多，请改用 SUM 等函数。", "The formula chains too many signs. Use SUM or another function instead.");
}
