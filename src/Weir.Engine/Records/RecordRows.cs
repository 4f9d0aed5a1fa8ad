using Weir.Engine.Forms;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Records to rows and back, whole: all stored fields, and the lines on request. Asks for no rights; only the record engine may use it.</summary>
internal static class RecordRows
{
    private static readonly Column Id = new("id", ColumnType.Id, NotNull: true);
    private static readonly Column Version = new("version", ColumnType.Integer, NotNull: true);
    private static readonly Column RecordId = new("record_id", ColumnType.Id, NotNull: true);
    private static readonly Column Position = new("pos", ColumnType.Integer, NotNull: true);

    /// <summary>Columns of a whole row, in the order of <see cref="Values"/>.</summary>
    public static IReadOnlyList<Column> Columns(Form form)
    {
        var columns = new List<Column> { Id };
        if (form.IsLine) columns.AddRange([RecordId, Position]);
        else columns.Add(Version);
        foreach (var field in form.Stored)
        {
            columns.Add(field.Column!);
            if (field.KeyColumn is { } key) columns.Add(key);
        }
        return columns;
    }

    public static object?[] Values(Record record, long parentId = 0, int position = 0)
    {
        var values = new object?[record.Form.Insert.Columns.Count];
        var at = 0;
        values[at++] = record.Id;
        values[at++] = record.Form.IsLine ? parentId : record.Version;
        if (record.Form.IsLine) values[at++] = (long)position;
        foreach (var field in record.Form.Stored)
        {
            values[at++] = field.Type.Store(field, record[field]);
            if (field.KeyColumn is not null) values[at++] = KeyOf(field, record[field]);
        }
        return values;
    }

    /// <summary>The cells that write these fields of a record.</summary>
    public static IEnumerable<FormRows.Cell> Cells(Record record, IEnumerable<Field> fields)
    {
        foreach (var field in fields)
        {
            if (field.Column is null) continue;
            yield return new(field.Column, field.Type.Store(field, record[field]));
            if (field.KeyColumn is { } key) yield return new(key, KeyOf(field, record[field]));
        }
    }

    public static FormRows.Cell VersionCell(long version) => new(Version, version);

    public static async ValueTask<Dictionary<long, Record>> Read(Session session, Form form, IReadOnlyCollection<long> ids, bool lines, bool locked = false)
    {
        var found = new Dictionary<long, Record>();
        foreach (var some in ids.Distinct().Order().Chunk(500))
        {
            List<Column> columns = [Id, Version, .. form.Stored.Select(f => f.Column!)];
            foreach (var record in await session.Query(FormRows.Read(session, form.Table, columns, Id.Name, some, locked: locked), r => ReadRow(form, r, 2, r.Long(0), r.Long(1))))
                found[record.Id] = record;
        }
        if (lines && found.Count > 0) await ReadLines(session, form, found);
        return found;
    }

    public static async ValueTask<Record?> Read(Session session, Form form, long id, bool lines, bool locked = false) =>
        (await Read(session, form, [id], lines, locked)).GetValueOrDefault(id);

    private static async ValueTask ReadLines(Session session, Form form, Dictionary<long, Record> records)
    {
        foreach (var field in form.LineFields)
        {
            var child = field.Lines!;
            List<Column> columns = [Id, RecordId, .. child.Stored.Select(f => f.Column!)];
            var rows = new List<(long Parent, Record Line)>();
            foreach (var some in records.Keys.Order().Chunk(500))
                rows.AddRange(await session.Query(FormRows.Read(session, child.Table, columns, RecordId.Name, some, Position.Name), r => (r.Long(1), ReadRow(child, r, 2, r.Long(0), 0))));
            foreach (var parent in rows.GroupBy(r => r.Parent)) records[parent.Key][field] = parent.Select(r => r.Line).ToList();
        }
    }

    /// <summary>Lines of any records, found by a value of one of their columns.</summary>
    public static async ValueTask<List<(long Record, Record Line)>> LinesBy(Session session, Field lines, Field column, IReadOnlyCollection<long> values)
    {
        var child = lines.Lines!;
        List<Column> columns = [Id, RecordId, .. child.Stored.Select(f => f.Column!)];
        var rows = new List<(long, Record)>();
        foreach (var some in values.Chunk(500))
            rows.AddRange(await session.Query(FormRows.Read(session, child.Table, columns, column.Column!.Name, some, RecordId.Name), r => (r.Long(1), ReadRow(child, r, 2, r.Long(0), 0))));
        return rows;
    }

    private static Record ReadRow(Form form, Row row, int first, long id, long version)
    {
        var record = new Record(form, id, version);
        var i = first;
        foreach (var field in form.Stored)
        {
            if (row.Value(i++, field.Column!.Type, field.Column.Scale) is { } stored) record[field] = field.Type.Read(field, stored);
        }
        return record;
    }

    public static string? KeyOf(Field field, object? value)
    {
        field.Type.KeyOf(field, value, out var key);
        return value is null ? null : key;
    }
}
