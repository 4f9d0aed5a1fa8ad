using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Records;

namespace Weir.Engine.Exchange.Imports;

/// <summary>The rows of a file that make one record: one row, or several when the others only add line items. Collects what is found out about it.</summary>
internal sealed class ImportGroup
{
    public List<SheetRow> Rows { get; } = [];

    /// <summary>What the key column says, as it is looked up; null when the cell is empty or cannot be read.</summary>
    public object? Key { get; set; }

    public bool KeyEmpty { get; set; }

    public Dictionary<string, object?> Values { get; } = [];

    /// <summary>Per row the values of columns of line items, by path.</summary>
    public List<Dictionary<string, object?>> Lines { get; } = [];

    /// <summary>By line field, the row of each line.</summary>
    public Dictionary<string, List<int>> LineRows { get; } = [];

    public List<RowError> Errors { get; } = [];

    /// <summary>Paths whose cell could not be read: what follows from that is not said again.</summary>
    public HashSet<string> Unread { get; } = [];

    /// <summary>The cells are read, but for those that wait.</summary>
    public bool CellsRead { get; set; }

    /// <summary>Cells that name records which have to be found first.</summary>
    public List<(int Row, ImportColumn Column, ImportTarget Target)> Waiting { get; } = [];

    /// <summary>The record to change, or null to make one.</summary>
    public long? RecordId { get; set; }

    /// <summary>Null when nothing can be tried, because it is not known which record is meant.</summary>
    public Draft? Draft { get; set; }

    public int FirstRow => Rows[0].Number;

    public int LastRow => Rows[^1].Number;

    public void Refuse(string column, string code, Forms.Words message) => Errors.Add(new(FirstRow, column, code, message));
}
