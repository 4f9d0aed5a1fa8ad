using Weir.Web.Ui;
using Xunit;

namespace Weir.Tests.Web.Ui;

/// <summary>The modules of a code carry its text as the standard says; read back here by the same rules, from the picture alone.</summary>
public sealed class QrCodeTests
{
    [Theory]
    [InlineData("a", 21)]
    [InlineData("http://localhost:5301/f/hP-ECzXB14u6Y8APRrYg8XYV", 33)]
    [InlineData("https://crm.example.com/f/hP-ECzXB14u6Y8APRrYg8XYV?lang=zh-CN&from=poster-of-the-fair-in-shanghai-2026-hall-5", 45)]
    public void What_is_written_can_be_read(string text, int size)
    {
        var code = QrCode.Of(text);
        Assert.Equal(size, code.Size);
        Assert.Equal(text, Read(code));
    }

    /// <summary>The worked example of the standard's readers: HELLO WORLD in version 1 with medium correction.</summary>
    [Fact]
    public void The_correction_is_that_of_the_standard() => Assert.Equal(
        [196, 35, 39, 119, 235, 215, 231, 226, 93, 23], QrCode.Remainder([32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17], QrCode.Divisor(10)));

    [Fact]
    public void A_text_that_is_too_long_is_refused() => Assert.Throws<ArgumentException>(() => QrCode.Of(new string('x', 181)));

    private static string Read(QrCode code)
    {
        var (size, version) = (code.Size, (code.Size - 17) / 4);
        var format = Enumerable.Range(0, 15).Sum(i => (code[i < 6 ? 8 : i < 8 ? 8 : i == 8 ? 7 : 14 - i, i < 6 ? i : i == 6 ? 7 : 8] ? 1 : 0) << i) ^ 0x5412;
        Assert.Equal(0, format >> 13);
        var mask = format >> 10 & 7;
        var bits = new List<bool>();
        for (var right = size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            for (var step = 0; step < size; step++)
                for (var j = 0; j < 2; j++)
                {
                    var (x, y) = (right - j, (right + 1 & 2) == 0 ? size - 1 - step : step);
                    if (!Pattern(x, y, size, version)) bits.Add(code[x, y] ^ Masked(mask, x, y));
                }
        }
        var all = bits.Chunk(8).Where(c => c.Length == 8).Select(c => c.Aggregate(0, (sum, bit) => sum << 1 | (bit ? 1 : 0))).ToArray();
        var (blocks, data) = version switch { 1 => (1, 16), 4 => (2, 64), 7 => (4, 124), _ => throw new InvalidOperationException($"Version {version} is not among the samples.") };
        // The shorter blocks come first; a byte of each in turn.
        var lengths = Enumerable.Range(0, blocks).Select(i => data / blocks + (i >= blocks - data % blocks ? 1 : 0)).ToArray();
        var read = lengths.Select(_ => new List<int>()).ToArray();
        var at = 0;
        for (var i = 0; i < lengths.Max(); i++)
            for (var b = 0; b < blocks; b++)
                if (i < lengths[b]) read[b].Add(all[at++]);
        var stream = read.SelectMany(r => r).SelectMany(b => Enumerable.Range(0, 8).Select(i => b >> 7 - i & 1)).ToArray();
        Assert.Equal([0, 1, 0, 0], stream[..4]);
        var length = stream[4..12].Aggregate(0, (sum, bit) => sum << 1 | bit);
        return System.Text.Encoding.UTF8.GetString([.. stream[12..(12 + 8 * length)].Chunk(8).Select(c => (byte)c.Aggregate(0, (sum, bit) => sum << 1 | bit))]);
    }

    private static bool Pattern(int x, int y, int size, int version)
    {
        if (x == 6 || y == 6 || x < 9 && y < 9 || x >= size - 8 && y < 9 || x < 9 && y >= size - 8) return true;
        if (version >= 7 && (x >= size - 11 && y < 6 || y >= size - 11 && x < 6)) return true;
        int[] places = version switch { 1 => [], 4 => [6, 26], _ => [6, 22, 38] };
        return places.Any(a => places.Any(b => Math.Abs(x - a) <= 2 && Math.Abs(y - b) <= 2 && !(a == 6 && (b == 6 || b == size - 7) || a == size - 7 && b == 6)));
    }

    private static bool Masked(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0, 1 => y % 2 == 0, 2 => x % 3 == 0, 3 => (x + y) % 3 == 0, 4 => (x / 3 + y / 2) % 2 == 0,
        5 => x * y % 2 + x * y % 3 == 0, 6 => (x * y % 2 + x * y % 3) % 2 == 0, _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
    };
}
