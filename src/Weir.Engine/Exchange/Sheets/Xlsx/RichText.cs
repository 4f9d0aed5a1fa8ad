namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>A text in runs of different looks, read as one plain text; the readings that East Asian texts carry are left out.</summary>
internal static class RichText
{
    /// <summary>From the start of the enclosing element to its end; the result is the reader's gathered text, still escaped.</summary>
    public static void Gather(PartReader part, int row)
    {
        part.ClearText();
        if (part.IsEmpty)
            return;
        var depth = part.Depth;
        var inText = false;
        var reading = 0;
        while (part.Read() && part.Depth > depth)
        {
            if (part.IsStart && !part.IsEmpty)
            {
                if (part.Name == "rPh")
                    reading = part.Depth;
                inText = part.Name == "t" && reading == 0;
            }
            else if (part.IsEnd)
            {
                inText = false;
                if (part.Depth == reading)
                    reading = 0;
            }
            else if (inText && part.IsText)
            {
                part.AppendText(row);
            }
        }
    }
}
