using Weir.Engine.Access;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Reads groups of rows into drafts: cells to values, titles to records, keys to the records to change. One for a preview and for the real thing; writes nothing.</summary>
internal sealed class ImportReading
{
    /// <summary>Titles in one cell are found from left to right, each round one further.</summary>
    private const int MostRounds = 12;

    /// <summary>A column with more different texts than this repeats itself too seldom.</summary>
    private const int MostKnown = 200;

    /// <summary>Marks in a draft what the file already says.</summary>
    public const string Unread = "import.unread";

    private readonly Actor actor;
    private readonly Form form;
    private readonly ImportMap map;
    private readonly TitleLookup titles;
    private readonly Display display;
    private readonly DateTime now;
    private readonly IReadOnlyList<(string Path, object? Value)> givens;
    private readonly Dictionary<int, Dictionary<string, object?>> known = [];

    public Actor Actor => actor;

    public ImportReading(Actor actor, Form form, ImportMap map, DateTime now)
    {
        (this.actor, this.form, this.map, this.now) = (actor, form, map, now);
        titles = new(actor, form.App, now);
        display = new(actor.Chinese, actor.Directory, now) { FindRecord = titles.Find };
        givens = FixedValues.Read(map, ImportTarget.Of(actor, form).ToDictionary(t => t.Path), display);
    }

    /// <summary>Groups of rows behind a row, in the order of the file.</summary>
    public IEnumerable<ImportGroup> Groups(IEnumerable<SheetRow> rows, int afterRow)
    {
        ImportGroup? group = null;
        foreach (var row in rows)
        {
            if (row.Number <= afterRow || map.Columns.All(c => row[c.Column.Index].IsEmpty)) continue;
            if (group is not null && group.Rows.Count <= 1000 && map.Continues(group.Rows[0], row))
            {
                group.Rows.Add(row);
                continue;
            }
            if (group is not null) yield return group;
            group = Begin(row);
        }
        if (group is not null) yield return group;
    }

    /// <summary>Reads all cells and finds all records that they name; then every group has its draft or its errors.</summary>
    public async ValueTask Read(Session session, IReadOnlyList<ImportGroup> groups)
    {
        titles.Forget();
        foreach (var group in groups)
        {
            if (group.CellsRead) Retry(group, last: false);
            else Cells(group);
        }
        for (var round = 1; groups.Any(g => g.Waiting.Count > 0); round++)
        {
            await titles.Fetch(session);
            foreach (var group in groups) Retry(group, last: round == MostRounds);
        }
        await Target(session, groups);
        foreach (var group in groups) group.Draft ??= Draft(group);
    }

    /// <summary>Reads the cells as far as they name no records, without a database. New records that wait for nothing have their drafts then.</summary>
    public void ReadCells(IReadOnlyList<ImportGroup> groups)
    {
        titles.Forget();
        foreach (var group in groups)
        {
            Cells(group);
            if (map.Plan.Mode == ImportMode.Create && group.Waiting.Count == 0) group.Draft = Draft(group);
        }
    }

    private void Cells(ImportGroup group)
    {
        group.CellsRead = true;
        for (var i = 0; i < group.Rows.Count; i++)
        {
            group.Lines.Add([]);
            foreach (var (column, target) in i == 0 ? map.Columns : map.Lines)
                if (target.Writes && !Cell(group, i, column, target, last: false)) group.Waiting.Add((i, column, target));
        }
    }

    private void Retry(ImportGroup group, bool last)
    {
        if (group.Waiting.Count > 0) group.Waiting.RemoveAll(w => Cell(group, w.Row, w.Column, w.Target, last));
    }

    private ImportGroup Begin(SheetRow row)
    {
        var group = new ImportGroup();
        group.Rows.Add(row);
        if (map.Key is not { } key) return group;
        try
        {
            group.Key = KeyLookup.Value(key.Target, row[key.Column.Index], display);
            group.KeyEmpty = group.Key is null;
        }
        catch (ValueError unread)
        {
            group.Refuse(key.Column.Title, unread.Code, unread.Words);
        }
        return group;
    }

    /// <summary>False when a title in the cell has to be fetched first.</summary>
    private bool Cell(ImportGroup group, int row, ImportColumn column, ImportTarget target, bool last)
    {
        var cell = group.Rows[row][column.Index];
        if (cell.IsEmpty && !map.Plan.ClearEmpty) return true;
        titles.Missed = titles.Asked = false;
        var values = target.Lines is null ? group.Values : group.Lines[row];
        try
        {
            var value = Known(column, target, cell);
            if (titles.Missed && !last) return false;
            if (value is not null || map.Plan.ClearEmpty) values[target.Path] = value;
        }
        catch (ValueError unread)
        {
            if (titles.Missed && !last) return false;
            group.Errors.Add(new(group.Rows[row].Number, column.Title, unread.Code, unread.Words));
            group.Unread.Add(target.Path);
        }
        return true;
    }

    /// <summary>The value of a cell; what a column says again and again (an option, a region, a member) is read once.</summary>
    private object? Known(ImportColumn column, ImportTarget target, SheetCell cell)
    {
        if (!known.TryGetValue(column.Index, out var values)) known[column.Index] = values = [];
        var repeats = cell.Kind == SheetCellKind.Text && values.Count < MostKnown;
        if (repeats && values.TryGetValue(cell.Text, out var before)) return before;
        var value = CellReading.Value(target.Field!, cell, display);
        // Records come and go while the import runs, so a title is looked up anew.
        if (repeats && !titles.Asked) values[cell.Text] = value;
        return value;
    }

    private async ValueTask Target(Session session, IReadOnlyList<ImportGroup> groups)
    {
        if (map.Plan.Mode == ImportMode.Create) return;
        if (map.Key is not { } key)
        {
            foreach (var group in groups) group.Refuse("", "import.no_key", ("查找用的列已不可用，请重新导入。", "The column that finds records can no longer be used; import again."));
            return;
        }
        var found = await KeyLookup.Find(session, actor, form, key.Target, [.. groups.Select(g => g.Key).OfType<object>().Distinct()], now);
        foreach (var group in groups.Where(g => g.Key is not null || g.KeyEmpty))
        {
            var ids = group.Key is null ? [] : found[group.Key].Take(2).ToList();
            var shown = group.Rows[0][key.Column.Index].Text;
            if (ids.Count == 1) group.RecordId = ids[0];
            else if (ids.Count > 1) group.Refuse(key.Column.Title, "import.key_ambiguous", ($"有多条记录的“{key.Target.Label.Zh}”是“{shown}”，无法确定更新哪一条。", $"Several records have '{shown}' as their '{key.Target.Label.En}'; it is not clear which to update."));
            else if (map.Plan.Mode == ImportMode.Update && group.KeyEmpty) group.Refuse(key.Column.Title, "import.key_empty", ($"“{key.Target.Label.Zh}”是空的，找不到要更新的记录。", $"'{key.Target.Label.En}' is empty, so there is no record to update."));
            else if (map.Plan.Mode == ImportMode.Update || key.Target.Path == ImportTarget.Id && !group.KeyEmpty)
                group.Refuse(key.Column.Title, "import.key_unknown", ($"没有“{key.Target.Label.Zh}”为“{shown}”的记录。", $"No record has '{shown}' as its '{key.Target.Label.En}'."));
        }
    }

    private Draft? Draft(ImportGroup group)
    {
        var finds = map.Plan.Mode != ImportMode.Create;
        if (finds && group.RecordId is null && (map.Key is not { } key || group.Errors.Any(e => e.Column == key.Column.Title && e.Row == group.FirstRow))) return null;
        var draft = new Draft(form) { Id = group.RecordId, History = true };
        foreach (var (path, value) in group.Values)
            // The key says which record; writing another spelling of it is not what anybody means.
            if (group.RecordId is null ? value is not null : path != map.Plan.Key) draft.Set(path, value);
        if (group.RecordId is null)
            foreach (var (path, value) in givens)
                if (group.Values.GetValueOrDefault(path) is null) draft.Set(path, value);
        foreach (var columns in map.Lines.GroupBy(l => l.Target.Lines!)) Lines(group, draft, columns.Key, [.. columns.Select(c => c.Target)]);
        // What cannot be read refuses the record, and the save says what else is wrong.
        draft.Errors.AddRange(group.Errors.Select(e => new FieldError("", Unread, e.Message)));
        return draft;
    }

    private static void Lines(ImportGroup group, Draft draft, Field field, IReadOnlyList<ImportTarget> columns)
    {
        var lines = new List<DraftLine>();
        var rows = new List<int>();
        for (var i = 0; i < group.Rows.Count; i++)
        {
            var values = columns.Where(c => group.Lines[i].GetValueOrDefault(c.Path) is not null).ToDictionary(c => c.Field!.Key, c => group.Lines[i][c.Path]);
            if (values.Count == 0) continue;
            lines.Add(new(null, values));
            rows.Add(group.Rows[i].Number);
        }
        if (lines.Count == 0) return;
        draft.Lines[field.Key] = lines;
        group.LineRows[field.Key] = rows;
    }
}
