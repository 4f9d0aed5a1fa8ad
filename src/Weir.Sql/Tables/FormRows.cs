using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Statements on tables whose columns are only known at run time: one row in, one row changed, rows out. Knows no meaning of a column.</summary>
public static class FormRows
{
    private static readonly SqlName Id = "id";

    /// <summary>A column with its value as stored.</summary>
    public readonly record struct Cell(Column Column, object? Value)
    {
        public SqlValue Parameter => SqlValue.For(Column, Value);
    }

    /// <summary>Changes columns of one row.</summary>
    public static SqlText Update(TableName table, long id, IReadOnlyList<Cell> cells)
    {
        SqlText sql = $"update {table} set ";
        sql.Add(SqlText.Join(", ", cells.Select(c => (SqlText)$"{c.Column.Name} = {c.Parameter}")));
        sql.Add($" where {Id} = {SqlValue.Id(id)}");
        return sql;
    }

    public static SqlText Delete(TableName table, IEnumerable<long> ids) => $"delete from {table} where {Id} in {ids}";

    public static SqlText DeleteBy(TableName table, SqlName column, IEnumerable<long> values) => $"delete from {table} where {column} in {values}";

    /// <summary>Rows whose column is one of the values, in the order of the columns; locked until the transaction ends when asked.</summary>
    public static SqlText Read(Session session, TableName table, IReadOnlyList<Column> columns, SqlName by, IEnumerable<long> values, SqlName? order = null, bool locked = false)
    {
        SqlText sql = $"select ";
        sql.Add(SqlText.Join(", ", columns.Select(c => (SqlText)$"{c.Name}")));
        sql.Add($" from {table} where {by} in {values}");
        if (order is { } o) sql.Add($" order by {by}, {o}");
        if (locked)
        {
            if (order is null) sql.Add($" order by {Id}");
            sql.AppendLiteral(session.Dialect.LockRows);
        }
        return sql;
    }

    /// <summary>Those of the live rows that stay until the unit ends: who wants to delete one waits. What a new link names is held, so that it leads somewhere.</summary>
    public static async ValueTask<IReadOnlyCollection<long>> Hold(Session session, TableName table, IReadOnlyCollection<long> ids, SqlName deleted)
    {
        if (ids.Count == 0 || session.Dialect.HoldRows is not { Length: > 0 } hold) return ids;
        return await session.Query($"select {Id} from {table} where {Id} in {ids} and {deleted} is null order by {Id}{SqlText.Raw(hold)}", r => r.Long(0));
    }

    /// <summary>Waits until nobody holds the rows; from then on nobody links to them.</summary>
    public static async ValueTask Close(Session session, TableName table, IReadOnlyCollection<long> ids)
    {
        if (ids.Count > 0 && session.Dialect.CloseRows is { Length: > 0 } close)
            await session.Query($"select {Id} from {table} where {Id} in {ids} order by {Id}{SqlText.Raw(close)}", r => r.Long(0));
    }

    /// <summary>The next rows in the order of their ids: the id, then the columns.</summary>
    public static SqlText Page(TableName table, IReadOnlyList<Column> columns, long afterId, int limit)
    {
        SqlText sql = $"select {Id}";
        foreach (var column in columns) sql.Add($", {column.Name}");
        return sql.Add($" from {table} where {Id} > {SqlValue.Id(afterId)} order by {Id} limit {(long)limit}");
    }

    /// <summary>Whether another live row has this value: its id, or null.</summary>
    public static async ValueTask<long?> Twin(Session session, TableName table, Column column, object value, long exceptId, SqlName deleted)
    {
        var rows = await session.Query($"select {Id} from {table} where {column.Name} = {SqlValue.For(column, value)} and {Id} <> {SqlValue.Id(exceptId)} and {deleted} is null limit 1", r => r.Long(0));
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>The next texts, in their order, that more than one live row has in a column.</summary>
    public static ValueTask<List<string>> Repeated(Session session, TableName table, Column column, string after, int limit, SqlName deleted) => session.Query(
        $"select {column.Name} from {table} where {deleted} is null and {column.Name} > {after} group by {column.Name} having count(*) > 1 order by {column.Name} limit {(long)limit}", r => r.Text(0));

    /// <summary>Which live rows have one of these values.</summary>
    public static ValueTask<List<(object Value, long Id)>> Holders(Session session, TableName table, Column column, IReadOnlyList<object> values, SqlName deleted)
    {
        var list = new SqlList([.. values.Select(v => SqlValue.For(column, v))], column.Type, column.Scale);
        // Behind "in", a list that is joined made the server read the whole of a table that had grown since it planned.
        return session.Query($"select {column.Name}, {Id} from {table} where {session.Dialect.Among($"{column.Name}", list)} and {deleted} is null", r => (r.Value(0, column.Type, column.Scale)!, r.Long(1)));
    }
}
