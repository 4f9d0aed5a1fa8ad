using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>A column of a board: one option of a field, how many records have it, what they add up to, and the cards drawn so far.</summary>
/// <param name="Key">The option; empty for the records without one.</param>
public sealed record Lane(string Key, string Label, string Colour)
{
    public long Count { get; init; }

    /// <summary>The totals of <see cref="Listing.LaneSums"/>.</summary>
    public IReadOnlyList<object?> Sums { get; init; } = [];

    public IReadOnlyList<ListRow> Rows { get; init; } = [];

    /// <summary>Cursor of the next cards; null when all are there.</summary>
    public string? Next { get; init; }

    /// <summary>Only drawn while records are in it.</summary>
    public bool Retired { get; init; }

    /// <summary>For ids in a page.</summary>
    public string Id => Key.Length == 0 ? "lane--empty" : "lane-" + Key;
}
