using System.Globalization;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>Collects the cell styles that a workbook turns out to use and writes them at its end.</summary>
internal sealed class XlsxStyles
{
    /// <summary>Of the header cells; the numbers are fixed by the order in <see cref="Write"/>.</summary>
    public const int Header = 1;

    public const int RequiredHeader = 2;

    /// <summary>Fonts and fills in the order that the header styles name them by.</summary>
    private const string Looks = """
        <fonts count="3">
        <font><sz val="11"/><name val="Calibri"/><family val="2"/></font>
        <font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>
        <font><b/><sz val="11"/><color rgb="FFC00000"/><name val="Calibri"/><family val="2"/></font>
        </fonts>
        <fills count="3">
        <fill><patternFill patternType="none"/></fill>
        <fill><patternFill patternType="gray125"/></fill>
        <fill><patternFill patternType="solid"><fgColor rgb="FFF2F4F7"/><bgColor indexed="64"/></patternFill></fill>
        </fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        """;

    private const int HeaderFill = 2;
    private const int TextFormat = 49;
    private const int FirstOwnFormat = 164;
    private const int Fixed = 3;

    private readonly List<(string Code, bool Quoted)> styles = [];
    private readonly List<string> codes = [];

    /// <summary>The number of the style with a format; a quoted one tells the program that its text is no formula.</summary>
    public int Of(string code, bool quoted = false)
    {
        var at = styles.IndexOf((code, quoted));
        if (at < 0)
        {
            styles.Add((code, quoted));
            at = styles.Count - 1;
        }
        return at + Fixed;
    }

    public void Write(TextWriter xml)
    {
        var formats = styles.Select(style => FormatNumber(style.Code)).ToList();
        xml.Write("<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        if (codes.Count > 0)
        {
            xml.Write(string.Create(CultureInfo.InvariantCulture, $"<numFmts count=\"{codes.Count}\">"));
            for (var i = 0; i < codes.Count; i++)
            {
                xml.Write(string.Create(CultureInfo.InvariantCulture, $"<numFmt numFmtId=\"{FirstOwnFormat + i}\" formatCode=\""));
                EscapedText.Write(xml, codes[i]);
                xml.Write("\"/>");
            }
            xml.Write("</numFmts>");
        }
        xml.Write(Looks);
        xml.Write(string.Create(CultureInfo.InvariantCulture, $"<cellXfs count=\"{styles.Count + Fixed}\">"));
        WriteStyle(xml, 0, font: 0, fill: 0, quoted: false);
        WriteStyle(xml, TextFormat, font: Header, HeaderFill, quoted: true);
        WriteStyle(xml, TextFormat, font: RequiredHeader, HeaderFill, quoted: true);
        for (var i = 0; i < styles.Count; i++)
            WriteStyle(xml, formats[i], font: 0, fill: 0, styles[i].Quoted);
        xml.Write("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
    }

    private static void WriteStyle(TextWriter xml, int format, int font, int fill, bool quoted)
    {
        xml.Write($"<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\"");
        xml.Write(quoted ? " quotePrefix=\"1\"" : "");
        xml.Write(" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\"/>");
    }

    private int FormatNumber(string code)
    {
        var known = code switch { "General" => 0, "0" => 1, "0.00" => 2, "#,##0.00" => 4, "0.00%" => 10, "@" => TextFormat, _ => -1 };
        if (known >= 0)
            return known;
        if (!codes.Contains(code))
            codes.Add(code);
        return FirstOwnFormat + codes.IndexOf(code);
    }
}
