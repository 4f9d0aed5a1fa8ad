using System.Text.RegularExpressions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Snippets;

/// <content>Names of companies, and postal addresses.</content>
public static partial class SnippetReader
{
    private static void Companies(SnippetSheet sheet)
    {
        foreach (var sign in (Regex[])[FirmZh(), HouseZh()])
        {
            for (var match = sign.Match(sheet.Text); match.Success; match = sign.Match(sheet.Text, match.Index + match.Length))
            {
                var skip = Lead(match.Value);
                var name = sheet.Written(match.Index + skip, match.Length - skip);
                if (name.Length < 4 && !name.EndsWith('厂') || OurFirm().IsMatch(name)) continue;
                // A second house is most often the customer of the first, or part of the address.
                if (sign == FirmZh() || !sheet.Has(Meaning.Company)) sheet.Found(Meaning.Company, name);
                else continue;
                sheet.Cross(match.Index + skip, match.Length - skip);
            }
        }
        for (var match = FirmEn().Match(sheet.Text); match.Success; match = FirmEn().Match(sheet.Text, match.Index + match.Length))
        {
            var skip = LeadEn(match.Groups[1].Value);
            if (skip >= match.Groups[1].Length) continue;
            sheet.Found(Meaning.Company, sheet.Written(match.Index + skip, match.Length - skip));
            sheet.Cross(match.Index + skip, match.Length - skip);
        }
        Each(sheet, FirmLabel(), match => sheet.Found(Meaning.Company, match.Groups[1].Value));
    }

    /// <summary>How much of a run of signs stands before the name: 我是苏州恒力 begins with 苏州, 王芳(苏州恒力 too, and so does 科技路8号苏州恒力.</summary>
    private static int Lead(string run)
    {
        var skip = 0;
        if (run.LastIndexOf('(') is >= 0 and var open && run.IndexOf(')', open) < 0) skip = open + 1;
        if (LeadZh().Match(run[skip..]) is { Success: true } lead) skip += lead.Length;
        if (Door().Match(run[skip..]) is { Success: true } door && run.Length - skip - door.Length >= 6) skip += door.Length;
        while (skip < run.Length && run[skip] is ')' or '&' or '·' or ' ') skip++;
        return skip;
    }

    /// <summary>A person and a title before the name of an English company: all up to the last comma that is not part of it, and words of titles.</summary>
    private static int LeadEn(string head)
    {
        var body = head.TrimEnd(' ', ',');
        var skip = body.LastIndexOf(", ", StringComparison.Ordinal) is >= 0 and var comma ? comma + 2 : 0;
        foreach (Match word in TitleEn().Matches(body))
            if (word.Index + word.Length < body.Length) skip = Math.Max(skip, word.Index + word.Length);
        while (skip < head.Length && head[skip] == ' ') skip++;
        return skip;
    }

    private static void Addresses(SnippetSheet sheet)
    {
        var lines = sheet.Lines().ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            var (start, line) = lines[i];
            var (from, length) = Address(line);
            if (length == 0) continue;
            var text = sheet.Written(start + from, length);
            sheet.Cross(start + from, length);
            // The town of an English address often stands on a line of its own.
            if (!text.Any(IsHan) && i + 1 < lines.Count && TownEn().IsMatch(lines[i + 1].Line.Trim()))
            {
                text += ", " + sheet.Written(lines[i + 1].Start, lines[i + 1].Line.Length);
                sheet.Cross(lines[i + 1].Start, lines[i + 1].Line.Length);
                i++;
            }
            if (sheet.Has(Meaning.Address)) continue;
            sheet.Found(Meaning.Address, text);
            if (Regions.Parse(text).Region is { } region) sheet.Found(Meaning.Region, region.Code);
        }
    }

    private static (int Start, int Length) Address(string line)
    {
        if (AddressLabel().Match(line) is { Success: true } label) return (label.Groups[1].Index, label.Groups[1].Length);
        foreach (Match piece in PieceZh().Matches(line))
        {
            var text = piece.Value.Trim();
            if (text.Length < 6 || !text.Any(IsHan)) continue;
            if (DoorZh().IsMatch(text) || Regions.Parse(text) is { Region: not null, Rest: { Length: > 2 } rest } && StreetZh().IsMatch(rest)) return (piece.Index, piece.Length);
        }
        return StreetEn().Match(line) is { Success: true } street ? (street.Index, street.Length) : (0, 0);
    }

    [GeneratedRegex(@"[\u4e00-\u9fffA-Za-z0-9()&·]{2,40}?(?:有限责任公司|股份有限公司|有限公司|有限合伙\)?)(?:\([\u4e00-\u9fff]{1,8}\))?(?:[\u4e00-\u9fff]{2,8}?(?:分公司|办事处|事业部|工厂))?")]
    private static partial Regex FirmZh();

    [GeneratedRegex(@"[\u4e00-\u9fffA-Za-z0-9()&·]{2,30}(?:集团|分公司|总公司|公司|研究院|研究所|设计院|事务所|合作社|经营部|商行|大学|学院|医院|银行|学校|协会|厂)(?!长|商|的)")]
    private static partial Regex HouseZh();

    [GeneratedRegex(@"^(?:[我你他她它]们?|贵|本|该|这家?|那家?|一家|某|咱们?|开户)[\u4e00-\u9fff]{0,2}(?:公司|集团|银行|厂|学校|医院|大学|学院)$|^(?:公司|集团|分公司|总公司|开户银行)$")]
    private static partial Regex OurFirm();

    [GeneratedRegex(@"^.*(?:我是|我们是|这里是|这边是|本人是|来自于?|供职于|就职于|任职于|在职于|名称是?为?|单位是?|公司(?:是|名称?|叫)|客户是?|我司是?|你好|您好|介绍一下|介绍下|现在?在|是)(?=[\u4e00-\u9fffA-Za-z(]{4})|^(?:在|叫|给|找|跟|的)")]
    private static partial Regex LeadZh();

    [GeneratedRegex(@"^.*\d+(?:号楼|号|楼|室|层|栋|座|幢)")]
    private static partial Regex Door();

    [GeneratedRegex(@"(?<![\w.@])((?:(?:[A-Z0-9][\w&'’.\-]*|of|and|&|the|for|de)(?:,\s*|\s+)|\([A-Z][\w ]*\)\s*){1,8}?(?:(?:[A-Z0-9][\w&'’.\-]*|of|and|&)(?:,\s*|\s+)){0,6})(?:Co\.?\s*,?\s*Ltd\.?|Pte\.?\s*Ltd\.?|Pty\.?\s*Ltd\.?|Ltd\.?|Limited|Inc\.?|Incorporated|Corp\.?|Corporation|LLC|LLP|GmbH|AG|PLC|S\.A\.|B\.V\.|Holdings|Group|Sdn\.?\s*Bhd\.?)(?![\w])(?!\s*(?:,\s*)?(?:Co\b|Ltd|Inc|Corp|LLC|GmbH|Holdings))")]
    private static partial Regex FirmEn();

    [GeneratedRegex(@"(?:公司名称|企业名称|单位名称|客户名称|公司|单位|企业|(?<![A-Za-z])(?:company|organi[sz]ation|employer))\s*:\s*([^|\n;,，。]{2,80})", RegexOptions.IgnoreCase)]
    private static partial Regex FirmLabel();

    [GeneratedRegex(@"(?:地址|(?<![A-Za-z])(?:address|addr?\.?|adr|A(?=:)))\s*:?\s*([^|\n;；。]{5,})", RegexOptions.IgnoreCase)]
    private static partial Regex AddressLabel();

    [GeneratedRegex(@"[^|;；,，。!?\n]+")]
    private static partial Regex PieceZh();

    [GeneratedRegex(@"(?:路|街|道|巷|弄|胡同|村)[\u4e00-\u9fff]{0,3}\s*\d+\s*(?:-\d+\s*)?号")]
    private static partial Regex DoorZh();

    [GeneratedRegex(@"(?:路|街|大道|巷|弄|胡同|工业区|工业园|开发区|产业园|科技园|园区|大厦|广场|中心|镇|村)[\u4e00-\u9fff\w\s\-#]*\d|\d+\s*(?:号|弄|栋|幢|楼|室|层)|(?:大厦|工业园|产业园|科技园|广场)$")]
    private static partial Regex StreetZh();

    [GeneratedRegex(@"(?<![\w.])(?:No\.?\s*)?\d+[A-Za-z]?(?:\s*/\s*F)?,?\s+(?:[A-Za-z0-9.'#\-]+,?\s+){0,8}?(?:Road|Rd|Street|St|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Highway|Hwy|Square|Plaza|Court|Parkway|Way)\b\.?[^|\n;]*", RegexOptions.IgnoreCase)]
    private static partial Regex StreetEn();

    [GeneratedRegex(@"^[A-Z][A-Za-z .'\-]+,?\s+(?:[A-Z]{2}\s+\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|\d{5,6})(?:,?\s*[A-Za-z. ]+)?$|^\d{4,6}\s+[A-Z][A-Za-z .\-]+(?:,\s*[A-Za-z ]+)?$|^[A-Z][A-Za-z \-]+,\s*(?:P\.?\s*R\.?\s*)?(?:China|USA|Germany|UK|United Kingdom|United States|Japan|Singapore|France)\.?(?:\s+\d{4,6})?$")]
    private static partial Regex TownEn();
}
