using Weir.Engine.Formulas.Syntax;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Works out the type of a function's result before it runs.</summary>
internal static class FunctionShape
{
    public static FormulaType TypeOf(Type clr) =>
        clr == typeof(string) ? FormulaType.Text
        : clr == typeof(decimal) || clr == typeof(int) ? FormulaType.Number
        : clr == typeof(bool) ? FormulaType.Bool
        : clr == typeof(DateOnly) ? FormulaType.Date
        : clr == typeof(DateTime) ? FormulaType.Moment
        : clr == typeof(IReadOnlyList<object?>) || clr == typeof(IReadOnlyList<decimal>) || clr == typeof(IReadOnlyList<string>)
            ? FormulaType.List
        : FormulaType.Unknown;

    public static Shape Of(FormulaFunction function, Node[] arguments, Place place)
    {
        var rows = arguments.Where((argument, i) => function.ParameterAt(i).IsEach && argument.Shape.IsList).ToArray();
        if (rows.Length > 0)
        {
            var lazy = arguments.Where((_, i) => function.ParameterAt(i).IsLazy);
            return Shape.Each(Result(function, arguments, one => one.Shape.Kind), place, [.. rows, .. lazy]);
        }
        if (function.SameRows)
            Shape.Each(FormulaType.Unknown, place, arguments);
        if (function.ReturnType == typeof(IReadOnlyList<string>))
            return new(FormulaType.List, FormulaType.Text);
        if (function.ReturnType == typeof(IReadOnlyList<object?>))
            return new(FormulaType.List, Common(Branches(function, arguments), one => one.Shape.Kind));
        var type = Result(function, arguments, one => one.Shape.Type);
        return type == FormulaType.List
            ? new(type, Result(function, arguments, one => one.Shape.Kind))
            : new(type);
    }

    private static FormulaType Result(FormulaFunction function, Node[] arguments, Func<Node, FormulaType> read) => function.Like switch
    {
        ResultLike.First => read(arguments[0]),
        ResultLike.Branches when arguments.Length > 0 && function.ParameterAt(0).Type == FormulaType.List =>
            Common(Branches(function, arguments), one => one.Shape.Kind),
        ResultLike.Branches => Common(Branches(function, arguments), read),
        ResultLike.Pairs => Common(arguments.Where((_, i) => i % 2 == 1), read),
        ResultLike.Cases => Common(arguments.Where((_, i) => i > 0 && (i % 2 == 0 || i == arguments.Length - 1)), read),
        _ => TypeOf(Nullable.GetUnderlyingType(function.ReturnType) ?? function.ReturnType),
    };

    private static IEnumerable<Node> Branches(FormulaFunction function, Node[] arguments) =>
        arguments.Where((_, i) => function.ParameterAt(i) is { IsLazy: true } or { Type: FormulaType.List });

    /// <summary>An empty text stands for "nothing" beside any type.</summary>
    private static FormulaType Common(IEnumerable<Node> nodes, Func<Node, FormulaType> read)
    {
        var all = nodes.ToArray();
        var telling = all.Where(node => node is not Constant { IsEmptyText: true }).ToArray();
        return (telling.Length > 0 ? telling : all).Select(read).DefaultIfEmpty(FormulaType.Unknown).Aggregate(Shape.Common);
    }
}
