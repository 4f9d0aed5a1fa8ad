using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Sql.Migrations;

/// <summary>Brings the system tables to the shape this program knows, one step per transaction; a step that fails leaves everything as it was.</summary>
public static class Migrator
{
    private static readonly TableName Versions = new(OrgMigrations.Schema, "schema_version");

    private static readonly Table VersionTable = new(Versions,
        [new("schema", ColumnType.Text, NotNull: true), new("version", ColumnType.Integer, NotNull: true)], ["schema"], []);

    /// <summary>The organisation's schema, then those of all installed apps.</summary>
    /// <param name="backup">Where a copy goes before data that already exists is changed; null makes none.</param>
    /// <exception cref="MigrationFailed">With the reason; the data is as it was before the failed step.</exception>
    public static async Task Run(Database database, string? backup = null, CancellationToken cancel = default)
    {
        await database.Change(async session =>
        {
            await session.Apply([new SchemaChange.CreateSchema(OrgMigrations.Schema)]);
            await session.Apply(SchemaPlan.Between(await session.ReadTable(Versions), VersionTable));
            return true;
        }, cancel);
        var schemas = await database.Read(session => session.Query($"select schema, version from {Versions}", r => (r.Text(0), r.Int(1))), cancel);
        foreach (var (schema, version) in schemas)
            if (version > Steps(schema).Count) throw new MigrationFailed($"The data was written by a newer version of Weir (schema {schema} is at {version}, this program knows {Steps(schema).Count}). Start that version, or restore an older backup.");
        if (backup is not null && schemas.Any(s => s.Item2 < Steps(s.Item1).Count)) await database.BackUp(backup, cancel);
        await Advance(database, OrgMigrations.Schema, OrgMigrations.All, cancel);
        foreach (var schema in schemas.Select(s => s.Item1).Where(s => s != OrgMigrations.Schema.Value)) await Advance(database, schema, AppMigrations.All, cancel);
    }

    /// <summary>The system tables of one app, also of a new one.</summary>
    public static async Task RunApp(Database database, SqlName schema, CancellationToken cancel = default)
    {
        await database.Change(async session =>
        {
            await session.Apply([new SchemaChange.CreateSchema(schema)]);
            return true;
        }, cancel);
        await Advance(database, schema, AppMigrations.All, cancel);
    }

    private static IReadOnlyList<Migration> Steps(string schema) => schema == OrgMigrations.Schema.Value ? OrgMigrations.All : AppMigrations.All;

    private static async Task Advance(Database database, SqlName schema, IReadOnlyList<Migration> steps, CancellationToken cancel)
    {
        foreach (var step in steps)
        {
            try
            {
                await database.Change(async session =>
                {
                    // The row is written first and locks out a second process that starts at the same moment.
                    await session.Execute($"insert into {Versions} (schema, version) values ({schema.Value}, {0L}) on conflict (schema) do update set version = {Versions}.version");
                    if (await session.Count($"select version from {Versions} where schema = {schema.Value}") >= step.Number) return false;
                    await step.Apply(session, schema);
                    await session.Execute($"update {Versions} set version = {(long)step.Number} where schema = {schema.Value}");
                    return true;
                }, cancel);
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or MigrationFailed))
            {
                throw new MigrationFailed($"Step {step.Number} ({step.Name}) of schema {schema} failed: {failure.Message} Nothing was changed by it.", failure);
            }
        }
    }
}

/// <summary>The data could not be brought to the shape this program needs; the message says why and what to do.</summary>
public sealed class MigrationFailed(string message, Exception? inner = null) : Exception(message, inner);
