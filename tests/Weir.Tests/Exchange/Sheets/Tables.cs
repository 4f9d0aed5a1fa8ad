using System.IO.Compression;
using System.Text;
using Weir.Engine.Exchange.Sheets;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

/// <summary>Makes files in memory and reads them back; asserts nothing.</summary>
internal static class Tables
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static Stream Sample(string name) => typeof(Tables).Assembly.GetManifestResourceStream("Samples/" + name)!;

    public static List<SheetRow> Read(Stream file, string name = "leads.xlsx", SheetLimits? limits = null)
    {
        using var reader = SheetReader.Open(file, name, limits);
        return [.. reader.Rows()];
    }

    public static List<SheetRow> Read(byte[] file, SheetLimits? limits = null) => Read(new MemoryStream(file), limits: limits);

    public static List<SheetRow> ReadText(string text, SheetLimits? limits = null) => Read(Encoding.UTF8.GetBytes(text), limits);

    public static string[] Texts(this SheetRow row) => [.. row.Cells.Select(cell => cell.Text)];

    public static string Refusal(Action open) => Assert.Throws<SheetProblem>(open).Code;

    public static string Refusal(byte[] file, SheetLimits? limits = null) => Refusal(() => Read(file, limits));

    public static byte[] Write(bool workbook, IReadOnlyList<SheetColumn> columns, params object?[][] rows)
    {
        var file = new MemoryStream();
        using var writer = workbook ? SheetWriter.Xlsx(file) : SheetWriter.Csv(file);
        writer.Begin("Leads", columns);
        foreach (var row in rows)
            writer.Write(row);
        writer.Finish();
        return file.ToArray();
    }

    /// <summary>A workbook of one sheet, given the XML inside its sheetData.</summary>
    public static byte[] Workbook(string rows, string styles = "", string shared = "", string workbookPr = "") => Zip(Parts(rows, styles, shared, workbookPr));

    public static Dictionary<string, string> Parts(string rows, string styles = "", string shared = "", string workbookPr = "") => new()
    {
        ["[Content_Types].xml"] = "<Types/>",
        ["_rels/.rels"] = $"<Relationships><Relationship Id='a' Type='{Kind}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        ["xl/workbook.xml"] = $"<workbook xmlns='{Main}' xmlns:r='{Kind}'>{workbookPr}<sheets><sheet name='Leads' sheetId='1' r:id='r1'/></sheets></workbook>",
        ["xl/_rels/workbook.xml.rels"] = $"""
            <Relationships><Relationship Id='r1' Type='{Kind}/worksheet' Target='worksheets/sheet1.xml'/>
            <Relationship Id='r2' Type='{Kind}/styles' Target='/xl/styles.xml'/>
            <Relationship Id='r3' Type='{Kind}/sharedStrings' Target='./sharedStrings.xml'/></Relationships>
            """,
        ["xl/worksheets/sheet1.xml"] = $"<worksheet xmlns='{Main}'><sheetData>{rows}</sheetData><mergeCells/></worksheet>",
        ["xl/styles.xml"] = $"<styleSheet xmlns='{Main}'>{styles}</styleSheet>",
        ["xl/sharedStrings.xml"] = $"<sst xmlns='{Main}'>{shared}</sst>",
    };

    public static byte[] Zip(Dictionary<string, string> parts)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in parts)
            {
                using var part = new StreamWriter(zip.CreateEntry(path).Open());
                part.Write(content);
            }
        }
        return file.ToArray();
    }
}
