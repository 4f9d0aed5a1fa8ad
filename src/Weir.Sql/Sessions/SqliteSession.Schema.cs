using System.Globalization;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

internal sealed partial class SqliteSession
{
    public override ValueTask Apply(IReadOnlyList<SchemaChange> changes, Danger allowed = Danger.Rewrite, CancellationToken cancel = default)
    {
        Enter(null, UnitKind.Change, cancel);
        return SchemaWriter.Apply(this, changes, allowed, cancel);
    }

    public override async ValueTask<Table?> ReadTable(TableName table, CancellationToken cancel = default)
    {
        var name = $"{table.Schema}.{table.Name}";
        var columns = await Query($"select name, type, \"notnull\", dflt_value, pk from pragma_table_info({name}) order by cid",
            r => (Column: ReadColumn(r.Text(0), r.Text(1).ToLowerInvariant(), r.Bool(2), r.TextOrNull(3)), Key: r.Int(4)), cancel);
        if (columns.Count == 0) return null;
        var parts = await Query($"""
            select l.name, l."unique", i.name, i."desc", s.sql from pragma_index_list({name}) l
            join pragma_index_xinfo(l.name) i on i.key = 1 join sqlite_schema s on s.name = l.name
            where l.origin = 'c' order by l.name, i.seqno
            """, r => (Index: r.Text(0), Unique: r.Bool(1), Part: new IndexPart(r.Text(2), r.Bool(3)), Sql: r.Text(4)), cancel);
        var indexes = parts.GroupBy(p => p.Index).Select(g => new Schema.Index(
            g.Key[(g.Key.IndexOf('.') + 1)..], [.. g.Select(p => p.Part)], g.First().Unique, WhereNull(g.First().Sql)));
        return new(table, [.. columns.Select(c => c.Column)], [.. columns.Where(c => c.Key > 0).OrderBy(c => c.Key).Select(c => c.Column.Name)], [.. indexes]);
    }

    private static SqlName? WhereNull(string sql)
    {
        const string mark = " where \"";
        var start = sql.LastIndexOf(mark, StringComparison.Ordinal);
        return start < 0 ? (SqlName?)null : SqlName.Of(sql[(start + mark.Length)..sql.LastIndexOf('"')]);
    }

    private static Column ReadColumn(string name, string declared, bool notNull, string? standard)
    {
        var (type, scale) = declared switch
        {
            "integer" => (ColumnType.Id, 0),
            "bigint" => (ColumnType.Integer, 0),
            "bool_int" => (ColumnType.Bool, 0),
            "date_int" => (ColumnType.Date, 0),
            "moment_int" => (ColumnType.Moment, 0),
            "text" => (ColumnType.Text, 0),
            _ when declared.StartsWith("decimal_int(", StringComparison.Ordinal) =>
                (ColumnType.Decimal, int.Parse(declared["decimal_int(".Length..^1], CultureInfo.InvariantCulture)),
            _ => throw new InvalidOperationException($"The column {name} has the unknown type '{declared}'."),
        };
        return new(name, type, scale, notNull, standard is null ? null : SqliteDialect.Decode(standard, type, scale));
    }
}
