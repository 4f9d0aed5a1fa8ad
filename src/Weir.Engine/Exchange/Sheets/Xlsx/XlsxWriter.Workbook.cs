namespace Weir.Engine.Exchange.Sheets.Xlsx;

internal sealed partial class XlsxWriter
{
    /// <summary>Sheets in the zip, the hidden one included.</summary>
    private int SheetParts => sheets.Count + (choices.Count > 0 ? 1 : 0);

    private void WriteWorkbook(TextWriter part)
    {
        part.Write($"<workbook xmlns=\"{Names.Main}\" xmlns:r=\"{Names.RelationKind.TrimEnd('/')}\">");
        part.Write("<bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>");
        foreach (var (index, sheet) in sheets.Index())
        {
            part.Write("<sheet name=\"");
            EscapedText.Write(part, sheet.Name);
            part.Write($"\" sheetId=\"{index + 1}\" r:id=\"rId{index + 1}\"/>");
        }
        if (choices.Count > 0)
            part.Write($"<sheet name=\"{ChoicesName}\" sheetId=\"{SheetParts}\" state=\"hidden\" r:id=\"rId{SheetParts}\"/>");
        part.Write("</sheets><definedNames>");
        foreach (var (index, sheet) in sheets.Index())
        {
            part.Write($"<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{index}\" hidden=\"1\">'");
            EscapedText.Write(part, sheet.Name.Replace("'", "''", StringComparison.Ordinal));
            part.Write($"'!$A$1:${Letters(sheet.Columns.Count - 1)}${sheet.Rows}</definedName>");
        }
        part.Write("</definedNames></workbook>");
    }

    private void WriteWorkbookRelations() => WriteRelations("xl/_rels/workbook.xml.rels",
        [.. Enumerable.Range(1, SheetParts).Select(i => ("worksheet", $"worksheets/sheet{i}.xml")), ("styles", "styles.xml")]);

    /// <summary>The ids are rId1, rId2 and so on in the order given.</summary>
    private void WriteRelations(string path, IEnumerable<(string Kind, string Target)> relations) => WritePart(path, part =>
    {
        part.Write($"<Relationships xmlns=\"{Names.Relations}\">");
        foreach (var (index, (kind, target)) in relations.Index())
            part.Write($"<Relationship Id=\"rId{index + 1}\" Type=\"{Names.RelationKind}{kind}\" Target=\"{target}\"/>");
        part.Write("</Relationships>");
    });

    private void WriteContentTypes(TextWriter part)
    {
        part.Write($"<Types xmlns=\"{Names.ContentTypes}\">");
        part.Write("<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>");
        part.Write("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
        part.Write("<Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>");
        part.Write($"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Names.Content}sheet.main+xml\"/>");
        part.Write($"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Names.Content}styles+xml\"/>");
        for (var i = 1; i <= SheetParts; i++)
            part.Write($"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"{Names.Content}worksheet+xml\"/>");
        foreach (var (index, _) in sheets.Index().Where(sheet => sheet.Item.HasNotes))
            part.Write($"<Override PartName=\"/xl/comments{index + 1}.xml\" ContentType=\"{Names.Content}comments+xml\"/>");
        part.Write("</Types>");
    }
}
