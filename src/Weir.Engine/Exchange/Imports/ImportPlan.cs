using Weir.Engine.Exchange.Batches;

namespace Weir.Engine.Exchange.Imports;

/// <summary>What an import does with a row.</summary>
public enum ImportMode
{
    /// <summary>Every row becomes a new record.</summary>
    Create,

    /// <summary>Every row changes the record which its key names.</summary>
    Update,

    /// <summary>A row whose key names a record changes it; any other becomes a new one.</summary>
    Both,
}

/// <summary>An import as it is kept: the file, what its columns mean, what to do with the rows, and the counts so far.</summary>
public sealed record ImportPlan : BatchPlan
{
    public IReadOnlyList<string> Sheets { get; init; } = [];

    public string Sheet { get; init; } = "";

    /// <summary>Number of the row with the titles, as a spreadsheet program shows it.</summary>
    public int HeaderRow { get; init; }

    public IReadOnlyList<ImportColumn> Columns { get; init; } = [];

    public ImportMode Mode { get; init; }

    /// <summary>Path of the mapped column that finds the record to change; null when nothing is changed.</summary>
    public string? Key { get; init; }

    /// <summary>An empty cell empties the field of a record that is changed; otherwise it says nothing.</summary>
    public bool ClearEmpty { get; init; }

    /// <summary>By path what every new record gets that the file says nothing about, in words.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = new Dictionary<string, string>();

    /// <summary>Number of the last row that is dealt with; going on starts behind it.</summary>
    public int LastRow { get; init; }

    public long Created { get; init; }

    public long Updated { get; init; }

    public long Unchanged { get; init; }

    public long Failed { get; init; }

    /// <summary>Of an undo: the row it has come to, going backwards.</summary>
    public int UndoRow { get; init; }

    public long Undone { get; init; }

    /// <summary>Rows that an undo left as they are, because somebody has changed the record since.</summary>
    public long Left { get; init; }

    public bool CanUndo(BatchState state) => state is BatchState.Done or BatchState.Cancelled or BatchState.Failed && Created + Updated > 0;
}

/// <summary>A column of the file and the field it fills.</summary>
/// <param name="Index">Counted from 0.</param>
/// <param name="Sample">The first value in it, for the person who maps.</param>
/// <param name="Target">Path of an <see cref="ImportTarget"/>; null imports nothing.</param>
/// <param name="Ignored">Somebody has said that it is not to be imported, so nobody is warned about it.</param>
public sealed record ImportColumn(int Index, string Title, string Sample, string? Target, bool Ignored = false);
