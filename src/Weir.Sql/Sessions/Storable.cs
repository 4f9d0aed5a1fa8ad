using System.Globalization;

namespace Weir.Sql.Sessions;

/// <summary>What a value must be so that both databases store and return the same; the only place where a value is rounded, cut or refused.</summary>
public static class Storable
{
    /// <summary>Decimals hold at most this many decimals, and 18 digits together with them.</summary>
    public const int MaxScale = 12;

    private static readonly decimal[] Powers = [.. Enumerable.Range(0, MaxScale + 1).Select(Power)];

    public static long Whole(object value) => value switch
    {
        long l => l,
        int i => i,
        short s => s,
        byte b => b,
        _ => throw Unfit(value, "a whole number"),
    };

    /// <summary>The decimal times 10^scale, rounded half away from zero.</summary>
    /// <exception cref="ArgumentException">It does not fit into 64 bits.</exception>
    public static long Scaled(object value, int scale)
    {
        var number = value switch
        {
            decimal d => d,
            long l => l,
            int i => i,
            _ => throw Unfit(value, "a decimal"),
        };
        return TryScale(decimal.Round(number, scale, MidpointRounding.AwayFromZero), scale, out var scaled)
            ? (long)scaled
            : throw new ArgumentException(
                $"{number.ToString(CultureInfo.InvariantCulture)} is too large for a decimal with {scale} decimals.", nameof(value));
    }

    /// <summary>The exact product, which may have a fraction; false when it is beyond what a column can hold.</summary>
    public static bool TryScale(decimal number, int scale, out decimal scaled)
    {
        scaled = 0;
        if (Math.Abs(number) > long.MaxValue / Powers[scale]) return false;
        scaled = number * Powers[scale];
        return true;
    }

    public static decimal Unscale(long scaled, int scale)
    {
        var size = Math.Abs((decimal)scaled);
        var bits = decimal.GetBits(size);
        return new decimal(bits[0], bits[1], bits[2], scaled < 0, (byte)scale);
    }

    public static string Text(object value)
    {
        var text = value as string ?? throw Unfit(value, "a text");
        if (text.Contains('\0')) throw new ArgumentException("A text cannot hold the character U+0000.", nameof(value));
        if (!CanStore(text)) throw new ArgumentException("A text cannot hold half a surrogate pair.", nameof(value));
        return text;
    }

    public static bool CanStore(string text)
    {
        if (text.Contains('\0')) return false;
        var start = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        for (var i = Math.Max(start, 0); start >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }
        return true;
    }

    public static bool Bool(object value) => value as bool? ?? throw Unfit(value, "true or false");

    public static DateOnly Date(object value) => value as DateOnly? ?? throw Unfit(value, "a date");

    /// <summary>The moment, cut to whole milliseconds.</summary>
    public static DateTime Moment(object value)
    {
        var moment = value as DateTime? ?? throw Unfit(value, "a moment");
        if (moment.Kind != DateTimeKind.Utc) throw new ArgumentException("A moment must be in UTC.", nameof(value));
        return moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private static ArgumentException Unfit(object value, string wanted) =>
        new($"{wanted} is needed here, not a {value.GetType().Name}.", nameof(value));

    private static decimal Power(int scale) => scale == 0 ? 1m : 10m * Power(scale - 1);
}
