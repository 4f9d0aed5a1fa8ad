using System.Buffers;
using System.Globalization;
using System.Text;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>
/// Writes characters that XML cannot hold as <c>_xHHHH_</c> and reads them back, as Excel does (ECMA-376 part 1, 22.9.2.19, type
/// ST_Xstring); a text that happens to look like such an escape gets its first underscore escaped.
/// </summary>
internal static class EscapedText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Except("\t\n"), '&', '<', '>', '"', '_', '\uFFFE', '\uFFFF',
            .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    public static void Write(TextWriter xml, ReadOnlySpan<char> text)
    {
        while (true)
        {
            var stop = text.IndexOfAny(Special);
            if (stop < 0)
            {
                xml.Write(text);
                return;
            }
            xml.Write(text[..stop]);
            text = text[stop..];
            text = text[WriteSpecial(xml, text)..];
        }
    }

    public static string Read(ReadOnlySpan<char> raw)
    {
        var escape = NextEscape(raw);
        if (escape < 0)
            return raw.ToString();
        var text = new StringBuilder(raw.Length);
        for (; escape >= 0; escape = NextEscape(raw))
        {
            var code = ushort.Parse(raw.Slice(escape + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            text.Append(raw[..escape]).Append((char)code);
            raw = raw[(escape + 7)..];
        }
        return text.Append(raw).ToString();
    }

    /// <summary>Returns how many characters it has dealt with.</summary>
    private static int WriteSpecial(TextWriter xml, ReadOnlySpan<char> text)
    {
        switch (text[0])
        {
            case '&':
                xml.Write("&amp;");
                return 1;
            case '<':
                xml.Write("&lt;");
                return 1;
            case '>':
                xml.Write("&gt;");
                return 1;
            case '"':
                xml.Write("&quot;");
                return 1;
            case '_':
                xml.Write(IsEscape(text) ? "_x005F_" : "_");
                return 1;
            default:
                if (text.Length > 1 && char.IsSurrogatePair(text[0], text[1]))
                {
                    xml.Write(text[..2]);
                    return 2;
                }
                xml.Write("_x");
                xml.Write(((int)text[0]).ToString("X4", CultureInfo.InvariantCulture));
                xml.Write('_');
                return 1;
        }
    }

    private static int NextEscape(ReadOnlySpan<char> raw)
    {
        for (var from = 0; ;)
        {
            var found = raw[from..].IndexOf("_x");
            if (found < 0)
                return -1;
            from += found;
            if (IsEscape(raw[from..]))
                return from;
            from += 2;
        }
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_' && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3])
        && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);
}
