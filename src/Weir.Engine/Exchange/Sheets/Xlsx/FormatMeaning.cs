namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>What a number stands for by its format; nothing about how it looks.</summary>
internal enum FormatMeaning
{
    Number,
    Date,
    Moment,

    /// <summary>A time of day without a day.</summary>
    Time,

    /// <summary>A duration such as 27:30:00, which stays a number of days.</summary>
    Elapsed,
}
