using System.Globalization;
using Weir.Engine.Records;

namespace Weir.Engine.Insight.Streams;

/// <summary>Where an entry stands in a stream: one order for what has ids of its own, for records by a field of theirs, and for stays. A token in addresses.</summary>
/// <param name="At">Of what has only an id the moment in which that was made, of what people date to the minute its end.</param>
/// <param name="Id">0 for stays, which have none.</param>
/// <param name="Version">Of the record when it came to the stay; else 0.</param>
public readonly record struct StreamPlace(DateTime At, long Id, long Version) : IComparable<StreamPlace>
{
    public static StreamPlace Of(long id) => new(RecordIds.MomentOf(id).UtcDateTime, id, 0);

    /// <summary>Ids smaller than this one stand behind the place.</summary>
    public long Below()
    {
        var millisecond = new DateTime(At.Ticks - At.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        var (first, next) = (RecordIds.FirstAt(millisecond), RecordIds.FirstAt(millisecond.AddMilliseconds(1)));
        return millisecond == At ? Math.Clamp(Id, first, next) : next;
    }

    public int CompareTo(StreamPlace other) => (At, Id, Version).CompareTo((other.At, other.Id, other.Version));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}.{Id}.{Version}");

    /// <summary>Null when it is no place.</summary>
    public static StreamPlace? Parse(string? text) => text?.Split('.') is [var at, var id, var version]
        && Number(at) is { } ticks and < 3_155_000_000_000_000_000 && Number(id) is { } whose && Number(version) is { } which ? new(new DateTime(ticks, DateTimeKind.Utc), whose, which) : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
