namespace Weir.Engine.Formulas.Functions;

/// <summary>Marks a static class whose methods are formula functions, with the heading they stand under in the help.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FamilyAttribute(string zh, string en) : Attribute
{
    public string Zh => zh;

    public string En => en;
}
