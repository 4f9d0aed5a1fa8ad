using System.Reflection;
using System.Runtime.CompilerServices;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>What a function's method wants at one place, read from the method's own parameter.</summary>
internal sealed class Parameter
{
    private readonly Type clr;
    private readonly bool isNullable;

    public Parameter(ParameterInfo source)
    {
        var type = source.ParameterType;
        IsRest = source.IsDefined(typeof(ParamArrayAttribute)) || source.IsDefined(typeof(ParamCollectionAttribute));
        IsLazy = type == typeof(Argument) || type == typeof(Argument[]);
        IsContext = type == typeof(Evaluation);
        clr = Nullable.GetUnderlyingType(type) ?? type;
        isNullable = clr != type;
        IsOptional = source.HasDefaultValue || IsRest && IsLazy;
        Default = source.HasDefaultValue ? source.DefaultValue : null;
        Type = FunctionShape.TypeOf(clr);
        IsEach = source.IsDefined(typeof(EachAttribute)) || !IsRest && !IsLazy && Type is not (FormulaType.Unknown or FormulaType.List);
    }

    public FormulaType Type { get; }

    public bool IsRest { get; }

    /// <summary>Gets an <see cref="Argument"/>, not its value.</summary>
    public bool IsLazy { get; }

    public bool IsContext { get; }

    /// <summary>May be left out; only a rest of uncalculated arguments may have none, a list takes at least one.</summary>
    public bool IsOptional { get; }

    /// <summary>Takes one value, so a list is taken row by row.</summary>
    public bool IsEach { get; }

    public object? Default { get; }

    private bool IsNumbers => clr == typeof(IReadOnlyList<decimal>);

    /// <summary>Refuses an argument that can never fit.</summary>
    public void Check(Node argument, FormulaFunction function, int number)
    {
        var needs = IsNumbers ? FormulaType.Number : Type;
        var has = argument.Shape.Kind;
        var clash = needs switch
        {
            FormulaType.Number or FormulaType.Bool => has is FormulaType.Text or FormulaType.Date or FormulaType.Moment,
            FormulaType.Date or FormulaType.Moment => has is FormulaType.Number or FormulaType.Bool,
            _ => false,
        };
        if (clash)
            throw FormulaError.Argument(argument.Place, function, number, needs, has);
        if (needs is FormulaType.Date or FormulaType.Moment && argument is Constant { Written: string text } && Dates.Parse(text) is null)
            throw FormulaError.NotADate(argument.Place, text);
    }

    /// <summary>The value as the method takes it; <see cref="Fault"/> where it cannot be.</summary>
    public object? Bind(object? value, Evaluation evaluation)
    {
        if (IsLazy || Type == FormulaType.Unknown)
            return value;
        if (Type == FormulaType.List)
            return BindList([value], evaluation);
        if (value is null && isNullable)
            return null;
        var bound = Coercion.To(Type, value, evaluation);
        return clr == typeof(int) && bound is decimal number
            ? (int)Math.Clamp(decimal.Truncate(number), int.MinValue, int.MaxValue)
            : bound;
    }

    /// <summary>All arguments from here on.</summary>
    public object BindRest(ReadOnlySpan<object?> values, Evaluation evaluation)
    {
        if (!IsLazy)
            return BindList(values.ToArray(), evaluation);
        var lazy = new Argument[values.Length];
        for (var i = 0; i < lazy.Length; i++)
            lazy[i] = (Argument)values[i]!;
        return lazy;
    }

    private object BindList(object?[] values, Evaluation evaluation)
    {
        if (values is [IReadOnlyList<object?> only] && !IsNumbers)
            return only.Contains(Fault.Value) ? Fault.Value : only;
        var flat = Lists.Flatten(values is [null] && !IsRest ? [] : values, evaluation);
        if (flat is null)
            return Fault.Value;
        if (!IsNumbers)
            return flat;
        var numbers = new List<decimal>(flat.Count);
        foreach (var element in flat)
        {
            if (element is null or "")
                continue;
            if (!Coercion.Number(element, out var number))
                return Fault.Value;
            numbers.Add(number);
        }
        return numbers;
    }
}
