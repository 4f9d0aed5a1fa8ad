using System.Text.RegularExpressions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Snippets;

/// <summary>Takes a free text apart, Chinese or English: a business card, a chat message, a signature. Guesses by how things are written; asks nobody.</summary>
public static partial class SnippetReader
{
    /// <summary>Nobody's card is longer; what comes after is not read.</summary>
    public const int Longest = 4000;

    private const int LeastNote = 8;

    public static Snippet Read(string? text)
    {
        var written = (text ?? "").ReplaceLineEndings("\n");
        if (written.Length > Longest) written = written[..Longest];
        var sheet = new SnippetSheet(written);
        Signs(sheet);
        Numbers(sheet);
        Companies(sheet);
        Addresses(sheet);
        People(sheet);
        Rest(sheet, written);
        return new Snippet(sheet.Parts);
    }

    /// <summary>What is known by its signs alone: addresses of mail and web, codes, names in chats.</summary>
    private static void Signs(SnippetSheet sheet)
    {
        Each(sheet, Email(), match => sheet.Found(Meaning.Email, match.Value));
        Each(sheet, Website(), match => sheet.Found(Meaning.Website, match.Value.TrimEnd('.', '/', ',')));
        Each(sheet, CreditCode(), match =>
        {
            if (!sheet.Before(match.Index).Contains("身份证", StringComparison.Ordinal)) sheet.Found(Meaning.CreditCode, match.Value.ToUpperInvariant());
        });
        Each(sheet, Wechat(), match => sheet.Found(Meaning.Wechat, match.Groups[1].Value));
        Each(sheet, Nothing(), _ => { });
    }

    /// <summary>Finds one after another, as each is crossed out.</summary>
    private static void Each(SnippetSheet sheet, Regex sign, Action<Match> found)
    {
        for (var match = sign.Match(sheet.Text); match.Success; match = sign.Match(sheet.Text, match.Index + match.Length))
        {
            found(match);
            sheet.Cross(match.Index, match.Length);
        }
    }

    /// <summary>Lines of which something remains that says more than a greeting are what was said besides.</summary>
    private static void Rest(SnippetSheet sheet, string written)
    {
        var said = new List<string>();
        foreach (var (start, line) in sheet.Lines())
        {
            var rest = Courtesy().Replace(line, "");
            if (rest.Count(c => char.IsLetterOrDigit(c)) >= (rest.Any(IsHan) ? LeastNote : LeastNote * 2)) said.Add(written.Substring(start, line.Length).Trim());
        }
        if (said.Count > 0) sheet.Found(Meaning.Note, string.Join("；", said));
    }

    private static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF' or '〇';

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?:https?://|(?<![A-Za-z0-9.])www\.)[A-Za-z0-9][A-Za-z0-9\-./?=&%#_~:+]*|(?<![@A-Za-z0-9.\-])[A-Za-z0-9][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)*\.(?:com|cn|net|org|io|tech|ltd|top|shop|info|biz|group|de|fr|uk|jp|hk|tw|eu)(?:\.(?:cn|hk|tw|uk|jp|au|sg))?(?:/[A-Za-z0-9\-./?=&%#_~]*)?(?![A-Za-z0-9@])", RegexOptions.IgnoreCase)]
    private static partial Regex Website();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}\d{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10}(?![0-9A-Za-z])")]
    private static partial Regex CreditCode();

    [GeneratedRegex(@"(?:微信(?:号码|号|ID)?|wechat(?:\s*id)?|weixin|(?<![A-Za-z])(?:wx|vx)号?|V信)\s*(?:是|为|:)?\s*([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9@.])", RegexOptions.IgnoreCase)]
    private static partial Regex Wechat();

    // Digits that nobody dials.
    [GeneratedRegex(@"(?:QQ号?|邮政编码|邮编|税号|纳税人识别号|银行账号|账号|帐号|卡号|身份证号?|订单号|合同号|单号|工号|zip(?:\s*code)?|post\s*code|a/c|account\s*no\.?)\s*[:.]?\s*[0-9A-Z][0-9A-Z\- ]{3,}[0-9A-Z]|(?<![\d/、&电话tel])(?:传真|fax|(?<![A-Za-z])F(?=\s*[:.]))\s*(?:号码|no\.?)?\s*[:.]?\s*[+(]?\d[\d\s\-()转]{5,}\d", RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"您好|你好|谢谢|感谢|辛苦|麻烦|请联系|联系我|联系|欢迎|来电|咨询|此致|敬礼|顺颂商祺|祝好|这是我的名片|名片|加我|微信同号|微信同步|同微信|微信|电话|手机|邮箱|传真|地址|best\s+regards|kind\s+regards|warm\s+regards|regards|yours\s+sincerely|sincerely|cheers|thanks|thank\s+you|sent\s+from\s+my\s+\w+|发自我的\S*", RegexOptions.IgnoreCase)]
    private static partial Regex Courtesy();
}
