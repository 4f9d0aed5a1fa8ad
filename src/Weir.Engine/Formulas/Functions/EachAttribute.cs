namespace Weir.Engine.Formulas.Functions;

/// <summary>The parameter takes one value of any kind: a list makes the function run row by row.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class EachAttribute : Attribute;
