using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Apps;
using Xunit;

namespace Weir.Tests.Records;

/// <summary>Whichever storage call of a save, a deletion, a restoration, a bulk edit or a publication fails: all of it is done, or nothing.</summary>
public sealed class FaultTests
{
    private static readonly string[] Points = ["query", "execute", "load", "commit"];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_creation_is_whole_or_absent(DatabaseKind kind) => await EachCall(kind, (desk, firm, _) =>
        desk.Records.Save(desk.Actor(Desk.Admin), Shop.Sale(desk, firm, 7, "new")), atLeast: 6);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_is_whole_or_absent(DatabaseKind kind) => await EachCall(kind, (desk, firm, sale) =>
    {
        var draft = new Draft(desk.Form("sale")) { Id = sale.Id, SeenVersion = sale.Version }.Set("qty", 9m).Set("note", "changed");
        draft.Lines["items"] = [new(null, new Dictionary<string, object?> { ["part"] = "only", ["n"] = 40m })];
        return desk.Records.Save(desk.Actor(Desk.Admin), draft);
    }, atLeast: 8);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_deletion_with_dependents_is_whole_or_absent(DatabaseKind kind) =>
        await EachCall(kind, (desk, firm, _) => desk.Records.Delete(desk.Actor(Desk.Admin), desk.Form("firm"), firm), atLeast: 8);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_restoration_with_dependents_is_whole_or_absent(DatabaseKind kind) => await EachCall(kind,
        (desk, firm, _) => desk.Records.Restore(desk.Actor(Desk.Admin), desk.Form("firm"), firm), atLeast: 8,
        before: (desk, firm) => desk.Records.Delete(desk.Actor(Desk.Admin), desk.Form("firm"), firm));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_purge_is_whole_or_absent(DatabaseKind kind) => await EachCall(kind,
        (desk, firm, _) => desk.Records.Purge(desk.Actor(Desk.Admin), desk.Form("sale"), desk.Clock.Now.UtcDateTime.AddDays(31), 100), atLeast: 5,
        before: (desk, firm) => desk.Records.Delete(desk.Actor(Desk.Admin), desk.Form("firm"), firm));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_bulk_save_is_whole_or_absent_with_what_is_written_beside_it(DatabaseKind kind) => await EachCall(kind, (desk, firm, sale) =>
    {
        var drafts = Enumerable.Range(1, 6).Select(i => Shop.Sale(desk, firm, i)).Append(new Draft(desk.Form("sale")) { Id = sale.Id }.Set("qty", 3m)).ToList();
        return desk.Records.SaveMany(desk.Actor(Desk.Admin), drafts, async (session, _) =>
            await OutboxRows.Add(session, desk.App.Schema, new(desk.Ids.Next(), "test", "{}", desk.Clock.Now.UtcDateTime, 0, null)));
    }, atLeast: 9);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_publication_is_whole_or_absent_and_what_it_left_open_is_filled_later(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var failures = 0;
        for (var nth = 1; ; nth++)
        {
            var version = desk.App.Version;
            var column = "extra" + nth;
            Arm(desk, nth);
            var failed = await Xunit.Record.ExceptionAsync(() => desk.Publish(a => a.Add("sale", $"{column} formula \"formula\": \"qty + {nth}\"", $"code{nth} text \"unique\": true")));
            desk.Database.Faults.Disarm();
            using var next = new AppStore(desk.Database, desk.Ids, desk.Clock);
            await next.Load();
            await next.Resume(desk.Directory);
            var stands = next.Current["shop"];
            Assert.Equal(failed is null ? version + 1 : stands.Version, stands.Version);
            Assert.Equal(stands.Version > version, stands["sale"].Find(column) is not null);
            await desk.Apps.Load();
            if (stands.Version > version) Assert.All(await Shop.All(desk, "sale"), s => Assert.Equal((decimal)s["qty"]! + nth, s[column]));
            await Shop.CheckInvariants(desk);
            if (failed is null) break;
            Assert.IsType<IOException>(failed);
            failures++;
        }
        Assert.True(failures >= 15, $"{failures} calls");
    }

    /// <summary>Fails the first call, then the second …, until the work gets through; after each failure everything is as it was.</summary>
    private static async Task EachCall(DatabaseKind kind, Func<Desk, long, Weir.Engine.Records.Record, Task> work, int atLeast, Func<Desk, long, Task>? before = null)
    {
        await using var desk = await Open(kind);
        var sale = (await Shop.All(desk, "sale"))[0];
        var firm = (long)sale["firm"]!;
        if (before is not null) await before(desk, firm);
        var untouched = await Shop.State(desk);
        var failures = 0;
        while (true)
        {
            Arm(desk, failures + 1);
            var failed = await Xunit.Record.ExceptionAsync(() => work(desk, firm, sale));
            desk.Database.Faults.Disarm();
            if (failed is null) break;
            Assert.IsType<IOException>(failed);
            Assert.Equal(untouched, await Shop.State(desk));
            failures++;
        }
        Assert.True(failures >= atLeast, $"Only {failures} storage calls were made.");
        Assert.NotEqual(untouched, await Shop.State(desk));
        await Shop.CheckInvariants(desk);
    }

    private static void Arm(Desk desk, int nth)
    {
        var calls = 0;
        foreach (var point in Points) desk.Database.Faults.Arm(point, () => { if (Interlocked.Increment(ref calls) == nth) throw new IOException("disk full"); });
    }

    private static async Task<Desk> Open(DatabaseKind kind)
    {
        var desk = await Desk.Open(kind, Shop.App());
        foreach (var name in new[] { "North", "South" })
        {
            var firm = (await desk.Create(Desk.Admin, "firm", ("name", name))).Id;
            for (var i = 1; i <= 3; i++) await desk.Records.Save(desk.Actor(Desk.Admin), Shop.Sale(desk, firm, i, "first"));
        }
        return desk;
    }
}
