using Weir.Sql.Sessions;

namespace Weir.Tests;

/// <summary>A fresh database for one test; gone when disposed. Opening it again shows what is durable.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? folder;

    private TestDatabase(DatabaseSetting setting, Database database, string? folder)
    {
        (Setting, Database, this.folder) = (setting, database, folder);
    }

    public DatabaseSetting Setting { get; }

    public Database Database { get; private set; }

    /// <summary>A folder of this test's own on SQLite (for backups and the like); null on PostgreSQL.</summary>
    public string? Folder => folder;

    public static async Task<TestDatabase> Create(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Postgres)
        {
            var address = await PostgresCluster.NewDatabase();
            var server = new DatabaseSetting(kind, address);
            return new(server, await Databases.Open(server, TimeProvider.System), null);
        }
        var folder = Directory.CreateTempSubdirectory("weir-test-").FullName;
        var file = new DatabaseSetting(kind, Path.Combine(folder, "weir.db"));
        return new(file, await Databases.Open(file, TimeProvider.System), folder);
    }

    /// <summary>On PostgreSQL a copy of another database, to which nobody may be connected meanwhile.</summary>
    public static async Task<TestDatabase> Copy(DatabaseSetting original)
    {
        var copy = new DatabaseSetting(DatabaseKind.Postgres, await PostgresCluster.NewDatabase(original.Address));
        return new(copy, await Databases.Open(copy, TimeProvider.System), null);
    }

    /// <summary>A database that somebody else has made and will delete.</summary>
    public static async Task<TestDatabase> Attach(DatabaseSetting setting) => new(setting, await Databases.Open(setting, TimeProvider.System), null) { IsGuest = true };

    private bool IsGuest { get; init; }

    public async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = await Databases.Open(Setting, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (IsGuest) return;
        if (folder is null) await PostgresCluster.Drop(Setting.Address);
        else Directory.Delete(folder, recursive: true);
    }
}
