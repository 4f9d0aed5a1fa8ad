using Weir.Sql.Dialects;
using Weir.Sql.Sessions;

namespace Weir.Sql.Schema;

/// <summary>The steps from the present to the wanted shape of a table, with the danger of each. Carries out nothing.</summary>
public static class SchemaPlan
{
    /// <exception cref="ArgumentException">A new column must not be null but has no default for the rows that are there.</exception>
    public static IReadOnlyList<SchemaChange> Between(Table? present, Table wanted)
    {
        if (present is null) return [new SchemaChange.CreateTable(wanted)];
        var added = wanted.Columns.Where(c => present.Find(c.Name) is null).ToList();
        if (added.Find(c => c is { NotNull: true, Default: null }) is { } bare)
            throw new ArgumentException($"The new column {bare.Name} of {wanted.Name.Name} must not be null, so it needs a default.", nameof(wanted));
        var dropped = present.Columns.Where(c => wanted.Find(c.Name) is null).ToList();
        var changed = wanted.Columns.Where(c => present.Find(c.Name) is { } old && !Same(present, old, wanted, c)).ToList();
        if (changed.Count > 0 || !present.PrimaryKey.SequenceEqual(wanted.PrimaryKey))
        {
            var worst = changed.Select(c => DangerOf(present[c.Name], c)).Append(dropped.Count > 0 ? Danger.Destructive : Danger.Rewrite).Max();
            return [new SchemaChange.Rebuild(present, wanted, worst)];
        }
        var indexes = IndexChanges(present, wanted);
        return
        [
            .. indexes.Where(c => c is SchemaChange.DropIndex),
            .. dropped.Select(c => new SchemaChange.DropColumn(present, c.Name)),
            .. added.Select(c => new SchemaChange.AddColumn(wanted.Name, c)),
            .. indexes.Where(c => c is SchemaChange.CreateIndex),
        ];
    }

    internal static IReadOnlyList<SchemaChange> IndexChanges(Table present, Table wanted)
    {
        var gone = present.Indexes.Where(p => !wanted.Indexes.Any(w => Same(p, w)));
        var fresh = wanted.Indexes.Where(w => !present.Indexes.Any(p => Same(p, w)));
        return
        [
            .. gone.Select(i => new SchemaChange.DropIndex(present.Name, i.Name)),
            .. fresh.Select(i => new SchemaChange.CreateIndex(wanted.Name, i)),
        ];
    }

    /// <summary>True when some column changes what it holds, so that values must be converted one by one.</summary>
    internal static bool Converts(Table present, Table wanted) =>
        wanted.Columns.Any(c => present.Find(c.Name) is { } old && !SameContent(old, c));

    /// <summary>True when nothing but null rules and defaults (and perhaps new columns and indexes) tells the two apart.</summary>
    internal static bool DiffersOnlyInRules(Table present, Table wanted) =>
        !Converts(present, wanted) && present.PrimaryKey.SequenceEqual(wanted.PrimaryKey) && present.Columns.All(c => wanted.Find(c.Name) is not null);

    internal static bool SameDefault(Column a, Column b) => Equals(DefaultOf(a), DefaultOf(b));

    private static object? DefaultOf(Column column) => column.Default is { } value ? SqliteDialect.Encode(SqlValue.For(column, value)) : null;

    private static bool Same(Table present, Column a, Table wanted, Column b) =>
        SameContent(a, b) && SameDefault(a, b)
        && (a.NotNull || present.PrimaryKey.Contains(a.Name)) == (b.NotNull || wanted.PrimaryKey.Contains(b.Name));

    private static bool Same(Index a, Index b) =>
        a.Name == b.Name && a.Unique == b.Unique && a.WhereNull == b.WhereNull && a.Parts.SequenceEqual(b.Parts);

    private static bool SameContent(Column a, Column b) => Kind(a.Type) == Kind(b.Type) && (a.Type != ColumnType.Decimal || a.Scale == b.Scale);

    // Both are the same 64-bit column; only the meaning differs.
    private static ColumnType Kind(ColumnType type) => type == ColumnType.Id ? ColumnType.Integer : type;

    private static Danger DangerOf(Column from, Column to) => (Kind(from.Type), Kind(to.Type)) switch
    {
        (ColumnType.Decimal, ColumnType.Decimal) => to.Scale >= from.Scale ? Danger.Rewrite : Danger.Destructive,
        var (a, b) when a == b => Danger.Rewrite,
        (_, ColumnType.Text) => Danger.Rewrite,
        (ColumnType.Bool, ColumnType.Integer or ColumnType.Decimal) => Danger.Rewrite,
        (ColumnType.Integer, ColumnType.Decimal) => Danger.Rewrite,
        (ColumnType.Date, ColumnType.Moment) => Danger.Rewrite,
        _ => Danger.Destructive,
    };
}
