namespace Weir.Sql.Schema;

/// <summary>What a column holds; each dialect decides how. CLR values: long, long, decimal, string, bool, DateOnly, DateTime (UTC, whole milliseconds).</summary>
public enum ColumnType { Id, Integer, Decimal, Text, Bool, Date, Moment }

/// <summary>A column of a table. <paramref name="Scale"/> counts decimals and matters for <see cref="ColumnType.Decimal"/> only.</summary>
public sealed record Column(SqlName Name, ColumnType Type, int Scale = 0, bool NotNull = false, object? Default = null);

/// <summary>One column of an index, ascending or descending.</summary>
public readonly record struct IndexPart(SqlName Column, bool Descending = false);

/// <summary>An index; when <paramref name="WhereNull"/> is given it covers only the rows in which that column is null.</summary>
public sealed record Index(SqlName Name, IReadOnlyList<IndexPart> Parts, bool Unique = false, SqlName? WhereNull = null);

/// <summary>A table's place: its schema (one per app, and <c>org</c>) and its name. SQLite writes both into one name.</summary>
public readonly record struct TableName(SqlName Schema, SqlName Name);

/// <summary>The wanted shape of a table; the same model serves both databases. Every table has a primary key.</summary>
public sealed record Table(TableName Name, IReadOnlyList<Column> Columns, IReadOnlyList<SqlName> PrimaryKey, IReadOnlyList<Index> Indexes)
{
    public Column this[SqlName name] => Columns.First(c => c.Name == name);

    public Column? Find(SqlName name) => Columns.FirstOrDefault(c => c.Name == name);
}
