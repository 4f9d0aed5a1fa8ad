using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Records;

public sealed class RecordIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void An_id_tells_its_moment_and_node()
    {
        var id = new RecordIds(new HandClock(Noon), 9).Next();

        Assert.Equal(Noon, RecordIds.MomentOf(id));
        Assert.Equal(9, (id >> 8) & 15);
        Assert.InRange(id, RecordIds.FirstAt(Noon), RecordIds.FirstAt(Noon.AddMilliseconds(1)) - 1);
    }

    [Fact]
    public void Ids_stay_exact_in_a_JavaScript_number_until_2093()
    {
        var id = new RecordIds(new HandClock(new DateTimeOffset(2093, 1, 1, 0, 0, 0, TimeSpan.Zero)), 15).Next();

        Assert.InRange(id, 1L << 52, (1L << 53) - 1);
        Assert.Equal(id, (long)(double)id);
    }

    [Fact]
    public void After_the_last_moment_no_id_is_made()
    {
        var ids = new RecordIds(new HandClock(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)), 0);

        Assert.Throws<InvalidOperationException>(() => ids.Next());
    }

    [Fact]
    public void More_than_256_ids_in_one_millisecond_borrow_from_the_next()
    {
        var ids = new RecordIds(new HandClock(Noon), 3);

        var made = Enumerable.Range(0, 1000).Select(_ => ids.Next()).ToList();

        Assert.Equal(1000, made.Distinct().Count());
        Assert.Equal(made.Order(), made);
        Assert.All(made, id => Assert.Equal(3, (id >> 8) & 15));
        Assert.Equal(Noon, RecordIds.MomentOf(made[255]));
        Assert.Equal(Noon.AddMilliseconds(1), RecordIds.MomentOf(made[256]));
        Assert.Equal(Noon.AddMilliseconds(3), RecordIds.MomentOf(made[999]));
    }

    [Fact]
    public void Ids_keep_growing_when_the_clock_steps_back()
    {
        var clock = new HandClock(Noon);
        var ids = new RecordIds(clock, 0);
        var before = ids.Next();

        clock.Now = Noon.AddHours(-2);
        var during = ids.Next();
        clock.Now = Noon.AddSeconds(1);
        var later = ids.Next();

        Assert.True(before < during && during < later);
        Assert.Equal(Noon.AddSeconds(1), RecordIds.MomentOf(later));
    }

    [Fact]
    public void A_new_instance_continues_after_the_largest_stored_id()
    {
        var stored = new RecordIds(new HandClock(Noon), 15).Next();

        var next = new RecordIds(new HandClock(Noon.AddDays(-1)), 15, after: stored).Next();

        Assert.True(next > stored);
    }

    [Fact]
    public void Two_nodes_never_make_the_same_id()
    {
        var clock = new HandClock(Noon);
        var one = new RecordIds(clock, 1);
        var two = new RecordIds(clock, 2);

        var made = Enumerable.Range(0, 600).SelectMany(_ => new[] { one.Next(), two.Next() }).ToList();

        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    public void A_node_number_outside_four_bits_is_refused(int node) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordIds(TimeProvider.System, node));

    [Fact]
    public void Eight_threads_make_distinct_ids_that_grow_in_each_thread()
    {
        const int perThread = 100_000;
        var ids = new RecordIds(TimeProvider.System, 0);
        var made = Enumerable.Range(0, 8).Select(_ => new long[perThread]).ToArray();

        var threads = made.Select(own => new Thread(() =>
        {
            for (var i = 0; i < perThread; i++)
                own[i] = ids.Next();
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Assert.Equal(8 * perThread, made.SelectMany(own => own).ToHashSet().Count);
        Assert.All(made, own => Assert.True(own.Zip(own.Skip(1)).All(pair => pair.First < pair.Second)));
    }
}
