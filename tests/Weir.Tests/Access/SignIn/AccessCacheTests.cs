using Weir.Engine.Access.SignIn;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>What is remembered of tokens, and what is not.</summary>
public class AccessCacheTests
{
    private readonly HandClock clock = new();

    [Fact]
    public void What_ended_while_the_database_was_asked_is_not_remembered_as_living()
    {
        var cache = new AccessCache<string>(clock);
        var asOf = cache.Generation;
        cache.Drop(7);
        cache.Keep("hash", "session", 7, asOf);
        Assert.Null(cache.Find("hash"));
    }

    [Fact]
    public void Dropping_one_member_leaves_the_others_and_dropping_nobody_in_particular_leaves_none()
    {
        var cache = new AccessCache<string>(clock);
        cache.Keep("one", "a", 1, cache.Generation);
        cache.Keep("two", "b", 2, cache.Generation);
        cache.Drop(1);
        Assert.Equal((null, "b"), (cache.Find("one"), cache.Find("two")));
        cache.Drop(0);
        Assert.Null(cache.Find("two"));
    }

    [Fact]
    public void After_five_seconds_the_database_is_asked_again()
    {
        var cache = new AccessCache<string>(clock);
        cache.Keep("one", "a", 1, cache.Generation);
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal("a", cache.Find("one"));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(cache.Find("one"));
    }

    [Fact]
    public void A_bucket_fills_again_with_time_and_with_what_turned_out_right()
    {
        var throttle = new Throttle(clock, 3, TimeSpan.FromSeconds(10));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => throttle.Take("here")));
        Assert.True(throttle.Take("there"));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => throttle.Take("here")));
        throttle.Return("here");
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => throttle.Take("here")));
    }
}
