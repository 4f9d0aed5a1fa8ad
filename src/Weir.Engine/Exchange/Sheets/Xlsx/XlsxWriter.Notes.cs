using System.Globalization;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

internal sealed partial class XlsxWriter
{
    private const string DrawingStart = """
        <xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
        xmlns:x="urn:schemas-microsoft-com:office:excel">
        <v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
        <v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
        """;

    /// <summary>The comments of a header row: texts, boxes (still in the old drawing language) and the relations to both.</summary>
    private void WriteNotes(int sheet, IReadOnlyList<SheetColumn> columns)
    {
        var noted = columns.Index().Where(column => !string.IsNullOrEmpty(column.Item.Note)).ToList();
        WritePart($"xl/comments{sheet}.xml", part =>
        {
            part.Write($"<comments xmlns=\"{Names.Main}\"><authors><author/></authors><commentList>");
            foreach (var (index, column) in noted)
            {
                part.Write($"<comment ref=\"{Letters(index)}1\" authorId=\"0\"><text><t xml:space=\"preserve\">");
                EscapedText.Write(part, Fit(column.Note!));
                part.Write("</t></text></comment>");
            }
            part.Write("</commentList></comments>");
        });
        WritePart($"xl/drawings/vmlDrawing{sheet}.vml", part =>
        {
            part.Write(DrawingStart);
            foreach (var (index, _) in noted)
            {
                part.Write(string.Create(CultureInfo.InvariantCulture, $"""
                    <v:shape id="_x0000_s{sheet * 1024 + index + 1}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"
                    style="position:absolute;width:160pt;height:64pt;visibility:hidden">
                    <v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>
                    <v:textbox style="mso-direction-alt:auto"/>
                    <x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>
                    <x:Anchor>{index + 1}, 12, 0, 4, {index + 3}, 12, 4, 8</x:Anchor><x:AutoFill>False</x:AutoFill>
                    <x:Row>0</x:Row><x:Column>{index}</x:Column></x:ClientData></v:shape>
                    """));
            }
            part.Write("</xml>");
        });
        WriteRelations($"xl/worksheets/_rels/sheet{sheet}.xml.rels",
            [("vmlDrawing", $"../drawings/vmlDrawing{sheet}.vml"), ("comments", $"../comments{sheet}.xml")]);
    }
}
