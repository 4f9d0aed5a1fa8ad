namespace Weir.Engine.Records;

/// <summary>
/// Makes the ids of records: 53 bits, growing with time, unique without asking the database. It does not know forms; one instance serves a
/// whole process, and two processes on one database need two node numbers.
/// </summary>
/// <remarks>
/// 41 bits of milliseconds since 2024-01-01 UTC (until 2093), 4 bits of node, 8 bits of sequence. 53 bits are exact in JavaScript.
/// More than 256 ids in a millisecond borrow from the next one, and a clock that steps back is waited out the same way, so ids of one
/// instance always grow. Pass the largest stored id as <c>after</c> when the clock may have stepped back while the process was down.
/// </remarks>
public sealed class RecordIds
{
    private const int NodeBits = 4;
    private const int SequenceBits = 8;
    private const int MaxMillisecondBits = 41;

    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider clock;
    private readonly long node;
    private long last;

    /// <param name="clock">Where the milliseconds come from.</param>
    /// <param name="node">0 to 15.</param>
    /// <param name="after">Every id made here is in a later millisecond-and-sequence than this one; 0 when nothing is stored yet.</param>
    public RecordIds(TimeProvider clock, int node, long after = 0)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, 1 << NodeBits);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        this.clock = clock;
        this.node = node;
        last = Tick(after);
    }

    /// <summary>The next id: larger than every id this instance gave before. Safe from any thread.</summary>
    /// <exception cref="InvalidOperationException">The 41 bits of milliseconds are used up (the year is 2093 or the clock is wrong).</exception>
    public long Next()
    {
        // One counter holds milliseconds and sequence side by side, so adding one when the sequence is full carries into the milliseconds.
        long seen, tick;
        do
        {
            seen = Volatile.Read(ref last);
            tick = Math.Max(seen + 1, Milliseconds(clock.GetUtcNow()) << SequenceBits);
        }
        while (Interlocked.CompareExchange(ref last, tick, seen) != seen);

        var milliseconds = tick >> SequenceBits;
        if (milliseconds >= 1L << MaxMillisecondBits)
            throw new InvalidOperationException("The clock is past the last moment that a record id can hold.");
        return (((milliseconds << NodeBits) | node) << SequenceBits) | (tick & ((1 << SequenceBits) - 1));
    }

    /// <summary>The moment an id was made, to the millisecond (a little late for borrowed ids).</summary>
    public static DateTimeOffset MomentOf(long id) => Epoch.AddMilliseconds(id >> (NodeBits + SequenceBits));

    /// <summary>The smallest id of a moment on any node: for "records created since".</summary>
    public static long FirstAt(DateTimeOffset moment) => Milliseconds(moment) << (NodeBits + SequenceBits);

    private static long Milliseconds(DateTimeOffset moment) => Math.Max(0, (long)(moment - Epoch).TotalMilliseconds);

    private static long Tick(long id) =>
        (id >> (NodeBits + SequenceBits) << SequenceBits) | (id & ((1 << SequenceBits) - 1));
}
