using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Weir.Sql.Schema;

namespace Weir.Bench;

/// <summary>The database as its provider offers it, without anything of Weir: the floor that figures are held against.</summary>
internal sealed class RawDatabase(Ground ground) : IAsyncDisposable
{
    private readonly NpgsqlDataSource? postgres = ground.Choice.Postgres is null ? null : NpgsqlDataSource.Create(ground.Address["postgres:".Length..] + ";Max Auto Prepare=50;Auto Prepare Min Usages=2;Maximum Pool Size=32");

    public bool IsPostgres => postgres is not null;

    public async Task<DbConnection> Open()
    {
        if (postgres is not null) return await postgres.OpenConnectionAsync();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = ground.Platform.Database.File, DefaultTimeout = 60 }.ConnectionString);
        await connection.OpenAsync();
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "pragma synchronous=full; pragma mmap_size=268435456; pragma cache_size=-65536;";
        await pragmas.ExecuteNonQueryAsync();
        return connection;
    }

    public string Name(TableName table) => IsPostgres ? $"\"{table.Schema}\".\"{table.Name}\"" : $"\"{table.Schema}.{table.Name}\"";

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null) await postgres.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Makes an empty database beside the named one and returns its connection string.</summary>
    public static async Task<string> Fresh(string address)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "drop database if exists weir_bench with (force)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "create database weir_bench template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'";
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(address) { Database = "weir_bench" }.ConnectionString;
    }
}
