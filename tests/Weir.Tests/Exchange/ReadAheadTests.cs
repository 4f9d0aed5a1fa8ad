using Weir.Engine.Exchange.Imports;
using Xunit;

namespace Weir.Tests.Exchange;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1234)]
    public void Every_item_arrives_once_and_in_order(int count) => Assert.Equal(Enumerable.Range(0, count), new ReadAhead<int>(Enumerable.Range(0, count), 200).Items());

    [Fact]
    public void A_failure_comes_behind_the_items_before_it_and_never_looks_like_the_end()
    {
        for (var round = 0; round < 200; round++)
        {
            var taken = 0;
            Assert.Throws<InvalidDataException>(() =>
            {
                foreach (var _ in new ReadAhead<int>(Broken(150), 1000).Items()) taken++;
            });
            Assert.InRange(taken, 100, 150);
        }
    }

    [Fact]
    public void Who_stops_taking_stops_the_reading_and_reads_only_a_little_ahead()
    {
        var read = 0;
        var closed = false;
        foreach (var item in new ReadAhead<int>(Endless(), 300).Items())
            if (item == 10) break;
        Assert.True(closed);
        Assert.InRange(read, 10, 700);

        IEnumerable<int> Endless()
        {
            try
            {
                while (true) yield return read++;
            }
            finally
            {
                closed = true;
            }
        }
    }

    private static IEnumerable<int> Broken(int after)
    {
        for (var i = 0; i < after; i++) yield return i;
        throw new InvalidDataException();
    }
}
