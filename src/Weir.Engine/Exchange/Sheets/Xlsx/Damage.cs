using System.Text;
using System.Xml;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>Tells the faults of a broken workbook from the faults of the program; only the former become a refusal.</summary>
internal static class Damage
{
    public static SheetProblem? Explain(Exception exception) => exception switch
    {
        // The runtime has no code for this refusal; its words are the same in every culture.
        XmlException xml when xml.Message.Contains("DTD", StringComparison.Ordinal) => SheetProblem.Dtd(xml),
        XmlException or InvalidDataException or EndOfStreamException or DecoderFallbackException or NotSupportedException =>
            SheetProblem.Corrupt(exception),
        _ => null,
    };
}
