using System.Text;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>
/// The table of texts that the sheets of a workbook share, held as UTF-8 in large blocks, because a million strings as objects
/// would take several times the memory; lasts as long as the workbook is open.
/// </summary>
internal sealed class SharedTexts
{
    private const int BlockBytes = 1 << 18;
    private const int Remembered = 1 << 12;

    private readonly List<byte[]> blocks = [];
    private readonly List<long> spans = [];
    private readonly List<int> blockOf = [];
    private readonly string?[] recent = new string?[Remembered];
    private readonly int[] recentIndex = new int[Remembered];
    private int used;
    private long total;

    public static SharedTexts Load(PartReader? part, SheetLimits limits)
    {
        var texts = new SharedTexts();
        while (part is not null && part.ReadTo("si"))
        {
            RichText.Gather(part, row: 0);
            texts.Add(part.Text, limits);
        }
        return texts;
    }

    /// <summary>The text at an index; the empty text for an index beyond the table, which some programs write.</summary>
    public string this[int index]
    {
        get
        {
            if ((uint)index >= (uint)spans.Count)
                return "";
            var slot = index & (Remembered - 1);
            if (recent[slot] is { } known && recentIndex[slot] == index)
                return known;
            recentIndex[slot] = index;
            return recent[slot] = Decode(index);
        }
    }

    private void Add(ReadOnlySpan<char> raw, SheetLimits limits)
    {
        // The raw form is kept: it holds what UTF-8 cannot, such as half of a surrogate pair.
        var size = Encoding.UTF8.GetByteCount(raw);
        total += size;
        if (spans.Count >= limits.MaxSharedTexts || total > limits.MaxSharedBytes)
            throw SheetProblem.TooManyTexts();
        if (blocks.Count == 0 || blocks[^1].Length - used < size)
        {
            blocks.Add(new byte[Math.Max(BlockBytes, size)]);
            used = 0;
        }
        used += Encoding.UTF8.GetBytes(raw, blocks[^1].AsSpan(used));
        // Start and end in one number: both are below 2^31.
        spans.Add(((long)(used - size) << 32) | (uint)used);
        blockOf.Add(blocks.Count - 1);
    }

    private string Decode(int index)
    {
        var (start, end) = ((int)(spans[index] >> 32), (int)(uint)spans[index]);
        return EscapedText.Read(Encoding.UTF8.GetString(blocks[blockOf[index]].AsSpan(start, end - start)));
    }
}
