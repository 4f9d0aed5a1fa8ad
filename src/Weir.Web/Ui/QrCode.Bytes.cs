namespace Weir.Web.Ui;

public sealed partial class QrCode
{
    /// <summary>Correction bytes of each block, and blocks, of the versions from 1 on, for the medium correction.</summary>
    private static readonly (int Correction, int Blocks)[] Versions = [(10, 1), (16, 1), (26, 1), (18, 2), (24, 2), (16, 4), (18, 4), (22, 4), (22, 5)];

    private static int AllBytes(int version)
    {
        var modules = (16 * version + 128) * version + 64;
        if (version >= 2)
        {
            var count = version / 7 + 2;
            modules -= (25 * count - 10) * count - 55;
            if (version >= 7) modules -= 36;
        }
        return modules / 8;
    }

    private static int DataBytes(int version) => AllBytes(version) - Versions[version - 1].Correction * Versions[version - 1].Blocks;

    /// <summary>The mode for bytes, their number, the bytes, and what fills up the rest.</summary>
    private static byte[] Data(int version, byte[] text)
    {
        var bits = new List<bool>();
        Append(0b0100, 4);
        Append(text.Length, 8);
        foreach (var b in text) Append(b, 8);
        var room = DataBytes(version) * 8;
        Append(0, Math.Min(4, room - bits.Count));
        Append(0, (8 - bits.Count % 8) % 8);
        for (var fill = 0xEC; bits.Count < room; fill ^= 0xEC ^ 0x11) Append(fill, 8);
        return [.. bits.Chunk(8).Select(c => (byte)c.Aggregate(0, (sum, bit) => sum << 1 | (bit ? 1 : 0)))];

        void Append(int value, int length)
        {
            for (var i = length - 1; i >= 0; i--) bits.Add(Bit(value, i));
        }
    }

    /// <summary>The blocks with their correction, one byte of each in turn.</summary>
    private static byte[] Interleave(int version, byte[] data)
    {
        var ((correction, count), all) = (Versions[version - 1], AllBytes(version));
        var (shortOnes, length) = (count - all % count, all / count - correction);
        var divisor = Divisor(correction);
        var blocks = new List<(byte[] Data, byte[] Check)>();
        for (int i = 0, at = 0; i < count; i++)
        {
            var block = data.AsSpan(at, length + (i < shortOnes ? 0 : 1)).ToArray();
            at += block.Length;
            blocks.Add((block, Remainder(block, divisor)));
        }
        return
        [
            .. Enumerable.Range(0, length + 1).SelectMany(i => blocks.Where(b => i < b.Data.Length).Select(b => b.Data[i])),
            .. Enumerable.Range(0, correction).SelectMany(i => blocks.Select(b => b.Check[i])),
        ];
    }

    internal static byte[] Divisor(int degree)
    {
        var result = new byte[degree];
        result[^1] = 1;
        for (int i = 0, root = 1; i < degree; i++, root = Times(root, 2))
            for (var j = 0; j < degree; j++)
            {
                result[j] = (byte)Times(result[j], root);
                if (j + 1 < degree) result[j] ^= result[j + 1];
            }
        return result;
    }

    internal static byte[] Remainder(byte[] data, byte[] divisor)
    {
        var result = new byte[divisor.Length];
        foreach (var b in data)
        {
            var factor = b ^ result[0];
            Array.Copy(result, 1, result, 0, result.Length - 1);
            result[^1] = 0;
            for (var i = 0; i < result.Length; i++) result[i] ^= (byte)Times(divisor[i], factor);
        }
        return result;
    }

    /// <summary>In the field of 256 elements, by the polynomial 0x11D.</summary>
    private static int Times(int x, int y)
    {
        var product = 0;
        for (var i = 7; i >= 0; i--)
        {
            product = product << 1 ^ (product >> 7) * 0x11D;
            product ^= (y >> i & 1) * x;
        }
        return product;
    }
}
