using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Tests.Apps;
using Xunit;

namespace Weir.Tests.Records;

/// <summary>Many at once: nobody's work is lost in silence, and what is computed from many records is what one would compute afterwards.</summary>
public sealed class ConcurrencyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Sixteen_writers_of_different_fields_all_survive(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("wide", Sketch.Form("card", [.. Enumerable.Range(0, 16).Select(i => $"f{i} text")])));
        var seen = await desk.Create(Desk.Admin, "card", ("f0", "start"));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => desk.Change(Desk.Admin, seen, ("f" + i, "by " + i)))));
        var now = await desk.Read("card", seen.Id);
        Assert.Equal(17, now.Version);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => "by " + i), Enumerable.Range(0, 16).Select(i => (string)now["f" + i]!));
        Assert.Equal(17, (await Shop.History(desk, now)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_writers_of_one_field_one_wins_and_the_others_are_shown_its_value(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop.App());
        var seen = await desk.Create(Desk.Admin, "firm", ("name", "North"), ("a", "start"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                return (string)(await desk.Change(Desk.Admin, seen, ("a", "by " + i)))["a"]!;
            }
            catch (ProblemException lost) when (lost.Problem is { Code: "record.stale", Kind: ProblemKind.Conflict })
            {
                return "lost to " + Assert.Single(((StaleRecord)lost.Problem.Detail!).Fields).Theirs;
            }
        })));
        var winner = Assert.Single(outcomes, o => o.StartsWith("by", StringComparison.Ordinal));
        Assert.Equal(15, outcomes.Count(o => o == "lost to " + winner));
        Assert.Equal((winner, 2L), ((string?)(await desk.Read("firm", seen.Id))["a"], (await desk.Read("firm", seen.Id)).Version));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_unique_value_is_given_once_and_numbers_never_twice(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop.App());
        var firms = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await desk.Create(Desk.Admin, "firm", ("name", i % 2 == 0 ? "华为技术有限公司" : "华为技术 有限公司"))).Id;
            }
            catch (ProblemException twin) when (twin.Problem.Errors is [{ Field: "name", Code: "field.not_unique" }])
            {
                return 0;
            }
        })));
        var firm = Assert.Single(firms, f => f > 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < 6; n++)
                if (n % 3 == 2) await desk.Records.SaveMany(desk.Actor(Desk.Admin), [.. Enumerable.Range(0, 5).Select(q => Shop.Sale(desk, firm, q))]);
                else await desk.Records.Save(desk.Actor(Desk.Admin), Shop.Sale(desk, firm, n));
        })));
        var numbers = (await Shop.All(desk, "sale")).Select(s => (string)s["no"]!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(16 * 14, numbers.Distinct().Count());
        if (kind == DatabaseKind.Sqlite) Assert.Equal(Enumerable.Range(1, 16 * 14).Select(n => $"S{n:D6}"), numbers);
        await Shop.CheckInvariants(desk);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sums_over_children_that_eight_people_change_and_move_equal_a_recomputation(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop.App());
        var firms = new List<long>();
        for (var i = 0; i < 3; i++) firms.Add((await desk.Create(Desk.Admin, "firm", ("name", "Firm " + i))).Id);
        var sales = new List<long>();
        for (var i = 0; i < 6; i++) sales.Add((await desk.Records.Save(desk.Actor(Desk.Admin), Shop.Sale(desk, firms[i % 3], i))).Record.Id);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            var random = new Random(w);
            for (var n = 0; n < 25; n++)
            {
                var (id, form) = (sales[random.Next(sales.Count)], desk.Form("sale"));
                await Unless(random.Next(5) switch
                {
                    0 => desk.Records.Delete(desk.Actor(Desk.Admin), form, id),
                    1 => desk.Records.Restore(desk.Actor(Desk.Admin), form, id),
                    2 => desk.Records.Save(desk.Actor(Desk.Admin), new Draft(form) { Id = id }.Set("qty", (decimal)random.Next(100))),
                    3 => desk.Records.Save(desk.Actor(Desk.Admin), Shop.Sale(desk, firms[random.Next(3)], n)),
                    _ => desk.Records.Save(desk.Actor(Desk.Admin), new Draft(form) { Id = id }.Set("firm", firms[random.Next(3)])),
                });
            }
        })));
        await Shop.CheckInvariants(desk);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_hangs_a_record_on_one_that_is_being_deleted(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop.App());
        for (var round = 0; round < 6; round++)
        {
            var firm = await desk.Create(Desk.Admin, "firm", ("name", "Firm " + round));
            var saving = Enumerable.Range(0, 6).Select(i => Task.Run(() => Unless(desk.Records.Save(desk.Actor(Desk.Admin), Shop.Sale(desk, firm.Id, i)))));
            var deleting = Task.Run(async () => { await Task.Delay(round); await desk.Records.Delete(desk.Actor(Desk.Admin), firm.Form, firm.Id); });
            await Task.WhenAll(saving.Append(deleting));
            Assert.All((await Shop.All(desk, "sale")).Where(s => (long)s["firm"]! == firm.Id), s => Assert.True(s.Deleted));
            var came = await desk.Records.Restore(desk.Actor(Desk.Admin), firm.Form, firm.Id);
            Assert.Equal((await Shop.All(desk, "sale")).Count(s => (long)s["firm"]! == firm.Id), came.Count - 1);
        }
        await Shop.CheckInvariants(desk);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Children_come_back_with_their_parent_and_not_without_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop.App());
        var admin = desk.Actor(Desk.Admin);
        var firm = await desk.Create(Desk.Admin, "firm", ("name", "North"));
        var early = (await desk.Records.Save(admin, Shop.Sale(desk, firm.Id, 1))).Record;
        var late = (await desk.Records.Save(admin, Shop.Sale(desk, firm.Id, 2))).Record;
        await desk.Records.Delete(admin, late.Form, early.Id);
        desk.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal([firm.Id, late.Id], (await desk.Records.Delete(admin, firm.Form, firm.Id)).Select(d => d.Id));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Restore(admin, late.Form, late.Id));
        Assert.Equal(("record.link_in_bin", ProblemKind.Conflict), (refused.Problem.Code, refused.Problem.Kind));
        await desk.Create(Desk.Admin, "firm", ("name", "NORTH"));
        var taken = await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Restore(admin, firm.Form, firm.Id));
        Assert.Equal("field.not_unique", Assert.Single(taken.Problem.Errors).Code);
        await desk.Records.Delete(admin, firm.Form, (await Shop.All(desk, "firm")).Single(f => !f.Deleted).Id);
        Assert.Equal([firm.Id, late.Id], (await desk.Records.Restore(admin, firm.Form, firm.Id)).Select(d => d.Id));
        Assert.True((await Shop.All(desk, "sale")).Single(s => s.Id == early.Id).Deleted);
        await desk.Records.Restore(admin, early.Form, early.Id);
        await Shop.CheckInvariants(desk);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_has_lain_in_the_bin_for_its_time_is_gone_for_good_and_nothing_else(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop.App());
        var (admin, form) = (desk.Actor(Desk.Admin), desk.Form("sale"));
        var firm = await desk.Create(Desk.Admin, "firm", ("name", "North"));
        var sales = new List<long>();
        for (var i = 0; i < 5; i++) sales.Add((await desk.Records.Save(admin, Shop.Sale(desk, firm.Id, i))).Record.Id);
        await desk.Records.Delete(admin, form, sales[0]);
        await desk.Records.Delete(admin, form, sales[1]);
        desk.Clock.Now += TimeSpan.FromDays(20);
        await desk.Records.Delete(admin, form, sales[2]);
        desk.Clock.Now += TimeSpan.FromDays(11);
        var before = desk.Clock.Now.UtcDateTime.AddDays(-30);
        await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Purge(desk.Actor(Desk.Rep), form, before, 100));
        Assert.Equal(1, await desk.Records.Purge(admin, form, before, 1));
        Assert.Equal(1, await desk.Records.Purge(admin, form, before, 100));
        Assert.Equal(0, await desk.Records.Purge(admin, form, before, 100));
        Assert.Equal(sales[2..], (await Shop.All(desk, "sale")).Select(s => s.Id));
        var lines = await desk.Database.Read(s => s.Query($"select distinct {(SqlName)"record_id"} from {form["items"].Lines!.Table} order by {(SqlName)"record_id"}", r => r.Long(0)));
        Assert.Equal(sales[2..], lines);
        await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Restore(admin, form, sales[0]));
        await desk.Records.Restore(admin, form, sales[2]);
        await Shop.CheckInvariants(desk);
    }

    /// <summary>Another was first: the record is gone, is there already, or was changed again and again.</summary>
    private static async Task Unless(Task work)
    {
        try
        {
            await work;
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.NotFound or ProblemKind.Conflict or ProblemKind.Unavailable || refused.Problem.Errors.Any(e => e.Code == "link.not_found"))
        {
            // Told, so nothing is lost in silence.
        }
    }
}
