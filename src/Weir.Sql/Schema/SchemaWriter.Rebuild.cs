using Weir.Sql.Sessions;

namespace Weir.Sql.Schema;

internal static partial class SchemaWriter
{
    private const int PageSize = 5000;

    /// <summary>Copies every row into the wanted table and puts it in the place of the old one; anything less than every row is an error.</summary>
    private static async ValueTask Rebuild(Session session, SchemaChange.Rebuild change, CancellationToken cancel)
    {
        var (present, wanted) = (change.Present, change.Wanted);
        var dialect = session.Dialect;
        if (dialect.AltersColumns && SchemaPlan.DiffersOnlyInRules(present, wanted))
        {
            await AlterInPlace(session, present, wanted, cancel);
            return;
        }
        // Nobody may write between the copy and the swap.
        if (dialect.LockTable(present.Name) is { } wait) await Run(session, wait, cancel);
        var draft = wanted with { Name = wanted.Name with { Name = "weir_rebuild" }, Indexes = [] };
        await Run(session, Ddl.CreateTable(dialect, draft), cancel);
        var before = await session.Count($"select count(*) from {present.Name}", cancel);
        if (SchemaPlan.Converts(present, wanted)) await CopyConverted(session, present, draft, cancel);
        else await CopyPlain(session, present, draft, cancel);
        var after = await session.Count($"select count(*) from {draft.Name}", cancel);
        if (before != after) throw new InvalidOperationException($"The rebuild of {wanted.Name.Name} copied {after} of {before} rows; nothing was changed.");
        await Run(session, $"drop table {dialect.Quote(present.Name)}", cancel);
        foreach (var rename in dialect.RenameTable(draft.Name, wanted.Name)) await Run(session, rename, cancel);
        await CreateIndexes(session, wanted, cancel);
        await dialect.CheckReferences(session, cancel);
    }

    private static async ValueTask CopyPlain(Session session, Table present, Table draft, CancellationToken cancel)
    {
        var dialect = session.Dialect;
        var kept = draft.Columns.Where(c => present.Find(c.Name) is not null).ToList();
        var values = kept.Select(c => c is { NotNull: true, Default: { } value }
            ? $"coalesce({dialect.Quote(c.Name)}, {dialect.Literal(c, value)})"
            : dialect.Quote(c.Name));
        await Run(session,
            $"insert into {dialect.Quote(draft.Name)} ({Ddl.Names(dialect, kept.Select(c => c.Name))}) select {string.Join(", ", values)} from {dialect.Quote(present.Name)}",
            cancel);
    }

    /// <summary>Changed types pass through this program, so that both databases read "12.5" or a date the same way.</summary>
    private static async ValueTask CopyConverted(Session session, Table present, Table draft, CancellationToken cancel)
    {
        var kept = draft.Columns.Where(c => present.Find(c.Name) is not null).ToList();
        var from = kept.Select(c => present[c.Name]).ToList();
        var keys = present.PrimaryKey.Select(k => present[k]).ToList();
        var columns = from.Concat(keys).ToList();
        IReadOnlyList<object?>? last = null;
        while (true)
        {
            var after = last is null ? new SqlText() : After(keys, last);
            SqlText page = $"select {Names(columns)} from {present.Name} {after} order by {Names(keys)} limit {PageSize}";
            var rows = await session.Query(page, r => columns.Select((c, i) => r.Value(i, c.Type, c.Scale)).ToArray(), cancel);
            if (rows.Count == 0) return;
            await session.Load(draft.Name, kept, rows.Select(r => kept.Select((c, i) => Converted(r[i], from[i], c)).ToArray()), cancel);
            last = rows[^1][kept.Count..];
        }
    }

    private static object? Converted(object? value, Column from, Column to)
    {
        var converted = ValueConversion.Convert(value, from, to);
        return converted ?? (to.NotNull ? to.Default : null);
    }

    private static SqlText After(IReadOnlyList<Column> keys, IReadOnlyList<object?> last) =>
        $"where ({Names(keys)}) > ({SqlText.Join(", ", keys.Select((k, i) => (SqlText)$"{SqlValue.For(k, last[i])}"))})";

    private static SqlText Names(IEnumerable<Column> columns) => SqlText.Join(", ", columns.Select(c => (SqlText)$"{c.Name}"));

    private static async ValueTask AlterInPlace(Session session, Table present, Table wanted, CancellationToken cancel)
    {
        var dialect = session.Dialect;
        foreach (var column in wanted.Columns.Where(c => !wanted.PrimaryKey.Contains(c.Name)))
        {
            if (present.Find(column.Name) is not { } old)
            {
                await Run(session, Ddl.AddColumn(dialect, wanted.Name, column), cancel);
                continue;
            }
            var alter = $"alter table {dialect.Quote(wanted.Name)} alter column {dialect.Quote(column.Name)} ";
            if (!SchemaPlan.SameDefault(old, column))
                await Run(session, alter + (column.Default is { } value ? "set default " + dialect.Literal(column, value) : "drop default"), cancel);
            if (old.NotNull == column.NotNull) continue;
            if (column is { NotNull: true, Default: { } filler })
                await session.Execute($"update {wanted.Name} set {column.Name} = {SqlValue.For(column, filler)} where {column.Name} is null", cancel);
            await Run(session, alter + (column.NotNull ? "set not null" : "drop not null"), cancel);
        }
        foreach (var index in SchemaPlan.IndexChanges(present, wanted)) await Apply(session, index, cancel);
    }
}
