namespace Weir.Engine.Exchange.Imports;

/// <summary>The words by which the lines of a batch say what became of a row.</summary>
internal static class RowOutcome
{
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Unchanged = "unchanged";
    public const string Failed = "failed";

    /// <summary>The row only added line items to the record of a row above.</summary>
    public const string Line = "line";
    public const string Undone = "undone";

    /// <summary>An undo left the record as it is.</summary>
    public const string Left = "left";
}
