using System.Text.RegularExpressions;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Snippets;

/// <content>Telephone numbers, and which of them is a mobile or a name in chats.</content>
public static partial class SnippetReader
{
    private static void Numbers(SnippetSheet sheet)
    {
        var (chats, same) = (new List<string>(), Same().IsMatch(sheet.Text));
        for (var match = Number().Match(sheet.Text); match.Success; match = Number().Match(sheet.Text, match.Index + match.Length))
        {
            var label = sheet.Before(match.Index);
            var mobile = match.Groups["mobile"].Success;
            var number = mobile ? string.Concat(match.Groups["own"].Value.Where(char.IsAsciiDigit)) : Tidy(match.Value);
            if (!PhoneNumber.IsPlausible(number)) continue;
            if (ChatLabel().IsMatch(label)) chats.Add(number);
            if (!ChatLabel().IsMatch(label) || PhoneLabel().IsMatch(label) || MobileLabel().IsMatch(label) || mobile && !sheet.Has(Meaning.Mobile) && !OtherMobile(sheet.Text, match))
                sheet.Found(mobile || MobileLabel().IsMatch(label) && !DeskLabel().IsMatch(label) ? Meaning.Mobile : Meaning.Phone, number);
            sheet.Cross(match.Index, match.Length);
        }
        if (!sheet.Has(Meaning.Wechat) && (chats.FirstOrDefault() ?? (same ? sheet.Parts.FirstOrDefault(p => p.Meaning == Meaning.Mobile)?.Text : null)) is { } chat) sheet.Found(Meaning.Wechat, chat);
        Each(sheet, Same(), _ => { });
    }

    /// <summary>A mobile that stands for a chat only is no mobile of its own where another is written.</summary>
    private static bool OtherMobile(string text, Match match)
    {
        for (var other = Number().Match(text, match.Index + match.Length); other.Success; other = Number().Match(text, other.Index + other.Length))
            if (other.Groups["mobile"].Success) return true;
        return false;
    }

    private static string Tidy(string number) => Gaps().Replace(number, " ").Trim(' ', '-', '.');

    [GeneratedRegex("""
        (?<mobile>(?<![\d.])(?:\(?\s*(?:\+|00)?\s*86\s*\)?[\s\-]*)?(?<own>1[3-9]\d(?:[\s\-.]?\d){8})(?![\d]))
        |(?:\+|(?<!\d)00)(?!\s*\(?86)\d{1,3}[\s\-.]*(?:\(0?\d{1,4}\)[\s\-.]*)?\d(?:[\s\-.]?\d){5,12}(?!\d)(?:\s*(?:ext\.?|x)\s*\d{1,6})?
        |(?<!\d)[48]00[\s\-]?\d{3,4}[\s\-]?\d{3,4}(?!\d)(?:\s*(?:转|分机|-)\s*\d{1,5}(?!\d))?
        |(?<![\d+])(?:\(?\s*(?:\+|00)\s*86\s*\)?[\s\-]*\(?0?|\(?0)(?:10|2\d|[3-9]\d{2})\)?[\s\-]*[2-9]\d{2,3}[\s\-]?\d{4}(?!\d)(?:\s*(?:转|分机号?|ext\.?|x|\#|\*)\s*[:.]?\s*\d{1,6}|-\d{1,5}(?!\d))?
        |(?<![\d+])\(?\d{3}\)?[\s\-.]\d{3}[\s\-.]\d{4}(?!\d)(?:\s*(?:ext\.?|x)\s*\d{1,6})?
        |(?<=(?:电话|座机|固话|直线|tel|phone|office)\s*[:.]?\s*)[2-9]\d{2,3}[\s\-]?\d{4}(?!\d)(?:\s*(?:转|分机|ext\.?|-)\s*\d{1,5})?
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Number();

    [GeneratedRegex(@"微信|wechat|weixin|(?<![a-z])(?:wx|vx)|V信", RegexOptions.IgnoreCase)]
    private static partial Regex ChatLabel();

    [GeneratedRegex(@"电话|座机|固话|直线|热线|总机|tel|phone|direct|office|(?<![a-z])[TP]\s*[:.]?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex PhoneLabel();

    [GeneratedRegex(@"座机|固话|直线|总机|office|direct|(?<!mobile\s)(?<!cell\s)phone|tel", RegexOptions.IgnoreCase)]
    private static partial Regex DeskLabel();

    [GeneratedRegex(@"手机|移动|mobile|mob|cell|(?<![a-z])[MC]\s*[:.]?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex MobileLabel();

    [GeneratedRegex(@"\(?\s*(?:微信同号|微信同步|手机同微信|同微信号?|微信\s*:?\s*同(?:上|手机|号)\S{0,2}|same\s+(?:on|for)\s+wechat|wechat\s*:?\s*same(?:\s+(?:number|as\s+mobile))?)\s*\)?", RegexOptions.IgnoreCase)]
    private static partial Regex Same();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gaps();
}
