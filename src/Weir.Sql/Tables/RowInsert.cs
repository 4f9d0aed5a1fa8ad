using System.Collections.Concurrent;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>The insert of whole rows into one table, its text written once for each database. Holds no values.</summary>
public sealed class RowInsert(TableName table, IReadOnlyList<Column> columns)
{
    private readonly ConcurrentDictionary<string, string> texts = [];

    public TableName Table => table;

    public IReadOnlyList<Column> Columns => columns;

    /// <param name="values">As stored, in the order of the columns.</param>
    public SqlText Of(Dialect dialect, IReadOnlyList<object?> values) =>
        SqlText.Ready(table, texts.GetOrAdd(dialect.Key, static (_, at) => at.Self.Text(at.dialect), (Self: this, dialect)), [.. columns.Select((c, i) => SqlValue.For(c, values[i]))]);

    private string Text(Dialect dialect) =>
        $"insert into {dialect.Quote(table)} ({Ddl.Names(dialect, columns.Select(c => c.Name))}) values ({string.Join(", ", columns.Select((_, i) => "$" + (i + 1)))})";
}
