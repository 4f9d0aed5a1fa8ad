using System.Diagnostics;
using System.Globalization;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Sessions;

/// <summary>A process that is killed at a random instant loses nothing that it has acknowledged, and leaves no half unit.</summary>
public class Kills
{
    private static readonly TableName Left = new("app_x", "left_half");
    private static readonly TableName Right = new("app_x", "right_half");

    [Theory, OnSqlite, OnPostgres]
    public async Task No_acknowledged_unit_is_lost_and_none_is_half_done(DatabaseKind kind)
    {
        var random = new Random(3);
        await using var test = await TestDatabase.Create(kind);
        await test.Database.Change(s => s.Apply([new SchemaChange.CreateSchema("app_x"), .. new[] { Left, Right }.Select(t =>
            new SchemaChange.CreateTable(new(t, [new("id", ColumnType.Id, NotNull: true)], ["id"], [])))]));
        var acknowledged = new List<long>();
        for (var round = 1; round <= 4; round++)
        {
            using var child = Start(test.Setting, round);
            var before = acknowledged.Count;
            while (acknowledged.Count - before < 60 + random.Next(200))
            {
                var line = await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await child.StandardError.ReadToEndAsync());
                acknowledged.Add(long.Parse(line, CultureInfo.InvariantCulture));
            }
            child.Kill();
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                if (long.TryParse(line, CultureInfo.InvariantCulture, out var id) && line.Length == 12) acknowledged.Add(id);
            }
            await child.WaitForExitAsync();
            await test.Reopen();
            var left = await Ids(test, Left);
            Assert.Empty(acknowledged.Except(left));
            Assert.Equal(left, await Ids(test, Right));
        }
    }

    private static async Task<HashSet<long>> Ids(TestDatabase test, TableName table) =>
        [.. await test.Database.Read(s => s.Query($"select id from {table} order by id", r => r.Long(0)))];

    private static Process Start(DatabaseSetting setting, int round)
    {
        var address = $"{(setting.Kind == DatabaseKind.Sqlite ? "sqlite" : "postgres")}:{setting.Address}";
        var start = new ProcessStartInfo("dotnet", [typeof(Kills).Assembly.Location, "write", address, round.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>What the child does: eight writers, each says the id of a unit once it is durable.</summary>
    internal static async Task Write(DatabaseSetting setting, int round)
    {
        await using var database = await Databases.Open(setting, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                var id = 100_000_000_000L + round * 1_000_000_000L + w * 10_000_000L + i;
                await database.Write(async s =>
                {
                    await s.Execute($"insert into {Left} (id) values ({id})");
                    await s.Execute($"insert into {Right} (id) values ({id})");
                });
                lock (database) Console.Out.WriteLine(id.ToString(CultureInfo.InvariantCulture));
            }
        })));
    }
}
