using System.Buffers;

namespace Weir.Engine.Records;

/// <summary>Folds at once what most texts are made of: characters that fold one by one, with no mark that joins another. Leaves every other text to the long way.</summary>
internal static class SimpleText
{
    /// <summary>ASCII, the common Chinese characters and punctuation, the full-width forms of ASCII.</summary>
    private static readonly SearchValues<char> Simple = SearchValues.Create(
        [.. Range(0, 0x7F), .. Range(0x3000, 0x3002), .. Range(0x3400, 0x4DBF), .. Range(0x4E00, 0x9FFF), .. Range(0xFF01, 0xFF5E)]);

    /// <summary>Full width is half width, lower case; null when the text must go the long way.</summary>
    public static string? Fold(string? text)
    {
        if (text is null || text.AsSpan().ContainsAnyExcept(Simple))
            return null;
        return string.Create(text.Length, text, static (folded, from) =>
        {
            for (var i = 0; i < folded.Length; i++)
                folded[i] = Fold(from[i]);
        });
    }

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);

    private static char Fold(char c) => c switch
    {
        <= '\x7F' => char.ToLowerInvariant(c),
        '\x3000' => ' ',
        >= '\xFF01' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        _ => c,
    };
}
