using System.Text;

namespace Weir.Engine.Search;

/// <summary>
/// Reads Chinese text aloud without tones: initials to search by, syllables to spell with, and a key to sort by. It does not segment
/// sentences: characters have their commonest reading, except in listed words and family names.
/// </summary>
public static class Pinyin
{
    /// <summary>The most variants of initials given for one text.</summary>
    public const int MaxVariants = 8;

    private const int SortKeyLength = 256;

    /// <summary>All readings of a character in name use, the commonest first (<c>重</c> is zhong, chong); empty when it has none.</summary>
    public static IReadOnlyList<string> Readings(Rune character) => PinyinTable.Instance.Readings(character);

    /// <summary>
    /// The initials of the Chinese characters, all else left out: <c>重庆</c> is cq and zq. The likeliest variant is first;
    /// at most <see cref="MaxVariants"/>, so late characters of a text full of heteronyms have their likeliest initial only.
    /// </summary>
    public static IReadOnlyList<string> Initials(string? text)
    {
        var variants = new List<string> { "" };
        foreach (var options in InitialOptions(text))
        {
            var kept = variants.Count * options.Length <= MaxVariants ? options.Length : 1;
            variants = variants.SelectMany(start => options.Take(kept).Select(initial => start + initial)).ToList();
        }

        return variants is [""] ? [] : variants;
    }

    /// <summary>Syllables with blanks between them, letters and digits as they are in lower case: <c>长安A8</c> is <c>chang an a8</c>.</summary>
    public static string Full(string? text) => string.Join(' ', Spell(text).Select(part => part.Sound));

    /// <summary>
    /// A text to compare by code point so that Chinese names stand in phone-book order among Latin ones: by syllable, then by
    /// character, then by what follows.
    /// </summary>
    public static string SortKey(string? text)
    {
        var key = new StringBuilder();
        foreach (var (sound, written) in Spell(text))
        {
            // The blank sorts before every letter, so "li" stands before "lin" and names with the same family name stay together.
            key.Append(sound).Append(' ');
            if (written.Length > 0)
                key.Append(written).Append(' ');
            if (key.Length >= SortKeyLength)
                break;
        }

        return SearchText.Cut(key.ToString().TrimEnd(), SortKeyLength);
    }

    /// <summary>For each Chinese character its distinct initials, the likeliest first.</summary>
    internal static IEnumerable<char[]> InitialOptions(string? text)
    {
        foreach (var (sound, written) in Spell(text))
        {
            if (written.Length == 0)
                continue;
            Rune.DecodeFromUtf16(written, out var rune, out _);
            var readings = Readings(rune);
            if (readings.All(reading => reading[0] == sound[0])) yield return [sound[0]];
            else yield return readings.Prepend(sound).Select(reading => reading[0]).Distinct().ToArray();
        }
    }

    /// <summary>Each Chinese character with its syllable; each other word as its own sound with nothing written.</summary>
    internal static IEnumerable<(string Sound, string Written)> Spell(string? text)
    {
        var folded = SearchText.Fold(text);
        foreach (var piece in SearchText.Pieces(folded))
        {
            var part = folded.Substring(piece.Start, piece.Length);
            if (!piece.IsCjk)
            {
                yield return (part, "");
                continue;
            }

            var at = 0;
            while (at < part.Length)
            {
                if (WordAt(part, at) is { } syllables)
                {
                    foreach (var syllable in syllables)
                        yield return (syllable, part.Substring(at++, 1));
                    continue;
                }

                Rune.DecodeFromUtf16(part.AsSpan(at), out var rune, out var length);
                yield return Readings(rune) is [var usual, ..] ? (usual, part.Substring(at, length)) : (part.Substring(at, length), "");
                at += length;
            }
        }
    }

    // Only a short run can be a person, and only there a first character is read as a family name: 单晓 is shan, 单位证明 is dan.
    private static string[]? WordAt(string run, int at)
    {
        var table = PinyinTable.Instance;
        for (var length = Math.Min(table.LongestWord, run.Length - at); length > 1; length--)
        {
            if (table.Word(run.Substring(at, length)) is { } word)
                return word;
        }

        if (at > 0 || run.Length is < 2 or > 4)
            return null;
        return table.Surname(run[..2]) ?? (run.Length < 4 ? table.Surname(run[..1]) : null);
    }
}
