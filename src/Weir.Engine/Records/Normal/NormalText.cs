using System.Globalization;
using System.Text;

namespace Weir.Engine.Records;

/// <summary>
/// The form of a text in which equal means equal: made here and stored, so that both databases agree on it. It is for comparing, never for
/// showing.
/// </summary>
public static class NormalText
{
    /// <summary>
    /// The exact key: full width is half width, case is ignored, blanks and punctuation are dropped; signs such as + are kept, so C++ is not
    /// C. Empty for null.
    /// </summary>
    public static string Key(string? text)
    {
        var key = new StringBuilder();
        if (SimpleText.Fold(text) is { } simple)
        {
            foreach (var c in simple)
                if (!IsDropped(CharUnicodeInfo.GetUnicodeCategory(c))) key.Append(c);
            return key.ToString();
        }
        foreach (var rune in Fold(text).EnumerateRunes())
        {
            if (!IsDropped(Rune.GetUnicodeCategory(rune)))
                key.Append(rune.ToString());
        }

        // A mark that followed a dropped blank now follows a letter and may join it.
        return key.ToString().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Compatibility forms replaced and case ignored, nothing dropped but broken surrogates; blanks around it are trimmed.</summary>
    internal static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (SimpleText.Fold(text) is { } simple)
            return simple.Trim();
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune != Rune.ReplacementChar)
                whole.Append(rune.ToString());
        }

        // Up and down again, because some letters have two lower-case forms (ς and σ); once more composed, because that can part letters.
        return whole.ToString().Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant()
            .Normalize(NormalizationForm.FormKC).Trim();
    }

    private static bool IsDropped(UnicodeCategory category) => category is
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
        or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
        or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
}
