using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Migrations;

/// <summary>System tables grow step by step; a step that fails, or a newer program's data, hurts nothing.</summary>
public class Steps
{
    private static readonly TableName Note = new("org", "note");

    private static readonly Migration First = new(1, "notes", (s, _) => s.Apply(
        [new SchemaChange.CreateTable(new(Note, [new("id", ColumnType.Id, NotNull: true)], ["id"], []))]));

    private static readonly Migration Second = new(2, "bodies", (s, _) => s.Apply([new SchemaChange.AddColumn(Note, new("body", ColumnType.Text))]));

    [Theory, OnSqlite, OnPostgres]
    public async Task All_system_tables_are_made_once_and_are_of_the_wanted_shape(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        SqlName app = "app_sales";
        for (var i = 0; i < 2; i++)
        {
            Assert.Null(await Migrator.Run(test.Database));
            await Migrator.RunApp(test.Database, app);
        }
        string[] names = ["history", "share", "number", "outbox", "comment", "file", "view", "batch", "batch_row"];
        foreach (var name in names) Assert.NotNull(await test.Database.Read(s => s.ReadTable(new(app, name))));
        foreach (var name in new[] { "setting", "app", "app_version" }) Assert.NotNull(await test.Database.Read(s => s.ReadTable(new("org", name))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ten_processes_that_start_at_once_run_every_step_once(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        var databases = new List<Database>();
        for (var i = 0; i < 10; i++) databases.Add(await Databases.Open(test.Setting, TimeProvider.System));
        await Task.WhenAll(databases.Select(d => Migrator.Run(d, _ => [First, Second], null)));
        foreach (var database in databases) await database.DisposeAsync();
        Assert.Equal(2, await test.Database.Read(s => s.Count($"select version from {new TableName("org", "schema_version")}")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_step_that_fails_halfway_leaves_the_data_intact_and_says_why(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        await Migrator.Run(test.Database, _ => [First], null);
        await test.Database.Write(s => s.Execute($"insert into {Note} (id) values (1), (2)"));
        var broken = new Migration(2, "broken", async (s, _) =>
        {
            await Second.Apply(s, "org");
            await s.Execute($"delete from {Note}");
            throw new InvalidTimeZoneException("the reason");
        });
        var failure = await Assert.ThrowsAsync<MigrationFailed>(() => Migrator.Run(test.Database, _ => [First, broken], null));
        Assert.Contains("the reason", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, await test.Database.Read(s => s.Count($"select count(*) from {Note}")));
        Assert.Single((await test.Database.Read(s => s.ReadTable(Note)))!.Columns);
        await Migrator.Run(test.Database, _ => [First, Second], null);
        Assert.Equal(2, await test.Database.Read(s => s.Count($"select count(*) from {Note} where body is null")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_older_program_refuses_newer_data_and_does_not_touch_it(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        await Migrator.Run(test.Database, _ => [First, Second], null);
        var refusal = await Assert.ThrowsAsync<MigrationFailed>(() => Migrator.Run(test.Database, _ => [First], null));
        Assert.Contains("written by a newer version", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull((await test.Database.Read(s => s.ReadTable(Note)))!.Find("body"));
    }

    [Theory, OnSqlite]
    public async Task Before_existing_data_is_changed_the_file_is_copied(DatabaseKind kind)
    {
        await using var test = await TestDatabase.Create(kind);
        Assert.Null(await Migrator.Run(test.Database, _ => [First], null));
        await test.Database.Write(s => s.Execute($"insert into {Note} (id) values (7)"));
        var backup = await Migrator.Run(test.Database, _ => [First, Second], null);
        await using var copy = await Databases.Open(DatabaseSetting.Parse(backup!), TimeProvider.System);
        Assert.Equal([7L], await copy.Read(s => s.Query($"select id from {Note}", r => r.Long(0))));
        Assert.Single((await copy.Read(s => s.ReadTable(Note)))!.Columns);
        Assert.Null(await Migrator.Run(test.Database, _ => [First, Second], null));
    }
}
