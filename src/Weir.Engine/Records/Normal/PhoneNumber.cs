using System.Text.RegularExpressions;

namespace Weir.Engine.Records;

/// <summary>Compares, checks and hides telephone numbers as they are written in China; it does not dial and does not ask a carrier.</summary>
public static partial class PhoneNumber
{
    /// <summary>
    /// Digits only, without China's country code and trunk zero: +86 138-1234-5520 is 13812345520, (0512) 66668888 is 51266668888. A foreign
    /// number keeps 00 and its country code; an extension follows an <c>x</c>. Of several numbers the first; empty when there is none.
    /// </summary>
    public static string Normalize(string? text)
    {
        var first = Separators().Split(NormalText.Fold(text)).FirstOrDefault(part => part.Any(char.IsAsciiDigit));
        if (first is null)
            return "";
        var (main, extension) = Extension().Match(first) is { Success: true } marked
            ? (first[..marked.Index], marked.Groups[1].Value) : (first, "");
        var number = Domestic(main);
        if (extension.Length == 0 && HyphenExtension().Match(main.TrimEnd()) is { Success: true } hyphen
            && Domestic(main[..hyphen.Index]) is { Length: >= 10 } before && !IsForeign(before))
        {
            (number, extension) = (before, hyphen.Groups[1].Value);
        }

        if (number.Length == 0)
            return Domestic(extension);
        return extension.Length == 0 ? number : $"{number}x{extension}";
    }

    /// <summary>Whether a number could be dialled: a Chinese mobile, landline, 400 or service number, or a foreign one with its country code.</summary>
    public static bool IsPlausible(string? text) => Plausible().IsMatch(Normalize(text));

    /// <summary>138 **** 5520: enough to recognise, not enough to call. The extension is left out; empty for an empty text.</summary>
    public static string Mask(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var main = Normalize(text).Split('x')[0];
        if (IsForeign(main))
            main = "+" + main[2..];
        var (head, tail) = main.Length switch
        {
            >= 11 => (3, 4),
            >= 9 => (3, 3),
            >= 7 => (2, 2),
            _ => (0, 0),
        };
        return head == 0 ? "****" : $"{main[..head]} **** {main[^tail..]}";
    }

    private static bool IsForeign(string number) => number.StartsWith("00", StringComparison.Ordinal);

    private static string Domestic(string written)
    {
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        if (written.TrimStart(' ', '(').StartsWith('+') && !IsForeign(digits))
            digits = "00" + digits;
        for (var before = ""; digits != before;)
        {
            before = digits;
            if (digits.StartsWith("0086", StringComparison.Ordinal))
                digits = digits[4..];
            else if (digits.Length is 12 or 13 or 14 && digits.StartsWith("86", StringComparison.Ordinal) && digits[2..].TrimStart('0').Length is 10 or 11)
                digits = digits[2..];
            else if (digits.StartsWith('0') && !IsForeign(digits))
                digits = digits[1..];
        }

        return digits;
    }

    [GeneratedRegex(@"[/,;、，；|\r\n]")]
    private static partial Regex Separators();

    [GeneratedRegex(@"\s*(?:转|分机|ext\.?|x|#)\s*:?\s*([0-9]{1,6})\D*$")]
    private static partial Regex Extension();

    [GeneratedRegex(@"-\s*([0-9]{1,5})$")]
    private static partial Regex HyphenExtension();

    [GeneratedRegex(@"^(?:1[3-9][0-9]{9}|10[2-9][0-9]{7}|2[0-9][2-9][0-9]{7}|[3-9][0-9]{2}[0-9]{7,8}|[2-9][0-9]{6,7}|(?:1[0-9]|9[56])[0-9]{3,4}|00[1-9][0-9]{6,14})(?:x[0-9]{1,6})?$")]
    private static partial Regex Plausible();
}
