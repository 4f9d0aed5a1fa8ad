using Weir.Engine.Forms;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>What a plot shows: a point for each key, in it a value for each series.</summary>
public sealed record PlotData(IReadOnlyList<PlotSeries> Series, IReadOnlyList<PlotPoint> Points, DateBucket Bucket, string Format) : WidgetData
{
    public bool Empty => Points.All(p => p.Values.All(v => v is null or 0m));
}

/// <summary>One row of values through a plot: drawn as bar, line or area; stacked ones stand on each other.</summary>
/// <param name="Of">The field whose value it is named by, when a plot was split by it.</param>
public sealed record PlotSeries(Words? Label, string Draw, bool Stacked = false, string? Tone = null, Field? Of = null, object? Key = null);

/// <param name="Key">As read from the field, or the first day of a bucket.</param>
public sealed record PlotPoint(Field By, object? Key, IReadOnlyList<decimal?> Values, IReadOnlyList<WidgetData.Behind?> Leads);

/// <summary>Shares of a whole, the largest first; what is too small for a slice of its own is put together.</summary>
public sealed record PieData(Field By, IReadOnlyList<WidgetData.Bar> Slices, int OtherCount, decimal Other, string Format) : WidgetData
{
    public decimal Total => Slices.Sum(s => s.Value) + Other;
}

/// <summary>A figure on a scale, and where on it the goal stands.</summary>
/// <param name="Second">Said small below it.</param>
public sealed record GaugeData(decimal? Value, decimal? Goal, decimal Most, string Format, bool LessIsBetter, WidgetData.Behind? Leads, (Words Label, decimal? Value)? Second = null) : WidgetData
{
    /// <summary>Whether it is as it should be; null without value or goal.</summary>
    public bool? Good => Value is { } value && Goal is { } goal ? LessIsBetter ? value <= goal : value >= goal : null;
}
