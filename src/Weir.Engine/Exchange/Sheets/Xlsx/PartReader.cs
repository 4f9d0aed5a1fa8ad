using System.Xml;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>
/// Reads the XML of one part forward, within bounds of depth, names and text; knows elements by local name only, because
/// transitional and strict workbooks use different namespaces.
/// </summary>
internal sealed class PartReader : IDisposable
{
    private const int MaxDepth = 64;

    private readonly XmlReader xml;
    private readonly int maxText;
    private char[] text = new char[1024];
    private int textLength;

    public PartReader(Stream part, SheetLimits limits)
    {
        // Each character of a text may be escaped as _xHHHH_.
        maxText = limits.MaxText > int.MaxValue / 8 ? int.MaxValue / 2 : limits.MaxText * 7;
        Names = new BoundedNames();
        xml = XmlReader.Create(part, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            NameTable = Names,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });
    }

    public XmlNameTable Names { get; }

    /// <summary>Interned in <see cref="Names"/>, so it may be compared by reference.</summary>
    public string Name => xml.LocalName;

    public int Depth => xml.Depth;

    public bool IsEmpty => xml.IsEmptyElement;

    public bool IsStart => xml.NodeType == XmlNodeType.Element;

    public bool IsEnd => xml.NodeType == XmlNodeType.EndElement;

    public bool IsText =>
        xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace;

    /// <summary>What <see cref="AppendText"/> gathered since <see cref="ClearText"/>.</summary>
    public ReadOnlySpan<char> Text => text.AsSpan(0, textLength);

    public bool Read()
    {
        var more = xml.Read();
        if (xml.Depth > MaxDepth)
            throw SheetProblem.Corrupt();
        return more;
    }

    /// <summary>Moves to the next start of an element of that name anywhere below or behind; false at the end of the part.</summary>
    public bool ReadTo(string name)
    {
        while (Read())
        {
            if (IsStart && xml.LocalName == name)
                return true;
        }
        return false;
    }

    public string? Attribute(string localName)
    {
        string? value = null;
        for (var more = xml.MoveToFirstAttribute(); more && value is null; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == localName && xml.Prefix != "xmlns")
                value = xml.Value;
        }
        xml.MoveToElement();
        return value;
    }

    public bool FirstAttribute() => xml.MoveToFirstAttribute();

    public bool NextAttribute() => xml.MoveToNextAttribute();

    public string AttributeValue => xml.Value;

    public void LeaveAttributes() => xml.MoveToElement();

    public void ClearText() => textLength = 0;

    /// <summary>Adds the text node at hand in pieces; a text that cannot fit in a cell even when escaped is refused early.</summary>
    public void AppendText(int row)
    {
        while (true)
        {
            if (textLength == text.Length)
            {
                if (textLength > maxText)
                    throw SheetProblem.LongText(maxText / 7, row);
                Array.Resize(ref text, text.Length * 2);
            }
            var read = xml.ReadValueChunk(text, textLength, text.Length - textLength);
            if (read == 0)
                return;
            textLength += read;
        }
    }

    public void Dispose() => xml.Dispose();
}
