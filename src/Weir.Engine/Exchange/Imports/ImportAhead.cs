using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Records;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Works ahead on the thread that reads the file while the chunk before is written: reads cells and works out records as far as that needs no database.
/// Saves nothing; what it leaves undone is done when the chunk is saved.</summary>
internal sealed class ImportAhead(RecordStore records)
{
    private volatile ImportReading reading = null!;
    private ImportReading? tooDear;

    /// <summary>What it reads with now.</summary>
    public ImportReading Reading => reading;

    /// <summary>From now on it reads with the rights, people and form of this one, which nobody else may use.</summary>
    public void Use(ImportReading next) => reading = next;

    /// <summary>The chunks of a file, each with what it was read with: that may have been replaced since.</summary>
    public IEnumerable<(ImportReading By, IReadOnlyList<ImportGroup> Groups)> Chunks(IEnumerable<SheetRow> rows, int afterRow) =>
        new ReadAhead<(ImportReading By, IReadOnlyList<ImportGroup> Groups)>(Read(rows, afterRow), most: 1, together: 1).Items();

    private IEnumerable<(ImportReading By, IReadOnlyList<ImportGroup> Groups)> Read(IEnumerable<SheetRow> rows, int afterRow)
    {
        foreach (var groups in Together(reading.Groups(rows, afterRow)))
        {
            var by = reading;
            by.ReadCells(groups);
            if (by != tooDear && !WorkOut(by, groups)) tooDear = by;
            yield return (by, groups);
        }
    }

    /// <returns>Whether that was worth while.</returns>
    private bool WorkOut(ImportReading by, IReadOnlyList<ImportGroup> groups)
    {
        var early = records.Early(by.Actor, [.. groups.Select(g => g.Draft).OfType<Draft>()]);
        // Nothing in it waits, as it asks no database; if it did, its work would not be done yet.
        if (!early.IsCompletedSuccessfully) throw new InvalidOperationException("Working out records early awaited something.");
        return early.Result;
    }

    /// <summary>A record that the chunk already makes or changes begins the next one, so that its key is found there.</summary>
    private static IEnumerable<IReadOnlyList<ImportGroup>> Together(IEnumerable<ImportGroup> groups)
    {
        var chunk = new List<ImportGroup>();
        var keys = new HashSet<object>();
        var rows = 0;
        foreach (var group in groups)
        {
            if (chunk.Count > 0 && (rows + group.Rows.Count > ImportRun.ChunkRows || group.Key is not null && keys.Contains(group.Key)))
            {
                yield return chunk;
                chunk = [];
                keys.Clear();
                rows = 0;
            }
            chunk.Add(group);
            rows += group.Rows.Count;
            if (group.Key is not null) keys.Add(group.Key);
        }
        if (chunk.Count > 0) yield return chunk;
    }
}
