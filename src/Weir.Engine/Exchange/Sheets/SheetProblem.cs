namespace Weir.Engine.Exchange.Sheets;

/// <summary>The refusal of a tabular file, told in both languages; not a fault of the program.</summary>
public sealed partial class SheetProblem : Exception
{
    private readonly string english;
    private readonly string chinese;

    private SheetProblem(string code, string english, string chinese, Exception? cause = null)
        : base(code + ": " + english, cause)
    {
        Code = code;
        this.english = english;
        this.chinese = chinese;
    }

    /// <summary>Stable, for programs: <c>sheet.zip_bomb</c>, <c>sheet.encrypted</c> and so on.</summary>
    public string Code { get; }

    /// <summary>What is wrong and what to do about it, for the person who brought the file.</summary>
    public new string Message(bool chinese) => chinese ? this.chinese : english;
}
