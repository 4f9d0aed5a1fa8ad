using Weir.Sql.Sessions;

namespace Weir.Sql.Schema;

/// <summary>Carries out planned changes inside a transaction, the same way on both databases. Plans nothing.</summary>
internal static partial class SchemaWriter
{
    public static async ValueTask Apply(Session session, IReadOnlyList<SchemaChange> changes, Danger allowed, CancellationToken cancel)
    {
        if (changes.FirstOrDefault(c => c.Danger > allowed) is { } refused)
            throw new InvalidOperationException($"{refused.GetType().Name} of {refused.Table.Schema}.{refused.Table.Name} is {refused.Danger} and was not allowed.");
        foreach (var change in changes) await Apply(session, change, cancel);
    }

    private static async ValueTask Apply(Session session, SchemaChange change, CancellationToken cancel)
    {
        var dialect = session.Dialect;
        switch (change)
        {
            case SchemaChange.CreateSchema create:
                if (dialect.CreateSchema(create.Schema) is { } text) await Run(session, text, cancel);
                break;
            case SchemaChange.CreateTable create:
                await Run(session, Ddl.CreateTable(dialect, create.Wanted), cancel);
                await CreateIndexes(session, create.Wanted, cancel);
                break;
            case SchemaChange.AddColumn add:
                await Run(session, Ddl.AddColumn(dialect, add.Table, add.Column), cancel);
                break;
            case SchemaChange.CreateIndex create:
                var table = await session.ReadTable(create.Table, cancel)
                    ?? throw new InvalidOperationException($"There is no table {create.Table.Schema}.{create.Table.Name}.");
                await Run(session, Ddl.CreateIndex(dialect, create.Table, create.Index, Nullable(table)), cancel);
                break;
            case SchemaChange.DropIndex drop:
                await Run(session, Ddl.DropIndex(dialect, drop.Table, drop.Index), cancel);
                break;
            case SchemaChange.DropColumn drop:
                await Run(session, $"alter table {dialect.Quote(drop.Table)} drop column {dialect.Quote(drop.Column)}", cancel);
                break;
            case SchemaChange.DropTable drop:
                await Run(session, $"drop table {dialect.Quote(drop.Table)}", cancel);
                break;
            case SchemaChange.Rebuild rebuild:
                await Rebuild(session, rebuild, cancel);
                break;
        }
    }

    private static async ValueTask CreateIndexes(Session session, Table table, CancellationToken cancel)
    {
        foreach (var index in table.Indexes) await Run(session, Ddl.CreateIndex(session.Dialect, table.Name, index, Nullable(table)), cancel);
    }

    private static Func<SqlName, bool> Nullable(Table table) => name => !table[name].NotNull && !table.PrimaryKey.Contains(name);

    private static async ValueTask Run(Session session, string text, CancellationToken cancel)
    {
        var sql = new SqlText();
        sql.AppendLiteral(text);
        await session.Execute(sql, cancel);
    }
}
