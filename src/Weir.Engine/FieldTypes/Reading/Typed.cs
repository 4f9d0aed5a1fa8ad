using System.Text;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>What people and programs send, made fit to be read or kept: broken characters go, the rest stays as it is.</summary>
internal static class Typed
{
    /// <summary>Without NUL and halves of characters, which no database keeps.</summary>
    public static string Whole(string text)
    {
        if (text.IndexOf('\0') < 0 && !text.Any(char.IsSurrogate)) return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value != 0 && rune != Rune.ReplacementChar) whole.Append(rune.ToString());
        return whole.ToString();
    }

    /// <summary>Full-width letters and digits as the usual ones, blanks around taken off; for reading, never for keeping.</summary>
    public static string Plain(string text) => Whole(text).Normalize(NormalizationForm.FormKC).Trim();

    /// <summary>The same where case means nothing.</summary>
    public static string Folded(string text) => Plain(text).ToLowerInvariant();
}
