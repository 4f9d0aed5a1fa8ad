using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engine.Access;

/// <summary>How a member is reached and recognised: the one normal form of an e-mail address and of a mobile number. Sends nothing.</summary>
/// <remarks>Full-width characters, as Chinese input methods write them, become plain ones; anything else outside ASCII is refused, so that two
/// addresses that look alike are never two members.</remarks>
public static partial class Reach
{
    /// <summary>The address as it is shown, or null when it is none.</summary>
    public static string? Email(string text)
    {
        var email = Plain(text);
        return email.Length <= 254 && EmailPattern().IsMatch(email) ? email : null;
    }

    /// <summary>What makes two addresses the same one, or null when the text is no address.</summary>
    public static string? EmailKey(string text) => Email(text)?.ToLowerInvariant();

    /// <summary>The number in international form (+8613800000000), or only its digits when it names no country; null when it is no number.</summary>
    public static string? MobileKey(string text)
    {
        var number = Punctuation().Replace(Plain(text), "");
        if (number.StartsWith("00", StringComparison.Ordinal)) number = "+" + number[2..];
        if (ChineseMobile().IsMatch(number)) return "+86" + number;
        return MobilePattern().IsMatch(number) ? number : null;
    }

    /// <summary>The key under which somebody signs in, whether an address or a number was typed; null when it is neither.</summary>
    public static string? Key(string text) => Plain(text).Contains('@') ? EmailKey(text) : MobileKey(text);

    private static string Plain(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC).Trim();
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: no address and no number.
            return "";
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"[\s().\-]", RegexOptions.CultureInvariant)]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^1[3-9][0-9]{9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ChineseMobile();

    [GeneratedRegex(@"^\+?[0-9]{5,15}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MobilePattern();
}
