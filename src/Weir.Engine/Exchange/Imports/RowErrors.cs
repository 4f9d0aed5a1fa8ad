using System.Text.RegularExpressions;
using Weir.Engine.Problems;

namespace Weir.Engine.Exchange.Imports;

/// <summary>What is wrong with a group of rows in all: what could not be read and what the save refused, said once and at the column of the file.</summary>
internal static partial class RowErrors
{
    public static IReadOnlyList<RowError> Of(ImportMap map, ImportGroup group, Problem? refused)
    {
        var all = new List<RowError>(group.Errors);
        if (refused is null) return all;
        if (refused.Errors.Count == 0) all.Add(new(group.FirstRow, "", refused.Code, refused.Message));
        foreach (var error in refused.Errors.Where(e => e.Code != ImportReading.Unread))
        {
            var (path, row) = Place(group, error.Field);
            if (!group.Unread.Contains(path)) all.Add(new(row, map.Title(path), error.Code, error.Message));
        }
        return all;
    }

    /// <summary><c>lines[2].qty</c> is the path <c>lines.qty</c> and the row which holds the third line.</summary>
    private static (string Path, int Row) Place(ImportGroup group, string field)
    {
        if (LineField().Match(field) is not { Success: true } line) return (field, group.FirstRow);
        var key = line.Groups[1].Value;
        var index = int.Parse(line.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture);
        var row = group.LineRows.TryGetValue(key, out var rows) && index < rows.Count ? rows[index] : group.FirstRow;
        return (line.Groups[3].Success ? $"{key}.{line.Groups[3].Value}" : key, row);
    }

    [GeneratedRegex(@"^([a-z0-9_]+)\[(\d{1,6})\](?:\.([a-z0-9_]+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex LineField();
}
