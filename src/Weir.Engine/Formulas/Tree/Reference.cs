using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Formulas.Tree;

/// <summary>A field that the formula names; asks the scope each time.</summary>
internal sealed class Reference(Place place, string path, Shape shape) : Node(place, shape)
{
    public string Path => path;

    public static Reference To(Place place, string name, FormulaNames names)
    {
        var found = name;
        var type = name.Length == 0 ? null : names.Find(name);
        if (type is null && name.Length > 0 && name != name.ToLowerInvariant())
        {
            found = name.ToLowerInvariant();
            type = names.Find(found);
        }
        if (type is not { } known)
            throw FormulaError.UnknownName(place, name, Suggestion(name, names));
        var key = names.Key(found);
        if (known != FormulaType.List)
            return new(place, key, new(known));
        var dot = key.LastIndexOf('.');
        return new(place, key, new(known, names.ElementType(found), dot < 0 ? key : key[..dot]));
    }

    public override object? Value(Evaluation evaluation)
    {
        evaluation.Step();
        return Coercion.Plain(evaluation.Scope.Value(path));
    }

    private static string? Suggestion(string name, FormulaNames names) =>
        FormulaFunctions.Find(name) is { } function ? function.Key + "()" : Nearest.Of(name, names.Known);
}
