using Weir.Engine.Formulas.Functions;
using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Formulas.Tree;

/// <summary>A function with its arguments; a list where the function takes one value makes it run row by row.</summary>
internal sealed class Call : Node
{
    private readonly FormulaFunction function;
    private readonly Node[] arguments;

    /// <summary>Arguments that stand in the formula itself: the same in every run.</summary>
    private readonly Argument?[] written;

    private Call(Place place, FormulaFunction function, Node[] arguments, Shape shape) : base(place, shape, arguments)
    {
        this.function = function;
        this.arguments = arguments;
        written = Array.ConvertAll(arguments, argument => argument is Constant constant ? new Argument(constant.Written) : null);
    }

    public bool IsVolatile => function.IsVolatile;

    public bool IsAtSave => function.IsAtSave;

    public static Call To(Place name, Place place, FormulaFunction function, Node[] arguments)
    {
        if (arguments.Length < function.MinArguments || arguments.Length > function.MaxArguments)
            throw FormulaError.Arguments(name, function, arguments.Length);
        for (var i = 0; i < arguments.Length; i++)
            function.ParameterAt(i).Check(arguments[i], function, i + 1);
        return new(place, function, arguments, FunctionShape.Of(function, arguments, place));
    }

    public override object? Value(Evaluation evaluation)
    {
        evaluation.Step();
        var values = new object?[arguments.Length];
        var rows = -1;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = function.ParameterAt(i);
            if (parameter.IsLazy)
            {
                values[i] = written[i] ?? new Argument(arguments[i], evaluation);
                continue;
            }
            var value = values[i] = arguments[i].Value(evaluation);
            if (value is Fault)
                return value;
            if (parameter.IsEach && value is IReadOnlyList<object?> list)
                rows = rows < 0 || rows == list.Count ? list.Count : int.MaxValue;
        }
        return rows < 0 ? function.Apply(values, evaluation) : ByRow(values, rows, evaluation);
    }

    private object? ByRow(object?[] values, int rows, Evaluation evaluation)
    {
        var lists = new IReadOnlyList<object?>?[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (value is Argument lazy)
                values[i] = new Argument(value = lazy.Value());
            else if (!function.ParameterAt(i).IsEach)
                continue;
            lists[i] = value as IReadOnlyList<object?>;
        }
        if (lists.Any(list => list is not null && list.Count != rows))
            return Fault.Value;
        evaluation.Step(rows);
        var result = new object?[rows];
        for (var row = 0; row < rows; row++)
            result[row] = Row(values, lists, row, evaluation);
        return result;
    }

    private object? Row(object?[] values, IReadOnlyList<object?>?[] lists, int row, Evaluation evaluation)
    {
        var own = new object?[values.Length];
        for (var i = 0; i < own.Length; i++)
        {
            var value = lists[i] is { } list ? list[row] : values[i];
            if (!function.ParameterAt(i).IsLazy && value is Fault)
                return value;
            own[i] = lists[i] is not null && function.ParameterAt(i).IsLazy ? new Argument(value) : value;
        }
        return function.Apply(own, evaluation);
    }
}
