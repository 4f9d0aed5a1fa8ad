using System.Globalization;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Migrations;

/// <summary>Brings the system tables to the shape this program knows, one step per transaction; a step that fails leaves everything as it was.</summary>
public static class Migrator
{
    /// <summary>Held by the step that runs: several processes may start at once, and making a schema is itself a race.</summary>
    private const long LockKey = 0x57656972;

    private static readonly TableName Versions = new(OrgMigrations.Schema, "schema_version");

    private static readonly Table VersionTable = new(Versions,
        [new("schema", ColumnType.Text, NotNull: true), new("version", ColumnType.Integer, NotNull: true)], ["schema"], []);

    /// <summary>The organisation's schema, then those of all installed apps.</summary>
    /// <param name="backup">Where a copy goes before data that already exists is changed; null puts it beside the database file.</param>
    /// <returns>The file of the copy, or null when none was needed or the database is a server.</returns>
    /// <exception cref="MigrationFailed">With the reason; the data is as it was before the failed step.</exception>
    public static Task<string?> Run(Database database, string? backup = null, CancellationToken cancel = default) => Run(database, Steps, backup, cancel);

    /// <summary>The system tables of one app, also of a new one.</summary>
    public static Task RunApp(Database database, SqlName schema, CancellationToken cancel = default) => RunApp(database, schema, Steps, cancel);

    internal static async Task<string?> Run(Database database, Func<string, IReadOnlyList<Migration>> steps, string? backup, CancellationToken cancel = default)
    {
        var present = await database.Read(s => Present(s, cancel), cancel);
        foreach (var (schema, version) in present) Refuse(schema, version, steps(schema).Count);
        var copy = database.File is { } file && present.Any(p => p.Value < steps(p.Key).Count) ? backup ?? CopyOf(file, database.Clock) : null;
        if (copy is not null) await database.BackUp(copy, cancel);
        await Advance(database, OrgMigrations.Schema, steps, present.GetValueOrDefault(OrgMigrations.Schema.Value), cancel);
        foreach (var (schema, version) in present.Where(p => p.Key != OrgMigrations.Schema.Value)) await Advance(database, schema, steps, version, cancel);
        return copy;
    }

    internal static async Task RunApp(Database database, SqlName schema, Func<string, IReadOnlyList<Migration>> steps, CancellationToken cancel = default)
    {
        var present = (await database.Read(s => Present(s, cancel), cancel)).GetValueOrDefault(schema.Value);
        Refuse(schema.Value, present, steps(schema.Value).Count);
        await Advance(database, schema, steps, present, cancel);
    }

    private static IReadOnlyList<Migration> Steps(string schema) => schema == OrgMigrations.Schema.Value ? OrgMigrations.All : AppMigrations.All;

    private static async Task Advance(Database database, SqlName schema, Func<string, IReadOnlyList<Migration>> steps, int present, CancellationToken cancel)
    {
        foreach (var step in steps(schema.Value).Skip(present))
        {
            try
            {
                await database.Change(s => Advance(s, schema, step, cancel), cancel);
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or MigrationFailed or DatabaseBusy))
            {
                throw new MigrationFailed($"Step {step.Number} ({step.Name}) of schema {schema} failed: {failure.Message} Nothing was changed by it.", failure);
            }
        }
    }

    private static async ValueTask Advance(Session session, SqlName schema, Migration step, CancellationToken cancel)
    {
        if (session.Dialect.LockAll(LockKey) is { } wait) await session.Query(SqlText.Raw(wait), _ => true, cancel);
        var versions = await Present(session, cancel);
        // Another process was faster, perhaps a newer one.
        if (versions.TryGetValue(schema.Value, out var present) && present >= step.Number) return;
        if (versions.Count == 0 && await session.ReadTable(Versions, cancel) is null)
            await session.Apply([new SchemaChange.CreateSchema(OrgMigrations.Schema), new SchemaChange.CreateTable(VersionTable)], cancel: cancel);
        await session.Apply([new SchemaChange.CreateSchema(schema)], cancel: cancel);
        await step.Apply(session, schema);
        await session.Execute(
            $"insert into {Versions} (schema, version) values ({schema.Value}, {step.Number}) on conflict (schema) do update set version = excluded.version", cancel);
    }

    private static async ValueTask<Dictionary<string, int>> Present(Session session, CancellationToken cancel)
    {
        if (await session.ReadTable(Versions, cancel) is null) return [];
        var rows = await session.Query($"select schema, version from {Versions}", r => (Schema: r.Text(0), Version: r.Int(1)), cancel);
        return rows.ToDictionary(r => r.Schema, r => r.Version);
    }

    private static void Refuse(string schema, int present, int known)
    {
        if (present > known)
            throw new MigrationFailed(
                $"The data was written by a newer version of Weir (schema {schema} is at {present}, this program knows {known}). Start that version, or restore an older backup.");
    }

    private static string CopyOf(string file, TimeProvider clock) =>
        $"{file}.{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.bak";
}

/// <summary>The data could not be brought to the shape this program needs; the message says why and what to do.</summary>
public sealed class MigrationFailed(string message, Exception? inner = null) : Exception(message, inner);
