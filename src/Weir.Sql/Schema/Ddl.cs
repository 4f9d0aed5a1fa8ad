using Weir.Sql.Dialects;

namespace Weir.Sql.Schema;

/// <summary>The text of schema statements, one per command (a distributed server refuses several). Runs nothing.</summary>
internal static class Ddl
{
    public static string CreateTable(Dialect dialect, Table table)
    {
        // A single whole-number key must be declared with its column: that makes it the row's own number on SQLite.
        var inline = table.PrimaryKey.Count == 1 ? table.PrimaryKey[0] : (SqlName?)null;
        var lines = table.Columns.Select(c => c.Name == inline
            ? $"{dialect.Quote(c.Name)} {KeyType(dialect, c)} not null primary key"
            : Definition(dialect, c, table.PrimaryKey.Contains(c.Name))).ToList();
        if (inline is null) lines.Add($"primary key ({Names(dialect, table.PrimaryKey)})");
        return $"create table {dialect.Quote(table.Name)} ({string.Join(", ", lines)}){dialect.TableTail(table)}";
    }

    public static string AddColumn(Dialect dialect, TableName table, Column column) =>
        $"alter table {dialect.Quote(table)} add column {Definition(dialect, column)}";

    public static string CreateIndex(Dialect dialect, TableName table, Index index, Func<SqlName, bool> nullable)
    {
        var parts = index.Parts.Select(p => dialect.Quote(p.Column) + dialect.IndexOrder(p, nullable(p.Column)));
        var where = index.WhereNull is { } column ? $" where {dialect.Quote(column)} is null" : "";
        return $"create {(index.Unique ? "unique " : "")}index {dialect.NewIndex(table, index.Name)} on {dialect.Quote(table)} ({string.Join(", ", parts)}){where}";
    }

    public static string DropIndex(Dialect dialect, TableName table, SqlName index) => $"drop index {dialect.Quote(new TableName(table.Schema, index))}";

    public static string Names(Dialect dialect, IEnumerable<SqlName> names) => string.Join(", ", names.Select(dialect.Quote));

    private static string Definition(Dialect dialect, Column column, bool key = false)
    {
        var text = $"{dialect.Quote(column.Name)} {dialect.ColumnType(column)}";
        if (column.Default is { } value) text += $" default {dialect.Literal(column, value)}";
        return column.NotNull || key ? text + " not null" : text;
    }

    private static string KeyType(Dialect dialect, Column column) =>
        dialect.ColumnType(column.Type == ColumnType.Integer ? column with { Type = ColumnType.Id } : column);
}
