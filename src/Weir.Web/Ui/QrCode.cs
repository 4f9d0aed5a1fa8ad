using System.Globalization;
using System.Text;

namespace Weir.Web.Ui;

/// <summary>A QR code of a short text such as an address: bytes, medium correction, versions 1 to 9. Draws; reads nothing.</summary>
public sealed partial class QrCode
{
    private const int Border = 4;

    private readonly bool[,] dark;
    private readonly bool[,] fixedModules;
    private readonly int version;

    private QrCode(int version)
    {
        this.version = version;
        Size = version * 4 + 17;
        dark = new bool[Size, Size];
        fixedModules = new bool[Size, Size];
    }

    /// <summary>Modules on each side, without the border.</summary>
    public int Size { get; }

    public bool this[int x, int y] => dark[x, y];

    /// <exception cref="ArgumentException">The text is longer than 180 bytes.</exception>
    public static QrCode Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = Enumerable.Range(1, Versions.Length).FirstOrDefault(v => 12 + bytes.Length * 8 <= DataBytes(v) * 8);
        if (version == 0) throw new ArgumentException("The text is too long for a code.", nameof(text));
        var code = new QrCode(version);
        code.DrawPatterns();
        code.DrawBits(Interleave(version, Data(version, bytes)));
        code.ChooseMask();
        return code;
    }

    /// <summary>As a picture that prints well at any size.</summary>
    public string Svg()
    {
        var all = Size + 2 * Border;
        var path = new StringBuilder();
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
                if (dark[x, y]) path.Append(CultureInfo.InvariantCulture, $"M{x + Border} {y + Border}h1v1h-1z");
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {all} {all}\" width=\"{all * 8}\" height=\"{all * 8}\" shape-rendering=\"crispEdges\"><rect width=\"{all}\" height=\"{all}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>");
    }

    private void DrawPatterns()
    {
        for (var i = 0; i < Size; i++)
        {
            Fix(6, i, i % 2 == 0);
            Fix(i, 6, i % 2 == 0);
        }
        foreach (var (x, y) in new[] { (3, 3), (Size - 4, 3), (3, Size - 4) })
            for (var dy = -4; dy <= 4; dy++)
                for (var dx = -4; dx <= 4; dx++)
                    if (x + dx >= 0 && x + dx < Size && y + dy >= 0 && y + dy < Size) Fix(x + dx, y + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) is not (2 or 4));
        var places = Alignments();
        foreach (var x in places)
            foreach (var y in places)
                if (!(x == 6 && (y == 6 || y == Size - 7) || x == Size - 7 && y == 6))
                    for (var dy = -2; dy <= 2; dy++)
                        for (var dx = -2; dx <= 2; dx++) Fix(x + dx, y + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) != 1);
        DrawFormat(0);
        if (version < 7) return;
        var rest = version;
        for (var i = 0; i < 12; i++) rest = rest << 1 ^ (rest >> 11) * 0x1F25;
        var bits = version << 12 | rest;
        for (var i = 0; i < 18; i++)
        {
            Fix(Size - 11 + i % 3, i / 3, Bit(bits, i));
            Fix(i / 3, Size - 11 + i % 3, Bit(bits, i));
        }
    }

    private int[] Alignments()
    {
        if (version == 1) return [];
        var count = version / 7 + 2;
        var step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2;
        return [6, .. Enumerable.Range(0, count - 1).Select(i => Size - 7 - i * step).Reverse()];
    }

    /// <summary>Which mask, and that the correction is the medium one, whose number is 0; written twice.</summary>
    private void DrawFormat(int mask)
    {
        var rest = mask;
        for (var i = 0; i < 10; i++) rest = rest << 1 ^ (rest >> 9) * 0x537;
        var bits = (mask << 10 | rest) ^ 0x5412;
        for (var i = 0; i <= 5; i++) Fix(8, i, Bit(bits, i));
        Fix(8, 7, Bit(bits, 6));
        Fix(8, 8, Bit(bits, 7));
        Fix(7, 8, Bit(bits, 8));
        for (var i = 9; i < 15; i++) Fix(14 - i, 8, Bit(bits, i));
        for (var i = 0; i < 8; i++) Fix(Size - 1 - i, 8, Bit(bits, i));
        for (var i = 8; i < 15; i++) Fix(8, Size - 15 + i, Bit(bits, i));
        Fix(8, Size - 8, true);
    }

    /// <summary>Two columns at a time, from the right, up and down in turn.</summary>
    private void DrawBits(byte[] codewords)
    {
        var i = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            for (var step = 0; step < Size; step++)
                for (var j = 0; j < 2; j++)
                {
                    var (x, y) = (right - j, (right + 1 & 2) == 0 ? Size - 1 - step : step);
                    if (fixedModules[x, y] || i >= codewords.Length * 8) continue;
                    dark[x, y] = Bit(codewords[i >> 3], 7 - (i & 7));
                    i++;
                }
        }
    }

    private void ChooseMask()
    {
        var best = Enumerable.Range(0, 8).MinBy(mask =>
        {
            Mask(mask);
            DrawFormat(mask);
            var penalty = Penalty();
            Mask(mask);
            return penalty;
        });
        Mask(best);
        DrawFormat(best);
    }

    private void Mask(int mask)
    {
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
                dark[x, y] ^= !fixedModules[x, y] && mask switch
                {
                    0 => (x + y) % 2 == 0,
                    1 => y % 2 == 0,
                    2 => x % 3 == 0,
                    3 => (x + y) % 3 == 0,
                    4 => (x / 3 + y / 2) % 2 == 0,
                    5 => x * y % 2 + x * y % 3 == 0,
                    6 => (x * y % 2 + x * y % 3) % 2 == 0,
                    _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
                };
    }

    /// <summary>How hard it is to read: long runs, blocks of one colour, and one colour prevailing.</summary>
    private int Penalty()
    {
        var (sum, count) = (0, 0);
        for (var a = 0; a < Size; a++)
        {
            var (runX, runY) = (1, 1);
            for (var b = 0; b < Size; b++)
            {
                if (dark[a, b]) count++;
                if (b == 0) continue;
                runX = dark[b, a] == dark[b - 1, a] ? runX + 1 : 1;
                runY = dark[a, b] == dark[a, b - 1] ? runY + 1 : 1;
                sum += (runX == 5 ? 3 : runX > 5 ? 1 : 0) + (runY == 5 ? 3 : runY > 5 ? 1 : 0);
                if (a > 0 && dark[a, b] == dark[a - 1, b] && dark[a, b] == dark[a, b - 1] && dark[a, b] == dark[a - 1, b - 1]) sum += 3;
            }
        }
        return sum + Math.Abs(count * 20 - Size * Size * 10) / (Size * Size) * 10;
    }

    private void Fix(int x, int y, bool value) => (dark[x, y], fixedModules[x, y]) = (value, true);

    private static bool Bit(int bits, int at) => (bits >> at & 1) != 0;
}
