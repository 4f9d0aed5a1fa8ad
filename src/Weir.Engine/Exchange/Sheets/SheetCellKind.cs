namespace Weir.Engine.Exchange.Sheets;

/// <summary>What a cell holds; how it is shown is not part of it.</summary>
public enum SheetCellKind : byte
{
    Empty,
    Text,
    Number,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A day with a time; a time alone lies on 0001-01-01.</summary>
    Moment,
    Bool,

    /// <summary>A formula that failed; the text is Excel's word for it, such as <c>#N/A</c>.</summary>
    Error,
}
