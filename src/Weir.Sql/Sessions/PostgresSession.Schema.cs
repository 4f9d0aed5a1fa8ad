using System.Globalization;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

internal sealed partial class PostgresSession
{
    public override ValueTask Apply(IReadOnlyList<SchemaChange> changes, Danger allowed = Danger.Rewrite, CancellationToken cancel = default)
    {
        Enter(null, UnitKind.Change);
        return SchemaWriter.Apply(this, changes, allowed, cancel);
    }

    public override async ValueTask<Table?> ReadTable(TableName table, CancellationToken cancel = default)
    {
        var oid = await First($"""
            select c.oid::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = {table.Schema.Value} and c.relname = {table.Name.Value} and c.relkind in ('r', 'p')
            """, r => (long?)r.Long(0), cancel);
        if (oid is not { } id) return null;
        var columns = await Query($"""
            select a.attnum::bigint, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
            from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid::bigint = {id} and a.attnum > 0 and not a.attisdropped order by a.attnum
            """, r => (No: r.Long(0), Column: ReadColumn(r.Text(1), r.Text(2), r.Bool(3), r.TextOrNull(4))), cancel);
        var parts = await Query($"""
            select c.relname::text, i.indisprimary, i.indisunique, k.attnum::bigint, (i.indoption[k.place - 1] & 1) = 1, coalesce(pg_get_expr(i.indpred, i.indrelid), '')
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
            cross join lateral unnest(i.indkey::int2[]) with ordinality k(attnum, place)
            where i.indrelid::bigint = {id} and m.amname = 'btree' and i.indexprs is null order by c.relname collate "C", k.place
            """, r => (Index: r.Text(0), Primary: r.Bool(1), Unique: r.Bool(2), No: r.Long(3), Descending: r.Bool(4), Where: r.Text(5)), cancel);
        var names = columns.ToDictionary(c => c.No, c => c.Column.Name);
        var indexes = parts.Where(p => !p.Primary).GroupBy(p => p.Index).Select(g => new Schema.Index(
            g.Key, [.. g.Select(p => new IndexPart(names[p.No], p.Descending))], g.First().Unique, WhereNull(g.First().Where)));
        return new(table, [.. columns.Select(c => c.Column)], [.. parts.Where(p => p.Primary).Select(p => names[p.No])], [.. indexes]);
    }

    /// <summary>Reads "(deleted_at IS NULL)"; the server quotes a name only when it is a keyword.</summary>
    private static SqlName? WhereNull(string predicate) =>
        predicate.Length == 0 ? (SqlName?)null : SqlName.Of(predicate.Trim('(', ')').Split(' ')[0].Trim('"'));

    private static Column ReadColumn(string name, string declared, bool notNull, string? standard)
    {
        var (type, scale) = declared switch
        {
            "bigint" => (ColumnType.Integer, 0),
            "boolean" => (ColumnType.Bool, 0),
            "date" => (ColumnType.Date, 0),
            "timestamp with time zone" => (ColumnType.Moment, 0),
            "text" => (ColumnType.Text, 0),
            _ when declared.StartsWith("numeric(20,", StringComparison.Ordinal) =>
                (ColumnType.Decimal, int.Parse(declared["numeric(20,".Length..^1], CultureInfo.InvariantCulture)),
            _ => throw new InvalidOperationException($"The column {name} has the unknown type '{declared}'."),
        };
        return new(name, type, scale, notNull, standard is null ? null : Constant(standard, type));
    }

    /// <summary>The value of a default as the server prints it: <c>0</c>, <c>'-1'::integer</c>, <c>true</c>, <c>'it''s'::text</c>, <c>'2024-01-01'::date</c>.</summary>
    private static object Constant(string text, ColumnType type)
    {
        var body = text;
        if (body.StartsWith('(') && body.EndsWith(')')) body = body[1..^1];
        if (body.StartsWith('\'')) body = body[1..body.LastIndexOf('\'')].Replace("''", "'", StringComparison.Ordinal);
        return type switch
        {
            ColumnType.Text => body,
            ColumnType.Bool => body == "true",
            ColumnType.Decimal => decimal.Parse(body, CultureInfo.InvariantCulture),
            ColumnType.Date => DateOnly.Parse(body, CultureInfo.InvariantCulture),
            ColumnType.Moment => DateTime.Parse(body, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
            _ => long.Parse(body, CultureInfo.InvariantCulture),
        };
    }
}
