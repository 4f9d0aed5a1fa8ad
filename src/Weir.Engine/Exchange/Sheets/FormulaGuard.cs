using System.Buffers;

namespace Weir.Engine.Exchange.Sheets;

/// <summary>
/// Keeps a text in a text table from being run as a formula, and gives the exact text back on reading; numbers, days and booleans
/// written as such are not texts and get no guard.
/// </summary>
/// <remarks>
/// The rule: a text is risky if, after any apostrophes and then any white space, a formula sign comes (<c>= + - @</c> or their
/// full-width twins), or if it has a tab or line break among that leading white space. A risky text is written with one apostrophe
/// more and read with one less. Since apostrophes do not change whether a text is risky, nothing is lost: <c>'=1</c> becomes
/// <c>''=1</c> and comes back.
/// Signs and white space: OWASP, CSV Injection.
/// </remarks>
internal static class FormulaGuard
{
    private const char Guard = '\'';

    private static readonly SearchValues<char> Signs = SearchValues.Create("=+-@＝＋－＠");

    public static bool IsRisky(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(Guard);
        foreach (var c in text)
        {
            if (Signs.Contains(c) || c is '\t' or '\r' or '\n')
                return true;
            // A byte order mark is invisible and some programs drop it, which would bare the sign behind it.
            if (!char.IsWhiteSpace(c) && c != '\uFEFF')
                return false;
        }
        return false;
    }

    public static string Add(string text) => IsRisky(text) ? Guard + text : text;

    public static ReadOnlySpan<char> Remove(ReadOnlySpan<char> text) => text is [Guard, ..] && IsRisky(text) ? text[1..] : text;
}
