namespace Weir.Engine.Formulas;

/// <summary>Why a formula was refused or stopped, with the place in its text; an empty result is not an error.</summary>
public sealed partial class FormulaError : Exception
{
    private readonly string chinese;
    private readonly string english;

    private FormulaError(string code, int position, int length, string chinese, string english) : base(english)
    {
        Code = code;
        Position = position;
        Length = length;
        this.chinese = chinese;
        this.english = english;
    }

    /// <summary>Stable, for programs: <c>formula.unknown_name</c>.</summary>
    public string Code { get; }

    /// <summary>Where in the text the trouble starts, from 0.</summary>
    public int Position { get; }

    /// <summary>How many characters of the text it covers.</summary>
    public int Length { get; }

    /// <summary>What is wrong and what to do, for the person who wrote the formula.</summary>
    public new string Message(bool chinese) => chinese ? this.chinese : english;
}
