using System.Text;
using System.Text.RegularExpressions;
using Weir.Engine.Forms;

namespace Weir.Engine.Snippets;

/// <summary>The text while it is being taken apart: what was recognised is crossed out, so that nothing is read twice.</summary>
internal sealed partial class SnippetSheet
{
    /// <summary>Stands where something was crossed out, and separates like any mark between two pieces.</summary>
    public const char Crossed = '|';

    private readonly string written;
    private readonly StringBuilder plain;
    private readonly List<SnippetPart> parts = [];
    private string? now;

    public SnippetSheet(string written)
    {
        this.written = written;
        plain = new StringBuilder(written.Length);
        foreach (var c in written) plain.Append(Plain(c));
    }

    /// <summary>Letters and digits of full width as the usual ones, sign by sign: positions are those of what was written.</summary>
    public string Text => now ??= plain.ToString();

    public IReadOnlyList<SnippetPart> Parts => parts;

    public bool Has(Meaning meaning) => parts.Any(p => p.Meaning == meaning);

    public string Written(int start, int length) => written.Substring(start, length).Trim();

    public void Found(Meaning meaning, string text)
    {
        text = Blanks().Replace(text, " ").Trim(' ', ',', '，', '。', ';', '；', '、', ':', '：', '-', '|', '·', '"', '“', '”');
        if (text.Length > 0 && !parts.Any(p => p.Meaning == meaning && string.Equals(p.Text, text, StringComparison.OrdinalIgnoreCase))) parts.Add(new(meaning, text));
    }

    /// <summary>What stands before a place on its line, back to the mark that separates it from another piece.</summary>
    public string Before(int start) => LineHead().Match(Text, 0, start).Value;

    /// <summary>Crosses out a piece, with the label before it.</summary>
    public void Cross(int start, int length)
    {
        var label = Label().Match(Before(start));
        if (label.Success) (start, length) = (start - label.Length, length + label.Length);
        for (var i = start; i < start + length; i++)
            if (plain[i] != '\n') plain[i] = Crossed;
        now = null;
    }

    public IEnumerable<(int Start, string Line)> Lines()
    {
        var start = 0;
        foreach (var line in Text.Split('\n'))
        {
            yield return (start, line);
            start += line.Length + 1;
        }
    }

    private static char Plain(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' or '\u00A0' or '\u200B' or '\u200C' or '\u200D' or '\uFEFF' or '\uFE0F' or '\t' => ' ',
        '\r' or '\u2028' or '\u0085' => '\n',
        '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' or '﹣' or 'ー' => '-',
        '│' or '┃' or '丨' or '￨' or '•' or '●' or '■' or '◆' or '▪' or '★' or '✦' or '→' => Crossed,
        _ => char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.OtherSymbol ? ' ' : c,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[^\n|;,，。、；]{0,40}\z", RegexOptions.RightToLeft)]
    private static partial Regex LineHead();

    // One label or several for one value: 手机/微信：
    [GeneratedRegex(@"(?:(?<![A-Za-z])(?:联系|办公|公司|工作|电子|移动|固定|客户|企业|收货|收件|您的|我的|my|company|office|work|business|direct|main|official)?\s*(?:电话号码|电话|手机号码|手机号|手机|座机|固话|直线|总机|热线|邮箱地址|邮箱|邮件|邮编|网址|网站|官网|主页|地址|微信号码|微信号|微信|姓名|称呼|联系人|联络人|职务|职位|职称|岗位|部门|(?:公司名称|名称|公司|单位名称|单位|企业)(?=\s*:)|传真|统一社会信用代码|信用代码|税号|纳税人识别号|QQ号?|e-?mail|mail|telephone|tel|phone|mobile|mob|cell|fax|wechat(?:\s*id)?|weixin|wx|vx|web|website|site|url|http|address|addr|add|adr|(?:name|contact(?:\s+person)?|attn|title|position|department|dept|company|organi[sz]ation|employer)(?=\s*:)|[TMPEWAFHC](?=\s*(?:[:.]|\z)))\s*(?:是|号|为)?\s*[/&+、]?\s*)+(?:\([^()\n|]{0,8}\))?\s*[:.]*\s*\z", RegexOptions.IgnoreCase | RegexOptions.RightToLeft)]
    private static partial Regex Label();
}
