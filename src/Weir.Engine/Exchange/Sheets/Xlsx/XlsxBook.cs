namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>A workbook in the Office Open XML form, of any program; reads values only, never formulas, macros or links.</summary>
internal sealed class XlsxBook : SheetReader
{
    private const int MaxSheets = 2_000;

    private readonly SheetLimits limits;
    private readonly XlsxParts parts;
    private readonly Dictionary<string, string> pathOf = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly string? sharedPath;
    private readonly CellStyles styles;
    private SharedTexts? shared;
    private bool since1904;
    private string? selected;

    public XlsxBook(SheetFile file, SheetLimits limits)
        : base(file)
    {
        this.limits = limits;
        try
        {
            parts = new XlsxParts(file, limits);
        }
        catch (Exception e) when (Damage.Explain(e) is { } problem)
        {
            throw problem;
        }
        try
        {
            var workbook = FindWorkbook();
            var relations = parts.RelationsOf(workbook);
            ListSheets(workbook, relations);
            sharedPath = relations.Values.FirstOrDefault(relation => relation.Kind == "sharedStrings").Path;
            var stylePath = relations.Values.FirstOrDefault(relation => relation.Kind == "styles").Path;
            using var part = stylePath is null ? null : parts.OpenSmall(stylePath);
            styles = CellStyles.Load(part);
        }
        catch (Exception e)
        {
            parts.Dispose();
            if (Damage.Explain(e) is { } problem)
                throw problem;
            throw;
        }
    }

    public override string Kind => "xlsx";

    public override string? Encoding => null;

    public override IReadOnlyList<string> SheetNames => names;

    public override string Sheet => selected ??= names.Find(HoldsSomething) ?? names[0];

    public override void Select(string sheetName) =>
        selected = pathOf.ContainsKey(sheetName) ? sheetName : throw SheetProblem.NoSuchSheet(sheetName);

    public override IEnumerable<SheetRow> Rows()
    {
        using var rows = OpenRows(Sheet);
        var count = 0;
        while (rows.Next() is { } row)
        {
            if (++count > limits.MaxRows)
                throw SheetProblem.TooManyRows(limits.MaxRows);
            yield return row;
        }
    }

    public override int CountRows()
    {
        using var rows = OpenRows(Sheet);
        var count = 0;
        while (rows.Pass())
        {
            if (++count > limits.MaxRows)
                throw SheetProblem.TooManyRows(limits.MaxRows);
        }
        return count;
    }

    public override void Dispose()
    {
        parts.Dispose();
        base.Dispose();
    }

    private bool HoldsSomething(string sheet)
    {
        using var rows = OpenRows(sheet);
        return rows.Next() is not null;
    }

    private XlsxRows OpenRows(string sheet)
    {
        try
        {
            return new XlsxRows(parts.Open(pathOf[sheet]) ?? throw SheetProblem.Corrupt(), Shared, styles, since1904, limits);
        }
        catch (Exception e) when (Damage.Explain(e) is { } problem)
        {
            throw problem;
        }
    }

    private SharedTexts Shared()
    {
        if (shared is null)
        {
            using var part = sharedPath is null ? null : parts.Open(sharedPath);
            shared = SharedTexts.Load(part, limits);
        }
        return shared;
    }

    private string FindWorkbook()
    {
        var path = parts.RelationsOf("").Values.FirstOrDefault(relation => relation.Kind == "officeDocument").Path;
        if (path is null && parts.Has("[Content_Types].xml"))
            path = "xl/workbook.xml";
        // A text document, a presentation, an OpenDocument sheet, a binary workbook or any other zip.
        if (path is null || !path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || !parts.Has(path))
            throw path is not null && path.Contains("workbook.xml", StringComparison.OrdinalIgnoreCase)
                ? SheetProblem.Corrupt() : SheetProblem.NotASheet();
        return path;
    }

    private void ListSheets(string workbook, IReadOnlyDictionary<string, XlsxParts.Relation> relations)
    {
        using var part = parts.OpenSmall(workbook)!;
        var anySheet = false;
        var first = true;
        while (part.Read())
        {
            if (!part.IsStart)
                continue;
            if (first && part.Name != "workbook")
                throw SheetProblem.NotASheet();
            first = false;
            if (part.Name == "workbookPr")
                since1904 = part.Attribute("date1904") is "1" or "true";
            if (part.Name != "sheet" || part.Attribute("name") is not { } name || part.Attribute("id") is not { } id)
                continue;
            anySheet = true;
            if (relations.TryGetValue(id, out var relation) && relation.Kind == "worksheet" && part.Attribute("state") is null or "visible"
                && pathOf.TryAdd(EscapedText.Read(name), relation.Path))
                names.Add(EscapedText.Read(name));
            if (names.Count > MaxSheets)
                throw SheetProblem.Corrupt();
        }
        if (names.Count == 0)
            throw anySheet ? SheetProblem.Empty() : SheetProblem.Corrupt();
    }
}
