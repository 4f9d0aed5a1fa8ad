using System.Diagnostics;
using System.Globalization;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Records;

/// <summary>A process that is killed in the middle of mixed work leaves records, sums, numbers, history, search and outbox as one.</summary>
public sealed class KillTests
{
    private const int BatchSize = 5;

    [Theory, OnSqlite, OnPostgres]
    public async Task After_kills_at_random_moments_everything_fits_together(DatabaseKind kind)
    {
        var random = new Random(11);
        await using var desk = await Desk.Open(kind, Shop.App());
        for (var i = 0; i < 4; i++) await desk.Create(Desk.Admin, "firm", ("name", $"Firm {i}"));
        var acknowledged = new HashSet<long>();
        for (var round = 1; round <= 3; round++)
        {
            using var child = Start(desk.Storage.Setting, round);
            var wanted = acknowledged.Count + 30 + random.Next(60);
            while (acknowledged.Count < wanted)
                acknowledged.Add(long.Parse((await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await child.StandardError.ReadToEndAsync())).TrimEnd('.'), CultureInfo.InvariantCulture));
            child.Kill();
            while (await child.StandardOutput.ReadLineAsync() is { } line)
                if (line.EndsWith('.') && long.TryParse(line[..^1], CultureInfo.InvariantCulture, out var id)) acknowledged.Add(id);
            await child.WaitForExitAsync();
            await desk.Reopen();
            var sales = await Shop.All(desk, "sale");
            Assert.Empty(acknowledged.Except(sales.Select(s => s.Id)));
            await Shop.CheckInvariants(desk);
            var batches = sales.Where(s => s["note"] is string note && note.StartsWith("batch", StringComparison.Ordinal)).GroupBy(s => (string)s["note"]!).ToDictionary(g => g.Key, g => g.Count());
            Assert.All(batches, b => Assert.Equal(BatchSize, b.Value));
            var sent = await desk.Database.Read(s => s.Query($"select {(SqlName)"payload"} from {new TableName(desk.App.Schema, "outbox")}", r => r.Text(0)));
            Assert.Equal(batches.Keys.Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
        }
    }

    private static Process Start(DatabaseSetting setting, int round)
    {
        var address = $"{(setting.Kind == DatabaseKind.Sqlite ? "sqlite" : "postgres")}:{setting.Address}";
        return Process.Start(new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, "work", address, round.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
    }

    /// <summary>What the child does: eight members make, change, delete, restore and bulk-save; each sale is named once it is durable.</summary>
    internal static async Task Work(DatabaseSetting setting, int round)
    {
        await using var desk = await Desk.Attach(setting, "shop", node: round + 1);
        var firms = (await Shop.All(desk, "firm")).Select(f => f.Id).ToList();
        var actor = desk.Actor(Desk.Admin);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            var random = new Random(round * 100 + w);
            var mine = new List<long>();
            for (var i = 0; i < 100_000; i++)
            {
                try
                {
                    await Step(desk, actor, random, firms, mine, $"batch {round} {w} {i}");
                }
                catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.NotFound or ProblemKind.Conflict or ProblemKind.Unavailable)
                {
                    // Another of the eight was first.
                }
            }
        })));
    }

    private static async Task Step(Desk desk, Weir.Engine.Access.Actor actor, Random random, List<long> firms, List<long> mine, string name)
    {
        var firm = firms[random.Next(firms.Count)];
        var form = desk.Form("sale");
        switch (mine.Count < 3 ? 0 : random.Next(6))
        {
            case 0 or 1:
                Say(desk, (await desk.Records.Save(actor, Shop.Sale(desk, firm, random.Next(1, 50), "single", random.Next(4)))).Record.Id, mine);
                break;
            case 2:
                await desk.Records.Save(actor, new Draft(form) { Id = mine[random.Next(mine.Count)] }.Set("qty", (decimal)random.Next(1, 50)).Set("firm", firm));
                break;
            case 3:
                await desk.Records.Delete(actor, form, mine[random.Next(mine.Count)]);
                break;
            case 4:
                await desk.Records.Restore(actor, form, mine[random.Next(mine.Count)]);
                break;
            default:
                var saved = await desk.Records.SaveMany(actor, [.. Enumerable.Range(0, BatchSize).Select(i => Shop.Sale(desk, firm, i + 1, name))], async (session, _) =>
                    await OutboxRows.Add(session, desk.App.Schema, new(desk.Ids.Next(), "test", name, desk.Clock.Now.UtcDateTime, 0, null)));
                foreach (var one in saved) Say(desk, one.Saved!.Record.Id, mine);
                break;
        }
    }

    private static void Say(Desk desk, long id, List<long> mine)
    {
        mine.Add(id);
        lock (desk) Console.Out.WriteLine(id.ToString(CultureInfo.InvariantCulture) + ".");
    }
}
