using System.Text;

namespace Weir.Engine.Search;

/// <summary>The readings of Chinese characters and of words that are not read as usual, from the embedded data; it does not read text.</summary>
internal sealed class PinyinTable
{
    private const int FirstCode = 0x3000;
    private const int LastCode = 0x9FFF;

    public static readonly PinyinTable Instance = new();

    // A reading set per code point: 28,000 small numbers instead of 21,000 dictionary entries. Set 0 is "not known".
    private readonly ushort[] setOf = new ushort[LastCode - FirstCode + 1];
    private readonly List<string[]> sets = [[]];
    private readonly Dictionary<string, string[]> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> surnames = new(StringComparer.Ordinal);

    private PinyinTable()
    {
        foreach (var (readings, characters) in Lines("pinyin.txt"))
        {
            var set = (ushort)sets.Count;
            sets.Add(readings.Split(' '));
            foreach (var character in characters)
                setOf[character - FirstCode] = set;
        }

        foreach (var (word, syllables) in Lines("pinyin-words.txt"))
        {
            if (word[0] == '^')
                surnames.Add(word[1..], syllables.Split(' '));
            else
                words.Add(word, syllables.Split(' '));
        }

        LongestWord = words.Keys.Max(word => word.Length);
    }

    public int LongestWord { get; }

    /// <summary>All readings, the commonest first; empty when the character is not Chinese or too rare.</summary>
    public IReadOnlyList<string> Readings(Rune rune) =>
        rune.Value is >= FirstCode and <= LastCode ? sets[setOf[rune.Value - FirstCode]] : [];

    public string[]? Word(string text) => words.GetValueOrDefault(text);

    public string[]? Surname(string text) => surnames.GetValueOrDefault(text);

    private static IEnumerable<(string Left, string Right)> Lines(string resource)
    {
        using var stream = typeof(PinyinTable).Assembly.GetManifestResourceStream("Weir.Engine.Search/" + resource)
            ?? throw new InvalidOperationException($"The resource {resource} is not part of this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            yield return (line[..tab], line[(tab + 1)..]);
        }
    }
}
