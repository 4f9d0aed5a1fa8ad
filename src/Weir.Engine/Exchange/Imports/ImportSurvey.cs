using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Problems;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Looks a file through: which sheets it has, where its titles stand, what its columns hold, how many rows there are. Imports nothing.</summary>
internal static class ImportSurvey
{
    private const int TitlesWithin = 10;
    private const int FirstRows = 50;
    private const int LongestSample = 80;

    /// <param name="sheet">The sheet to look at; null takes the first that holds something.</param>
    /// <exception cref="ProblemException">The file is refused, or holds no rows below its titles.</exception>
    public static ImportPlan Of(Stream stream, string name, string? sheet, IReadOnlyList<ImportTarget> targets, IReadOnlyDictionary<string, string> remembered) => SheetFaults.Told(() =>
    {
        using var reader = SheetReader.Open(stream, name);
        if (sheet is not null) reader.Select(sheet);
        var first = reader.Rows().Take(FirstRows).ToList();
        var rows = first.Count < FirstRows ? first.Count : reader.CountRows();
        var at = Titles(first, targets);
        if (rows - at <= 1) throw Problem.Invalid("import.no_rows", ("文件里没有数据：标题行下面至少要有一行。", "The file holds no data: there must be at least one row below the titles.")).Exception();
        return new ImportPlan
        {
            FileName = Plain(name), Sheets = reader.SheetNames, Sheet = reader.Sheet, HeaderRow = first[at].Number, LastRow = first[at].Number, Rows = rows - at - 1,
            Columns = Columns(first, at, targets, remembered),
        };
    });

    /// <summary>The first rows may be a heading or a note; the titles stand where most fields are named.</summary>
    private static int Titles(List<SheetRow> first, IReadOnlyList<ImportTarget> targets)
    {
        var (best, most) = (0, 0);
        for (var i = 0; i < Math.Min(first.Count, TitlesWithin); i++)
        {
            var sure = ColumnGuess.Sure([.. first[i].Cells.Select(c => c.Text)], targets);
            if (sure > most) (best, most) = (i, sure);
        }
        return best;
    }

    private static List<ImportColumn> Columns(List<SheetRow> first, int at, IReadOnlyList<ImportTarget> targets, IReadOnlyDictionary<string, string> remembered)
    {
        var width = first.Skip(at).Max(r => r.Cells.Count);
        var titles = Enumerable.Range(0, width).Select(i => first[at][i].Text.Trim()).ToList();
        var guessed = ColumnGuess.Of(titles, targets, remembered);
        var columns = new List<ImportColumn>();
        for (var i = 0; i < width; i++)
        {
            var sample = first.Skip(at + 1).Select(r => r[i].Text).FirstOrDefault(t => t.Length > 0) ?? "";
            // An untitled column with nothing in it is not there.
            if (titles[i].Length > 0 || sample.Length > 0) columns.Add(new(i, titles[i], sample.Length > LongestSample ? sample[..LongestSample] + "…" : sample, guessed[i]));
        }
        return columns;
    }

    /// <summary>The name without folders and control characters, as it may be shown and offered again.</summary>
    private static string Plain(string name)
    {
        var plain = new string([.. Path.GetFileName(name.Replace('\\', '/')).Where(c => !char.IsControl(c))]).Trim();
        return plain.Length == 0 ? "import" : plain.Length > 150 ? plain[..150] : plain;
    }
}
