using System.Text.RegularExpressions;
using Weir.Engine.Forms;

namespace Weir.Engine.Snippets;

/// <content>Who it is, what they do, and where in their company.</content>
public static partial class SnippetReader
{
    private const int MostEnglishWords = 4;

    private static void People(SnippetSheet sheet)
    {
        Each(sheet, TitleLabel(), match => sheet.Found(Meaning.JobTitle, match.Groups[1].Value));
        Each(sheet, DepartmentLabel(), match => sheet.Found(Meaning.Department, match.Groups[1].Value));
        foreach (var (start, length) in Found(sheet, PersonLabel()))
        {
            if (!Piece(sheet, start, length) && sheet.Text.Substring(start, length).Trim() is { Length: > 0 and <= 30 } name && !sheet.Has(Meaning.Person)) sheet.Found(Meaning.Person, sheet.Written(start, length));
            sheet.Cross(start, length);
        }
        foreach (Match piece in PieceOfCard().Matches(sheet.Text)) Look(sheet, piece.Index, piece.Length);
        Each(sheet, Called(), match =>
        {
            if (!sheet.Has(Meaning.Person) && Named(match.Groups[1].Value) is { } name) sheet.Found(Meaning.Person, name);
        });
    }

    private static List<(int Start, int Length)> Found(SnippetSheet sheet, Regex sign) =>
        [.. sign.Matches(sheet.Text).Select(m => (m.Groups[1].Index, m.Groups[1].Length))];

    private static void Look(SnippetSheet sheet, int start, int length)
    {
        var text = sheet.Text.Substring(start, length);
        if (!text.Any(IsHan))
        {
            if (English(sheet, text, start)) sheet.Cross(start, length);
            return;
        }
        // 王 芳 and 欧阳 锋 as they stand on cards.
        if (text.Trim().Contains(' ', StringComparison.Ordinal) && text.Replace(" ", "", StringComparison.Ordinal) is var close && close.Length <= 4 && close.All(IsHan) && !sheet.Has(Meaning.Person) && Surnames.IsName(close))
        {
            sheet.Found(Meaning.Person, close);
            sheet.Cross(start, length);
            return;
        }
        foreach (Match word in WordOfCard().Matches(text))
            if (Piece(sheet, start + word.Index, word.Length)) sheet.Cross(start + word.Index, word.Length);
        foreach (Match words in WordsEn().Matches(text))
            if (English(sheet, words.Value, start + words.Index)) sheet.Cross(start + words.Index, words.Length);
    }

    /// <summary>One word of a card: 王芳, 采购经理, 采购经理王芳, 王芳采购经理, 王总, 采购部.</summary>
    private static bool Piece(SnippetSheet sheet, int start, int length)
    {
        var word = sheet.Text.Substring(start, length).Trim();
        if (word.Length > 1 && word[0] is '的' or '是') word = word[1..];
        if (word.Any(c => c is ' ' or '(' or ')'))
        {
            var any = false;
            foreach (Match part in WordOfCard().Matches(word)) any |= Piece(sheet, sheet.Text.IndexOf(word, start, StringComparison.Ordinal) + part.Index, part.Length);
            return any;
        }
        if (!sheet.Has(Meaning.Person) && Honour().Match(word) is { Success: true } honour && Surnames.Begins(word) && (honour.Groups[1].Length == 1 || Surnames.IsName(honour.Groups[1].Value)))
        {
            // 王芳女士 is 王芳; 王总 has no other name.
            sheet.Found(Meaning.Person, honour.Groups[1].Length == 1 ? word : honour.Groups[1].Value);
            if (Calling().IsMatch(honour.Groups[2].Value)) sheet.Found(Meaning.JobTitle, honour.Groups[2].Value);
            return true;
        }
        if (!sheet.Has(Meaning.Person) && Surnames.IsName(word) && !TitleZh().IsMatch(word))
        {
            sheet.Found(Meaning.Person, word);
            return true;
        }
        if (DepartmentZh().IsMatch(word))
        {
            sheet.Found(Meaning.Department, word);
            return true;
        }
        return word.Length <= 20 && Titled(sheet, word);
    }

    /// <summary>A title alone, with a name behind it, or with a name before it.</summary>
    private static bool Titled(SnippetSheet sheet, string word)
    {
        if (TitleZh().Match(word) is not { Success: true } title) return false;
        var behind = word[(title.Index + title.Length)..];
        if (behind.Length > 0)
        {
            if (Named(behind) is not { } name || sheet.Has(Meaning.Person)) return false;
            sheet.Found(Meaning.Person, name);
            sheet.Found(Meaning.JobTitle, word[..(title.Index + title.Length)]);
            return true;
        }
        foreach (var length in (int[])[3, 2, 4])
        {
            if (sheet.Has(Meaning.Person) || word.Length <= length || !Surnames.IsName(word[..length]) || !TitleBegin().IsMatch(word[length..])) continue;
            sheet.Found(Meaning.Person, word[..length]);
            sheet.Found(Meaning.JobTitle, word[length..]);
            return true;
        }
        sheet.Found(Meaning.JobTitle, word);
        return true;
    }

    /// <summary>A name without what people are called by: 王芳女士 is 王芳.</summary>
    private static string? Named(string word) => Honour().Match(word) is { Success: true } honour && Surnames.IsName(honour.Groups[1].Value) ? honour.Groups[1].Value : Surnames.IsName(word) ? word : null;

    private static bool English(SnippetSheet sheet, string text, int start)
    {
        var any = false;
        foreach (Match part in PartEn().Matches(text))
        {
            var words = Tail().Replace(part.Value.Trim(' ', '-', '.'), "");
            if (words.Length is 0 or > 60 || Courtesy().Replace(words, "").Trim(' ', ',', '.').Length == 0) continue;
            if (DepartmentEn().IsMatch(words)) sheet.Found(Meaning.Department, words);
            else if (TitleEn().IsMatch(words)) sheet.Found(Meaning.JobTitle, words);
            else if (PersonEn().Match(words) is { Success: true } person && person.Groups[1].Value.Split(' ').Length <= MostEnglishWords && !NoNameEn().IsMatch(words))
            {
                // The same person once more, in other letters.
                if (!sheet.Has(Meaning.Person)) sheet.Found(Meaning.Person, person.Groups[1].Value);
            }
            else continue;
            any = true;
            sheet.Cross(start + part.Index, part.Length);
        }
        return any;
    }

    [GeneratedRegex(@"(?:姓名|联系人|联络人|收件人|称呼|(?<![A-Za-z])(?:name|contact(?:\s+person)?|attn))\s*(?:是|为)?\s*:\s*([^|\n;,，。、]{1,30})", RegexOptions.IgnoreCase)]
    private static partial Regex PersonLabel();

    [GeneratedRegex(@"(?:职务|职位|职称|岗位|(?<![A-Za-z])(?:job\s+title|title|position))\s*:\s*([^|\n;,，。]{2,40})", RegexOptions.IgnoreCase)]
    private static partial Regex TitleLabel();

    [GeneratedRegex(@"(?:部门|(?<![A-Za-z])(?:department|dept\.?))\s*:\s*([^|\n;,，。]{2,40})", RegexOptions.IgnoreCase)]
    private static partial Regex DepartmentLabel();

    [GeneratedRegex(@"[^|\n;，。、!?:<>""“”【】\[\]]+")]
    private static partial Regex PieceOfCard();

    [GeneratedRegex(@"[^\s()/,·\-~]+")]
    private static partial Regex WordOfCard();

    [GeneratedRegex(@"^([\u4e00-\u9fff·]{1,4}?)(总监|总工|总|工|董|老师|先生|女士|小姐|经理|主任|厂长|院长|处长|科长|部长|教授|博士|医生|律师|会计|同学)$")]
    private static partial Regex Honour();

    [GeneratedRegex(@"^(?:总监|总工|经理|主任|厂长|院长|处长|科长|部长|教授|会计)$")]
    private static partial Regex Calling();

    [GeneratedRegex(@"^[\u4e00-\u9fff]{1,8}(?:部|部门|事业部|研发中心|采购中心|技术中心|市场中心|营销中心)$")]
    private static partial Regex DepartmentZh();

    [GeneratedRegex(@"^[\u4e00-\u9fffA-Za-z&]{0,12}?(?:总经理助理|副总经理|总经理|副总裁|总裁助理|总裁|副总|董事长助理|董事长|执行董事|董事|经理助理|经理|副总监|总监|副主任|主任|主管|总工程师|工程师|副部长|部长|科长|处长|院长|厂长|店长|行长|校长|会长|秘书长|专员|助理|秘书|会计|出纳|教授|讲师|顾问|代表|负责人|创始人|合伙人|采购员|业务员|销售员|技术员|组长|队长|班长|司机|架构师|设计师|分析师|CEO|CTO|CFO|COO|CMO|CIO|VP)", RegexOptions.IgnoreCase)]
    private static partial Regex TitleZh();

    [GeneratedRegex(@"^(?:常务|执行|高级|资深|首席|副|总|大区|区域|华东|华南|华北|华中|西南|海外|国际|全国|采购|销售|市场|技术|研发|财务|行政|人事|人力|生产|工程|项目|产品|运营|设备|信息|物流|质量|品质|品牌|客户|商务|业务|渠道|供应链|安全|仓储|计划|工艺|电气|机械|软件|硬件|IT|HR|经理|主任|主管|总监|董事|厂长|院长|部长|工程师|教授|顾问|会计|助理|秘书|创始|联合|CEO|CTO|CFO|COO|VP)", RegexOptions.IgnoreCase)]
    private static partial Regex TitleBegin();

    [GeneratedRegex(@"(?:我叫|我是|本人|名叫|叫做?|请?联系|请?找)\s*([\u4e00-\u9fff]{2,4}?)(?=先生|女士|小姐|老师|[^\u4e00-\u9fff]|是|的|在|来|\z)")]
    private static partial Regex Called();

    [GeneratedRegex(@"(?:,(?=\s*(?:PhD|MBA|PMP|CPA|Jr|Sr)\b)|(?![|/·,]|\s-\s|\s{3}).)+", RegexOptions.IgnoreCase)]
    private static partial Regex PartEn();

    [GeneratedRegex(@"[A-Za-z][A-Za-z'.&\-]*(?:,?\s+[A-Za-z&][A-Za-z'.&\-]*)+")]
    private static partial Regex WordsEn();

    [GeneratedRegex(@"\s+(?:at|with|of|@)$", RegexOptions.IgnoreCase)]
    private static partial Regex Tail();

    [GeneratedRegex(@"\b(?:Manager|Director|Engineer|President|Officer|CEO|CTO|CFO|COO|CMO|CIO|VP|Head|Lead|Leader|Specialist|Buyer|Consultant|Representative|Rep|Executive|Assistant|Coordinator|Analyst|(?:Co-)?Founder|Partner|Supervisor|Chairman|Chairwoman|Secretary|Administrator|Architect|Developer|Designer|Planner|Owner|Principal|Associate|Technician|Accountant|Controller|Superintendent|Professor)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TitleEn();

    [GeneratedRegex(@"^(?:[A-Z&][\w&]*\s+){1,4}(?:Department|Dept\.?|Division|Team)$|^(?:Department|Division) of ", RegexOptions.IgnoreCase)]
    private static partial Regex DepartmentEn();

    [GeneratedRegex(@"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Ing|Sir)\.?\s+)?(\p{Lu}[\p{L}'’\-]+(?:\s+(?:\p{Lu}\.?|\(\p{Lu}\p{Ll}+\)|van|von|de|der|da|bin|al|el|del|la))*(?:\s+\p{Lu}[\p{L}'’\-]+){1,2})(?:,?\s+(?:PhD|MBA|PMP|CPA|Jr\.?|Sr\.?))?$")]
    private static partial Regex PersonEn();

    [GeneratedRegex(@"\b(?:Best|Kind|Warm|Regards|Thank|Thanks|Dear|Hello|Sent|From|Phone|Mobile|Tel|Email|Fax|Address|Street|Road|City|China|USA|United|New York|Building|Floor|Room|Office|Industrial|Park|Confidential|Notice|Sales|Purchasing|Procurement|Marketing|Team|Department|Website|Please|Visit|Follow|Linked|Certified)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NoNameEn();
}
