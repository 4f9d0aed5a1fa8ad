using System.Globalization;
using System.Text;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions that cut, join and look into texts; characters are Unicode code points, counted from 1.</summary>
[Family("文本", "Text")]
internal static class TextFunctions
{
    [Function("CONCATENATE", ZhUse = "CONCATENATE(值1, [值2, …])", EnUse = "CONCATENATE(value1, [value2, …])",
        Zh = "把各个值连成一段文本，与 & 相同。", En = "Joins values into one text, like the & sign.",
        ZhExample = """CONCATENATE("北京", "分公司")""", EnExample = """CONCATENATE("Berlin ", "office")""")]
    public static string Concatenate(Evaluation evaluation, params IReadOnlyList<object?> values) => Lists.Join(values, "", evaluation);

    [Function("LEFT", ZhUse = "LEFT(文本, [字数])", EnUse = "LEFT(text, [count])",
        Zh = "取开头的若干个字，缺省取 1 个。", En = "The first characters of a text, one if no count is given.",
        ZhExample = """LEFT("北京分公司", 2)""", EnExample = """LEFT("Berlin office", 6)""")]
    public static string Left(string text, int count = 1) => Characters.Slice(text, 0, count);

    [Function("RIGHT", ZhUse = "RIGHT(文本, [字数])", EnUse = "RIGHT(text, [count])",
        Zh = "取末尾的若干个字，缺省取 1 个。", En = "The last characters of a text, one if no count is given.",
        ZhExample = """RIGHT("13800138000", 4)""", EnExample = """RIGHT("13800138000", 4)""")]
    public static string Right(string text, int count = 1)
    {
        var length = Characters.Count(text);
        return Characters.Slice(text, Math.Max(0, length - Math.Max(0, count)), count);
    }

    [Function("MID", ZhUse = "MID(文本, 起始位置, 字数)", EnUse = "MID(text, start, count)",
        Zh = "从第几个字起取若干个字。", En = "Some characters from the middle of a text; the first one is number 1.",
        ZhExample = """MID("110101199003070000", 7, 8)""", EnExample = """MID("AB-2026-07", 4, 4)""")]
    public static string? Mid(string text, int start, int count) =>
        start < 1 ? text.Length == 0 ? "" : null : Characters.Slice(text, start - 1, count);

    [Function("LEN", ZhUse = "LEN(文本)", EnUse = "LEN(text)", Zh = "文本有多少个字。", En = "How many characters a text has.",
        ZhExample = """LEN("你好")""", EnExample = """LEN("hello")""")]
    public static decimal Len(string text) => Characters.Count(text);

    [Function("LOWER", ZhUse = "LOWER(文本)", EnUse = "LOWER(text)", Zh = "把字母变成小写。", En = "The text in small letters.",
        ZhExample = """LOWER("CRM")""", EnExample = """LOWER("CRM")""")]
    public static string Lower(string text) => text.ToLowerInvariant();

    [Function("UPPER", ZhUse = "UPPER(文本)", EnUse = "UPPER(text)", Zh = "把字母变成大写。", En = "The text in capital letters.",
        ZhExample = """UPPER("crm")""", EnExample = """UPPER("crm")""")]
    public static string Upper(string text) => text.ToUpperInvariant();

    [Function("TRIM", ZhUse = "TRIM(文本)", EnUse = "TRIM(text)", Zh = "去掉首尾空格，中间的连续空格只留一个。",
        En = "Removes spaces at both ends and leaves one of several in between.",
        ZhExample = """TRIM("  华为  技术 ")""", EnExample = """TRIM("  Acme   Ltd ")""")]
    public static string Trim(string text) =>
        string.Join(' ', text.Split([' ', '\t', '\n', '\r', '\u3000', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));

    [Function("REPLACE", ZhUse = "REPLACE(文本, 起始位置, 字数, 新文本)", EnUse = "REPLACE(text, start, count, new)",
        Zh = "把从某个位置起的若干个字换成新文本。", En = "Puts a new text in place of some characters.",
        ZhExample = """REPLACE("13800138000", 4, 4, "****")""", EnExample = """REPLACE("13800138000", 4, 4, "****")""")]
    public static string? Replace(string text, int start, int count, string @new)
    {
        if (start < 1)
            return text.Length == 0 ? @new : null;
        var after = start - 1L + Math.Max(0, count);
        return Characters.Slice(text, 0, start - 1) + @new
            + (after > int.MaxValue ? "" : Characters.Slice(text, (int)after, int.MaxValue));
    }

    [Function("SUBSTITUTE", ZhUse = "SUBSTITUTE(文本, 旧文本, 新文本)", EnUse = "SUBSTITUTE(text, old, new)",
        Zh = "把文本里所有的旧文本换成新文本，区分大小写。", En = "Changes every occurrence of one text into another; case counts.",
        ZhExample = """SUBSTITUTE("2026/07/01", "/", "-")""", EnExample = """SUBSTITUTE("2026/07/01", "/", "-")""")]
    public static string Substitute(Evaluation evaluation, string text, string old, string @new)
    {
        if (old.Length == 0)
            return text;
        evaluation.Room((decimal)text.Length / old.Length * @new.Length);
        return text.Replace(old, @new, StringComparison.Ordinal);
    }

    [Function("SEARCH", ZhUse = "SEARCH(要找的文本, 文本, [起始位置])", EnUse = "SEARCH(find, text, [start])",
        Zh = "要找的文本在第几个字，不分大小写；找不到时为空。", En = "Where one text starts in another, from 1, whatever the case; empty if it is not there.",
        ZhExample = """SEARCH("公司", "北京分公司")""", EnExample = """SEARCH("office", "Berlin Office")""")]
    public static decimal? Search(string find, string text, int start = 1)
    {
        if (start < 1)
            return null;
        var from = Characters.Slice(text, 0, start - 1).Length;
        var found = text.IndexOf(find, from, StringComparison.OrdinalIgnoreCase);
        return found < 0 ? null : Characters.Count(text[..found]) + 1;
    }

    [Function("CONTAINS", ZhUse = "CONTAINS(文本, 要找的文本)", EnUse = "CONTAINS(text, find)",
        Zh = "文本里含有要找的文本时为真，不分大小写。", En = "True when one text is found in another, whatever the case.",
        ZhExample = """CONTAINS("北京分公司", "公司")""", EnExample = """CONTAINS("Berlin Office", "office")""")]
    public static bool Contains(string text, string find) => text.Contains(find, StringComparison.OrdinalIgnoreCase);

    [Function("EXACT", ZhUse = "EXACT(文本1, 文本2)", EnUse = "EXACT(text1, text2)", Zh = "两段文本完全相同时为真，区分大小写。",
        En = "True when two texts are identical; case counts.", ZhExample = """EXACT("CRM", "crm")""", EnExample = """EXACT("CRM", "crm")""")]
    public static bool Exact(string one, string two) => string.Equals(one, two, StringComparison.Ordinal);

    [Function("REPT", ZhUse = "REPT(文本, 次数)", EnUse = "REPT(text, times)", Zh = "把文本重复若干次。", En = "A text several times over.",
        ZhExample = """REPT("★", 3)""", EnExample = """REPT("★", 3)""")]
    public static string Rept(Evaluation evaluation, string text, int times)
    {
        if (times <= 0 || text.Length == 0)
            return "";
        evaluation.Room((decimal)text.Length * times);
        return new StringBuilder().Insert(0, text, times).ToString();
    }

    [Function("CHAR", ZhUse = "CHAR(编码)", EnUse = "CHAR(code)", Zh = "编码所代表的字符，例如 10 是换行。",
        En = "The character of a code number; 10 is a line break.", ZhExample = "CHAR(65)", EnExample = "CHAR(65)")]
    public static string? Char(int code) => code > 0 && Rune.IsValid(code) ? new Rune(code).ToString() : null;

    [Function("TEXT", ZhUse = "TEXT(值, [格式])", EnUse = "TEXT(value, [format])",
        Zh = "按格式把数字或日期变成文本：0.00、#,##0.00、0%、yyyy-MM-dd HH:mm。",
        En = "A number or date as text in a format: 0.00, #,##0.00, 0%, yyyy-MM-dd HH:mm.",
        ZhExample = """TEXT(due, "yyyy年M月d日")""", EnExample = """TEXT(amount, "#,##0.00")""")]
    public static string? Text(Evaluation evaluation, [Each] object? value, string format = "") => value switch
    {
        decimal number when format.Length > 0 => Formats.Number(number, format),
        DateOnly date when format.Length > 0 => Formats.Date(date.ToDateTime(TimeOnly.MinValue), format),
        DateTime moment when format.Length > 0 => Formats.Date(evaluation.Local(moment), format),
        _ => Coercion.Text(value, evaluation),
    };

    [Function("VALUE", ZhUse = "VALUE(文本)", EnUse = "VALUE(text)", Zh = "把写着数字的文本变成数字，认得千分位和 %；不是数字时为空。",
        En = "The number that a text spells, with thousands commas or % allowed; empty if it spells none.",
        ZhExample = """VALUE("1,200.50")""", EnExample = """VALUE("1,200.50")""")]
    public static decimal? Value(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKC).Trim();
        if (plain.Length == 0)
            return 0;
        var percent = plain.EndsWith('%');
        return decimal.TryParse(percent ? plain[..^1] : plain, NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? percent ? number / 100 : number
            : null;
    }
}
