using System.Text;

namespace Weir.Engine.Search;

/// <content>The parts of a text that are more than their words: addresses and telephone numbers.</content>
public static partial class SearchTokens
{
    /// <summary>The stretches around an <c>@</c> that look like an e-mail address.</summary>
    private static IEnumerable<SearchPiece> Addresses(string folded)
    {
        var from = 0;
        while (folded.IndexOf('@', from) is var at and >= 0)
        {
            var start = at;
            while (start > from && IsAddressCharacter(folded[start - 1]))
                start--;
            var end = at + 1;
            while (end < folded.Length && IsAddressCharacter(folded[end]))
                end++;
            if (start < at && end > at + 1)
                yield return new SearchPiece(start, end - start, false);
            from = end;
        }
    }

    private static bool IsAddressCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+';

    /// <summary>The letters and digits of a stretch, without what separates them.</summary>
    private static string Joined(string folded, SearchPiece stretch)
    {
        var joined = new StringBuilder();
        foreach (var rune in folded.AsSpan(stretch.Start, stretch.Length).EnumerateRunes())
        {
            if (joined.Length >= MaxTokenLength)
                break;
            if (Rune.IsLetterOrDigit(rune) || SearchText.IsCjk(rune))
                joined.Append(rune.ToString());
        }

        return joined.ToString();
    }

    /// <summary>Each telephone number's digits: what only blanks, signs and brackets separate belongs together.</summary>
    private static IEnumerable<string> DigitGroups(string folded)
    {
        var digits = new StringBuilder();
        foreach (var c in folded)
        {
            if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
            }
            else if (!IsPhoneSeparator(c) && digits.Length > 0)
            {
                yield return digits.ToString();
                digits.Clear();
            }
        }

        if (digits.Length > 0)
            yield return digits.ToString();
    }

    private static bool IsPhoneSeparator(char c) => c is ' ' or '-' or '+' or '(' or ')' or '.';

    /// <summary>Without China's country code, told from a number that begins with 86 by its length.</summary>
    private static string DomesticDigits(string digits)
    {
        if (digits.StartsWith("0086", StringComparison.Ordinal))
            return digits[4..];
        return digits.Length >= 12 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
