namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>The number format behind each style number of a workbook; every other trait of a style is ignored.</summary>
internal sealed class CellStyles
{
    private const int MaxStyles = 100_000;

    private readonly List<NumberFormat> formats = [];

    public NumberFormat this[int style] => (uint)style < (uint)formats.Count ? formats[style] : NumberFormat.General;

    public static CellStyles Load(PartReader? part)
    {
        var styles = new CellStyles();
        var own = new Dictionary<int, NumberFormat>();
        var known = new Dictionary<int, NumberFormat>();
        var inCellFormats = false;
        while (part is not null && part.Read())
        {
            if (part.Name == "cellXfs")
                inCellFormats = part.IsStart && !part.IsEmpty;
            if (!part.IsStart)
                continue;
            if (part.Name == "numFmt" && Number(part, "numFmtId") is { } id && part.Attribute("formatCode") is { Length: <= 1000 } code)
                own.TryAdd(id, NumberFormat.Parse(code));
            else if (inCellFormats && part.Name == "xf")
                styles.formats.Add(Find(Number(part, "numFmtId") ?? 0));
            if (own.Count > MaxStyles || styles.formats.Count > MaxStyles)
                throw SheetProblem.Corrupt();
        }
        return styles;

        NumberFormat Find(int id)
        {
            if (own.TryGetValue(id, out var format) || known.TryGetValue(id, out format))
                return format;
            return known[id] = NumberFormat.Known(id);
        }
    }

    private static int? Number(PartReader part, string attribute) =>
        int.TryParse(part.Attribute(attribute), out var number) ? number : null;
}
