using System.Text;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

internal sealed partial class NumberFormat
{
    /// <summary>Formats that a workbook names by number only; those above 26 differ by language, here as Chinese Excel has them.</summary>
    public static NumberFormat Known(int id) => id switch
    {
        >= 14 and <= 17 or >= 27 and <= 31 or 36 or >= 50 and <= 54 or 57 or 58 => new(FormatMeaning.Date),
        >= 18 and <= 21 or >= 32 and <= 35 or 45 or 47 or 55 or 56 => new(FormatMeaning.Time),
        22 => new(FormatMeaning.Moment),
        46 => new(FormatMeaning.Elapsed),
        1 => Parse("0"),
        2 => Parse("0.00"),
        3 or 37 or 38 => Parse("#,##0"),
        4 or 39 or 40 => Parse("#,##0.00"),
        5 or 6 or 41 or 42 => Parse("#,##0"),
        7 or 8 or 43 or 44 => Parse("#,##0.00"),
        9 => Parse("0%"),
        10 => Parse("0.00%"),
        _ => General,
    };

    public static NumberFormat Parse(string code)
    {
        var sections = Sections(code);
        var meaning = MeaningOf(sections[0]);
        if (meaning != FormatMeaning.Number)
            return new(meaning);
        if (sections[0].Contains("General", StringComparison.OrdinalIgnoreCase) || sections[0].Contains("G/", StringComparison.Ordinal))
            return General;
        // A condition such as [>100] changes which section applies.
        if (sections.Exists(section => section.Contains("[<", StringComparison.Ordinal)
            || section.Contains("[>", StringComparison.Ordinal) || section.Contains("[=", StringComparison.Ordinal)))
            return General;
        var patterns = sections.Select(NumberPattern.Parse).ToList();
        return patterns[0] is null ? General : new(meaning, patterns[0], patterns.ElementAtOrDefault(1), patterns.ElementAtOrDefault(2));
    }

    private static FormatMeaning MeaningOf(string section)
    {
        var letters = Letters(section, out var elapsed);
        if (elapsed)
            return FormatMeaning.Elapsed;
        if (letters.Contains("general", StringComparison.Ordinal) || letters.Contains("e+", StringComparison.Ordinal)
            || letters.Contains("e-", StringComparison.Ordinal))
            return FormatMeaning.Number;
        var time = letters.AsSpan().ContainsAny("hs时時秒") || letters.Contains("am/pm", StringComparison.Ordinal)
            || letters.Contains("上午/下午", StringComparison.Ordinal);
        // An m means minutes beside hours or seconds, months elsewhere; aaa is the day of the week.
        var day = letters.AsSpan().ContainsAny("ydeb年日") || letters.Contains("aaa", StringComparison.Ordinal)
            || (!time && letters.AsSpan().ContainsAny("m月"));
        return day ? time ? FormatMeaning.Moment : FormatMeaning.Date : time ? FormatMeaning.Time : FormatMeaning.Number;
    }

    /// <summary>The section in lower case without what is only shown: quoted and escaped characters, fill, colours, languages.</summary>
    private static string Letters(string section, out bool elapsed)
    {
        elapsed = false;
        var letters = new StringBuilder(section.Length);
        for (var i = 0; i < section.Length; i++)
        {
            switch (section[i])
            {
                case '"':
                    i = End(section, i, '"');
                    break;
                case '[':
                    var end = End(section, i, ']');
                    var inside = section.AsSpan(i + 1, Math.Max(0, end - i - 1));
                    elapsed |= inside.Length > 0 && inside.Trim("hHmMsS").IsEmpty;
                    i = end;
                    break;
                case '\\' or '_' or '*' or '!':
                    i++;
                    break;
                default:
                    letters.Append(char.ToLowerInvariant(section[i]));
                    break;
            }
        }
        return letters.ToString();
    }

    private static List<string> Sections(string code)
    {
        var sections = new List<string>();
        var start = 0;
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] == '"')
                i = End(code, i, '"');
            else if (code[i] is '\\' or '_' or '*')
                i++;
            else if (code[i] == ';')
            {
                sections.Add(code[start..i]);
                start = i + 1;
            }
        }
        sections.Add(code[start..]);
        return sections;
    }

    private static int End(string code, int start, char close)
    {
        var end = code.IndexOf(close, start + 1);
        return end < 0 ? code.Length : end;
    }
}
