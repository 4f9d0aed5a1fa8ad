using System.Text;

namespace Weir.Engine.Exchange.Sheets.Csv;

/// <summary>A text table as a sheet of texts; it guesses no types, since <c>007</c> may be a name.</summary>
internal sealed class CsvTable : SheetReader
{
    private static readonly string[] Markup =
        ["<html", "<!doctype", "<?xml", "<table", "<head", "<meta", "<body", "<style", "<div", "<!--", "MIME-Version:"];

    private readonly SheetLimits limits;
    private readonly Encoding encoding;
    private readonly CsvDialect dialect;

    public CsvTable(SheetFile file, string fileName, SheetLimits limits)
        : base(file)
    {
        this.limits = limits;
        encoding = CsvEncoding.Detect(file);
        var sample = CsvDialect.Sample(file, encoding);
        if (sample.Length == 0)
            throw SheetProblem.Empty();
        RefuseMarkup(sample);
        dialect = CsvDialect.Detect(sample);
        Sheet = Path.GetFileNameWithoutExtension(fileName.Replace('\\', '/'));
    }

    public override string Kind => "csv";

    public override string? Encoding => encoding.WebName;

    public override IReadOnlyList<string> SheetNames => [Sheet];

    public override string Sheet { get; }

    public override void Select(string sheetName)
    {
        if (sheetName != Sheet)
            throw SheetProblem.NoSuchSheet(sheetName);
    }

    public override IEnumerable<SheetRow> Rows()
    {
        using var text = new StreamReader(File.FromStart(), encoding, detectEncodingFromByteOrderMarks: false, 1 << 16, leaveOpen: true);
        if (dialect.Announced)
            text.ReadLine();
        var records = new CsvRecords(text, dialect.Separator, limits);
        var cells = new List<SheetCell>();
        var rows = 0;
        while (records.Next(Add))
        {
            if (cells.Count == 0)
                continue;
            if (++rows > limits.MaxRows)
                throw SheetProblem.TooManyRows(limits.MaxRows);
            yield return new SheetRow(records.Number, [.. cells]);
            cells.Clear();
        }

        void Add(int column, ReadOnlySpan<char> field)
        {
            while (cells.Count < column)
                cells.Add(default);
            if (field.Length > limits.MaxText)
                throw SheetProblem.LongText(limits.MaxText, records.Number);
            cells.Add(SheetCell.OfText(field.ToString()));
        }
    }

    private static void RefuseMarkup(string sample)
    {
        var start = sample.AsSpan().TrimStart();
        foreach (var mark in Markup)
        {
            if (start.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
                throw SheetProblem.Html();
        }
    }
}
