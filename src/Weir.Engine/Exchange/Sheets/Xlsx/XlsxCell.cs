using System.Globalization;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>Reads one cell element after the other into typed values; keeps nothing but its place.</summary>
internal sealed class XlsxCell(PartReader part, Func<SharedTexts> shared, CellStyles styles, bool since1904, SheetLimits limits)
{
    private readonly string placeName = part.Names.Add("r");
    private readonly string styleName = part.Names.Add("s");
    private readonly string typeName = part.Names.Add("t");
    private readonly string valueName = part.Names.Add("v");
    private readonly string inlineName = part.Names.Add("is");
    private SharedTexts? texts;

    /// <summary>Of the cell read last, counted from 0.</summary>
    public int Column { get; private set; }

    public SheetCell Read(int row, int expectedColumn)
    {
        Column = expectedColumn;
        var style = 0;
        var type = "n";
        for (var more = part.FirstAttribute(); more; more = part.NextAttribute())
        {
            if (ReferenceEquals(part.Name, placeName))
                Column = ColumnOf(part.AttributeValue) ?? expectedColumn;
            else if (ReferenceEquals(part.Name, styleName))
                style = int.TryParse(part.AttributeValue, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            else if (ReferenceEquals(part.Name, typeName))
                type = part.AttributeValue;
        }
        part.LeaveAttributes();
        part.ClearText();
        if (!part.IsEmpty)
            ReadContent(row);
        return part.Text.IsEmpty ? default : Value(type, style, row);
    }

    private void ReadContent(int row)
    {
        var depth = part.Depth;
        var inValue = false;
        while (part.Read() && part.Depth > depth)
        {
            if (part.IsStart)
            {
                inValue = ReferenceEquals(part.Name, valueName) && !part.IsEmpty;
                if (ReferenceEquals(part.Name, inlineName))
                    RichText.Gather(part, row);
            }
            else if (part.IsEnd)
            {
                inValue = false;
            }
            else if (inValue && part.IsText)
            {
                part.AppendText(row);
            }
        }
    }

    private SheetCell Value(string type, int style, int row)
    {
        var raw = part.Text;
        switch (type)
        {
            case "s":
                texts ??= shared();
                return int.TryParse(raw.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    ? Bounded(texts[index], row) : default;
            case "str" or "inlineStr":
                return Bounded(EscapedText.Read(raw), row);
            case "b":
                return SheetCell.OfBool(raw.Trim() is "1" or "true");
            case "e":
                return SheetCell.OfError(Bounded(raw.ToString(), row).Text);
            case "d":
                return Iso(raw) ?? Bounded(raw.ToString(), row);
            default:
                return SheetNumber.TryRead(raw, out var number) ? Typed(number, styles[style]) : Bounded(raw.ToString(), row);
        }
    }

    private SheetCell Typed(decimal number, NumberFormat format) => format.Meaning switch
    {
        FormatMeaning.Date when DateSerial.Read(number, since1904) is { } day => SheetCell.OfDate(day),
        FormatMeaning.Moment when DateSerial.Read(number, since1904) is { } moment => SheetCell.OfMoment(moment),
        // Excel shows a moment under a time format without its day, but the day is there.
        FormatMeaning.Time when number is >= 0 and < 1 => SheetCell.OfMoment(DateSerial.ReadTime(number)),
        FormatMeaning.Time when DateSerial.Read(number, since1904) is { } moment => SheetCell.OfMoment(moment),
        _ => SheetCell.OfNumber(number, format.Meaning is FormatMeaning.Number or FormatMeaning.Elapsed ? format : null),
    };

    private static SheetCell? Iso(ReadOnlySpan<char> raw)
    {
        const DateTimeStyles asWritten = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;
        if (!DateTime.TryParse(raw, CultureInfo.InvariantCulture, asWritten, out var moment))
            return null;
        return raw.Contains('T') ? SheetCell.OfMoment(moment) : SheetCell.OfDate(moment);
    }

    private SheetCell Bounded(string text, int row) =>
        text.Length <= limits.MaxText ? SheetCell.OfText(text) : throw SheetProblem.LongText(limits.MaxText, row);

    /// <summary>The letters of a place such as <c>AB12</c>, counted from 0; null for what is no place.</summary>
    private static int? ColumnOf(string place)
    {
        var column = 0;
        foreach (var c in place)
        {
            var letter = c & ~0x20;
            if (letter is < 'A' or > 'Z')
                break;
            column = column * 26 + (letter - 'A' + 1);
            if (column > 1_000_000)
                throw SheetProblem.Corrupt();
        }
        return column == 0 ? null : column - 1;
    }
}
