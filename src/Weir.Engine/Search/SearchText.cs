using System.Globalization;
using System.Text;
using Weir.Engine.Records;

namespace Weir.Engine.Search;

/// <summary>A stretch of folded text that is either Chinese, Japanese or Korean characters or a word of other letters and digits.</summary>
internal readonly record struct SearchPiece(int Start, int Length, bool IsCjk)
{
    public int End => Start + Length;
}

/// <summary>Folds text to the one form that is indexed and searched, and cuts it into pieces; it knows no tokens.</summary>
internal static class SearchText
{
    /// <summary>Longer text is cut: no index entry needs more, and folding costs time in proportion.</summary>
    public const int MaxLength = 50_000;

    /// <summary>
    /// Compatibility forms replaced (full width is half width), lower case, accents and invisible characters dropped. Never fails:
    /// broken surrogates become blanks.
    /// </summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        text = Cut(text, MaxLength);
        return SimpleText.Fold(text) ?? Lower(Recompose(Whole(text)));
    }

    /// <summary>The pieces in order; what lies between them separates.</summary>
    public static List<SearchPiece> Pieces(string folded)
    {
        var pieces = new List<SearchPiece>();
        var start = -1;
        var startIsCjk = false;
        var at = 0;
        while (at < folded.Length)
        {
            Rune.DecodeFromUtf16(folded.AsSpan(at), out var rune, out var length);
            var cjk = IsCjk(rune);
            var inside = cjk || Rune.IsLetterOrDigit(rune);
            if (start >= 0 && (!inside || cjk != startIsCjk))
            {
                pieces.Add(new SearchPiece(start, at - start, startIsCjk));
                start = -1;
            }

            if (inside && start < 0)
                (start, startIsCjk) = (at, cjk);
            at += length;
        }

        if (start >= 0)
            pieces.Add(new SearchPiece(start, at - start, startIsCjk));
        return pieces;
    }

    /// <summary>Scripts written without blanks, where any two neighbours may begin a word.</summary>
    public static bool IsCjk(Rune rune) => rune.Value is
        0x3005 or 0x3007                   // 々 〇
        or (>= 0x3041 and <= 0x3096)       // Hiragana
        or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FE)
        or (>= 0x3105 and <= 0x312F)       // Bopomofo
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xAC00 and <= 0xD7A3)       // Hangul
        or (>= 0xF900 and <= 0xFAD9)
        or (>= 0x20000 and <= 0x3FFFD);

    /// <summary>The first <paramref name="length"/> characters, one less where that would halve a surrogate pair.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune == Rune.ReplacementChar ? " " : rune.ToString());
        return whole.ToString();
    }

    private static string Recompose(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark or UnicodeCategory.Format))
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString().Normalize(NormalizationForm.FormKC);
    }

    // Up and down again, because some letters have two lower-case forms (ς and σ).
    private static string Lower(string text) => text.ToUpperInvariant().ToLowerInvariant();
}
