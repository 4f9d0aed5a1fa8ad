using System.IO.Compression;
using System.Text;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>Writes a workbook part by part straight into its zip; only what the end of the file needs is kept.</summary>
internal sealed partial class XlsxWriter(Stream stream, int maxRows = XlsxWriter.MaxSheetRows) : SheetWriter(maxRows)
{
    private const int MaxSheetRows = 1_048_576;

    private readonly ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
    private readonly XlsxStyles styles = new();
    private readonly List<WrittenSheet> sheets = [];
    private readonly List<IReadOnlyList<string>> choices = [];
    private StreamWriter? xml;

    public override void Dispose()
    {
        if (xml is not null)
            Quietly(xml);
        Quietly(zip);
        GC.SuppressFinalize(this);

        // An export that broke off leaves a stream that may be closed already; its first fault is the one to see.
        static void Quietly(IDisposable part)
        {
            try
            {
                part.Dispose();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or NotSupportedException)
            {
            }
        }
    }

    private protected override void BeginSheet(string sheetName, IReadOnlyList<SheetColumn> columns)
    {
        EndSheet();
        var name = SheetNaming.Fit(sheetName, sheets.Select(other => other.Name));
        sheets.Add(new(name, columns));
        StartSheet(columns);
    }

    private protected override void FinishFile()
    {
        EndSheet();
        WriteChoices();
        WritePart("xl/styles.xml", styles.Write);
        WritePart("xl/workbook.xml", WriteWorkbook);
        WriteWorkbookRelations();
        WriteRelations("_rels/.rels", [("officeDocument", "xl/workbook.xml")]);
        WritePart("[Content_Types].xml", WriteContentTypes);
        zip.Dispose();
    }

    /// <summary>Addresses that the format fixes.</summary>
    private static class Names
    {
        public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        public const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        public const string RelationKind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
        public const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
        public const string Content = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    }

    private sealed record WrittenSheet(string Name, IReadOnlyList<SheetColumn> Columns)
    {
        public int Rows { get; set; }

        public bool HasNotes { get; } = Columns.Any(column => !string.IsNullOrEmpty(column.Note));
    }

    private StreamWriter OpenPart(string path)
    {
        var part = new StreamWriter(zip.CreateEntry(path, CompressionLevel.Fastest).Open(), new UTF8Encoding(false), 1 << 15);
        part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        return part;
    }

    private void WritePart(string path, Action<TextWriter> content)
    {
        using var part = OpenPart(path);
        content(part);
    }
}
