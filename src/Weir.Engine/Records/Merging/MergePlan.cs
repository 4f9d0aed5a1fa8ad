using Weir.Engine.Forms;

namespace Weir.Engine.Records.Merging;

/// <summary>What somebody decided: which of the records stays, and for each field from which of them its value comes.</summary>
/// <param name="Survivor">The one that stays.</param>
/// <param name="Records">All of them, each with the version that was looked at; null does not ask.</param>
/// <param name="From">By key of a field the id of the record whose value is kept; a field that is not named is decided as <see cref="MergeChoice"/> would.</param>
public sealed record MergePlan(Form Form, long Survivor, IReadOnlyList<(long Id, long? Seen)> Records, IReadOnlyDictionary<string, long> From)
{
    public const int Most = 3;

    public IEnumerable<long> Losers => Records.Select(r => r.Id).Where(id => id != Survivor);
}

/// <summary>Records side by side before they are merged, as their reader may see them.</summary>
/// <param name="Records">The one that had better stay first.</param>
/// <param name="Fields">What is chosen: the fields in which they differ, each with the record whose value had better be kept.</param>
/// <param name="United">Line items, files and collaborators that are put together.</param>
public sealed record MergeOffer(Form Form, IReadOnlyList<Record> Records, IReadOnlyList<(Field Field, long From)> Fields, IReadOnlyList<Field> Same, IReadOnlyList<Field> United)
{
    /// <summary>By record how many other records, comments and files go along.</summary>
    public IReadOnlyDictionary<long, int> Along { get; init; } = new Dictionary<long, int>();
}

/// <summary>What a merge did.</summary>
/// <param name="Id">By which it can be undone.</param>
/// <param name="Moved">So many records that named a loser name the survivor now.</param>
public sealed record Merged(long Id, Record Survivor, IReadOnlyList<long> Losers, int Moved);

/// <summary>What undoing a merge did.</summary>
/// <param name="Restored">The records that are back.</param>
/// <param name="Kept">So many values and links were changed since and stayed as they are.</param>
public sealed record Unmerged(Record Survivor, IReadOnlyList<long> Restored, int Kept);
