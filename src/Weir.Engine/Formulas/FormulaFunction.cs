using System.Linq.Expressions;
using System.Reflection;
using Weir.Engine.Formulas.Functions;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas;

/// <summary>One entry of the function catalogue: its help in both languages and the method behind it.</summary>
public sealed class FormulaFunction
{
    private const int MostArguments = 255;
    private readonly FamilyAttribute family;
    private readonly FunctionAttribute words;
    private readonly Parameter[] parameters;
    private readonly int context;
    private readonly Lazy<Func<object?[], object?>> method;

    internal FormulaFunction(FamilyAttribute family, FunctionAttribute words, MethodInfo source)
    {
        this.family = family;
        this.words = words;
        var all = Array.ConvertAll(source.GetParameters(), parameter => new Parameter(parameter));
        context = Array.FindIndex(all, parameter => parameter.IsContext);
        parameters = [.. all.Where(parameter => !parameter.IsContext)];
        ReturnType = source.ReturnType;
        method = new(() => Compile(source));
        MinArguments = parameters.Count(parameter => !parameter.IsOptional);
        MaxArguments = parameters.Any(parameter => parameter.IsRest) ? MostArguments : parameters.Length;
    }

    public string Key => words.Key;

    public int MinArguments { get; }

    public int MaxArguments { get; }

    /// <summary>Yields another value although no field changed (TODAY, RAND): formulas with it age.</summary>
    public bool IsVolatile => words.Volatile;

    /// <summary>Belongs to the save, not to the moment (GETUSERNAME, UUID, RAND).</summary>
    public bool IsAtSave => words.AtSave;

    /// <summary>What it yields as a rule; Unknown where that follows from the arguments.</summary>
    public FormulaType ResultType => FunctionShape.TypeOf(Nullable.GetUnderlyingType(ReturnType) ?? ReturnType);

    internal Type ReturnType { get; }

    internal bool SameRows => words.SameRows;

    internal ResultLike Like => words.Result;

    public string Family(bool chinese) => chinese ? family.Zh : family.En;

    /// <summary>How it is written, optional arguments in square brackets.</summary>
    public string Usage(bool chinese) => chinese ? words.ZhUse : words.EnUse;

    public string Help(bool chinese) => chinese ? words.Zh : words.En;

    public string Example(bool chinese) => chinese ? words.ZhExample : words.EnExample;

    internal Parameter ParameterAt(int argument) => parameters[Math.Min(argument, parameters.Length - 1)];

    /// <summary>Runs the method; arguments are values, or an <see cref="Argument"/> where the parameter is lazy.</summary>
    internal object? Apply(object?[] arguments, Evaluation evaluation)
    {
        var bound = new object?[parameters.Length + (context < 0 ? 0 : 1)];
        if (context >= 0)
            bound[context] = evaluation;
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            var value = parameter.IsRest ? parameter.BindRest(arguments.AsSpan(Math.Min(i, arguments.Length)), evaluation)
                : i < arguments.Length ? parameter.Bind(arguments[i], evaluation)
                : parameter.Default;
            if (value is Fault)
                return value;
            bound[context >= 0 && i >= context ? i + 1 : i] = value;
        }
        try
        {
            var result = method.Value(bound);
            if (result is string text)
                evaluation.Room(text.Length);
            return result ?? (ReturnType == typeof(object) ? null : Fault.Value);
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return Fault.Value;
        }
    }

    /// <summary>A delegate, because reflection would be slower and wrap what the method throws.</summary>
    private static Func<object?[], object?> Compile(MethodInfo source)
    {
        var values = Expression.Parameter(typeof(object?[]));
        var arguments = source.GetParameters()
            .Select((parameter, i) => Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(i)), parameter.ParameterType));
        var call = Expression.Call(source, arguments);
        return Expression.Lambda<Func<object?[], object?>>(Expression.Convert(call, typeof(object)), values).Compile();
    }
}
