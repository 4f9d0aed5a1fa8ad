using System.Text;

namespace Weir.Engine.Exchange.Sheets.Csv;

/// <summary>What a text table separates its fields with, and whether its first line only says so; judged from its first records.</summary>
internal readonly record struct CsvDialect(char Separator, bool Announced)
{
    /// <summary>In order of preference when nothing tells them apart.</summary>
    public const string Candidates = ",;\t|";

    private const int SampleRecords = 100;

    public static CsvDialect Detect(string sample)
    {
        // Excel's own way to name the separator; the line is no row of the sheet.
        if (sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && sample.Length > 4
            && (sample.Length == 5 || sample[5] is '\r' or '\n') && Candidates.Contains(sample[4]))
            return new(sample[4], Announced: true);
        return new(Candidates.MaxBy(candidate => Score(sample, candidate)), Announced: false);
    }

    /// <summary>
    /// A separator is believed for cutting the records into the same number of fields, most of all the first record, since titles
    /// rarely hold stray separators while remarks and amounts do.
    /// </summary>
    private static double Score(string sample, char separator)
    {
        var counts = new List<int>();
        var records = new CsvRecords(new StringReader(sample), separator, SheetLimits.Default with { MaxColumns = int.MaxValue });
        try
        {
            while (counts.Count < SampleRecords)
            {
                var filled = false;
                if (!records.Next((_, _) => filled = true))
                    break;
                if (filled)
                    counts.Add(records.Fields);
            }
        }
        catch (SheetProblem)
        {
            // The sample ends inside a quoted field; the whole records before it are enough.
        }
        var usual = counts.Where(count => count > 1).CountBy(count => count).DefaultIfEmpty().MaxBy(group => group.Value);
        if (usual.Key < 2)
            return 0;
        var share = (double)usual.Value / counts.Count;
        return share * share * Math.Sqrt(usual.Key - 1) * (counts[0] == usual.Key ? 2 : 1);
    }

    /// <summary>The first characters of the file, without its byte order mark.</summary>
    public static string Sample(SheetFile file, Encoding encoding)
    {
        using var reader = new StreamReader(file.FromStart(), encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var sample = new char[1 << 16];
        return new string(sample, 0, reader.ReadBlock(sample));
    }
}
