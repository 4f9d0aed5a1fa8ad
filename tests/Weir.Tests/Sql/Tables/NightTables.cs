using Weir.Sql.Migrations;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Sql.Tables;

/// <summary>The statements of notifications, dead letters and nightly work, on both databases.</summary>
public class NightTables
{
    private static readonly DateTime At = new(2026, 11, 2, 2, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Day = new(2026, 11, 2);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_notification_is_read_by_its_member_only_and_an_unread_thread_grows(DatabaseKind kind)
    {
        await using var test = await Made(kind);
        await test.Database.Write(async s =>
        {
            await NotificationRows.Add(s, new(1, 7, At, "owner", "sales", 3, 30, 9, 1, "t", null, null));
            await NotificationRows.Add(s, new(2, 7, At, "mentioned", "sales", 3, 31, 9, 1, null, "55", null));
            await NotificationRows.Add(s, new(3, 8, At, "mentioned", "", null, null, 9, 1, null, null, null));
        });
        Assert.Equal(0, await test.Database.Write(s => NotificationRows.See(s, 8, 1, At)));
        Assert.Equal(1, await test.Database.Write(s => NotificationRows.Join(s, 7, "t", 4, At.AddMinutes(1))));
        Assert.Equal(5, (await test.Database.Read(s => NotificationRows.Find(s, 1)))!.Count);
        Assert.Equal((2, 2L), await test.Database.Read(s => NotificationRows.State(s, 7, 100)));
        Assert.Equal([2L], (await test.Database.Read(s => NotificationRows.After(s, 7, 1, 10))).Select(n => n.Id));
        Assert.Equal(0, await test.Database.Write(s => NotificationRows.SeeRecord(s, 7, "sales", 3, 30, At)));
        Assert.Equal(1, await test.Database.Write(s => NotificationRows.SeeRecord(s, 7, "sales", 3, 31, At)));
        Assert.Equal(1, await test.Database.Write(s => NotificationRows.SeeAll(s, 7, 2, At)));
        Assert.Equal(0, await test.Database.Write(s => NotificationRows.Join(s, 7, "t", 1, At)));
        Assert.Empty(await test.Database.Read(s => NotificationRows.Page(s, 7, unreadOnly: true, null, 10)));
        Assert.Equal([2L, 1L], (await test.Database.Read(s => NotificationRows.Page(s, 7, unreadOnly: false, null, 10))).Select(n => n.Id));
        Assert.Equal(2, await test.Database.Write(s => NotificationRows.RemoveBefore(s, At.AddSeconds(1), At)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_given_up_keeps_its_id_when_it_is_tried_again(DatabaseKind kind)
    {
        await using var test = await Made(kind);
        await test.Database.Write(s => OutboxRows.Add(s, "org", new(5, "mail", "{}", At, 0, null)));
        var taken = (await test.Database.Write(s => OutboxRows.Take(s, "org", At, TimeSpan.FromMinutes(5), 10)))[0];
        Assert.False(await test.Database.Write(s => DeadLetters.GiveUp(s, "org", taken with { Tries = 9 }, At, "another try has it")));
        Assert.True(await test.Database.Write(s => DeadLetters.GiveUp(s, "org", taken, At, "refused")));
        Assert.Equal([new(5, "mail", "{}", At, 1, "refused")], await test.Database.Read(s => DeadLetters.All(s, "org", 10)));
        Assert.True(await test.Database.Write(s => DeadLetters.Revive(s, "org", 5, At)));
        Assert.False(await test.Database.Write(s => DeadLetters.Revive(s, "org", 5, At)));
        Assert.True(await test.Database.Read(s => OutboxRows.Due(s, "org", At)));
        Assert.Equal(5, (await test.Database.Write(s => OutboxRows.Take(s, "org", At, TimeSpan.FromMinutes(5), 10)))[0].Id);
        Assert.False(await test.Database.Read(s => OutboxRows.Due(s, "org", At)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_piece_of_the_night_is_held_by_one_until_its_lease_ends(DatabaseKind kind)
    {
        await using var test = await Made(kind);
        await test.Database.Write(s => NightRows.Begin(s, "bin", Day));
        await test.Database.Write(s => NightRows.Begin(s, "bin", Day.AddDays(-9)));
        var (due, until) = (Day.AddDays(1), At.AddMinutes(2));
        Assert.Null(await test.Database.Write(s => NightRows.Take(s, "bin", Day, "a", At, until)));
        Assert.NotNull(await test.Database.Write(s => NightRows.Take(s, "bin", due, "a", At, until)));
        Assert.Null(await test.Database.Write(s => NightRows.Take(s, "bin", due, "b", At, until)));
        Assert.Equal(1, await test.Database.Write(s => NightRows.Advance(s, "bin", "a", "17", until)));
        Assert.Equal("17", (await test.Database.Write(s => NightRows.Take(s, "bin", due, "b", until, until.AddMinutes(2))))!.Cursor);
        Assert.Equal(0, await test.Database.Write(s => NightRows.Advance(s, "bin", "a", "18", until)));
        Assert.Equal(1, await test.Database.Write(s => NightRows.Finish(s, "bin", "b", due)));
        Assert.Equal([new("bin", due, null, null, null, null)], await test.Database.Read(NightRows.All));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_latest_look_at_a_record_counts_and_a_second_one_soon_after_writes_nothing(DatabaseKind kind)
    {
        await using var test = await Made(kind);
        Assert.Equal(1, await test.Database.Write(s => RecentRows.Put(s, "app_sales", 7, 3, 30, At, At.AddMinutes(-1))));
        Assert.Equal(0, await test.Database.Write(s => RecentRows.Put(s, "app_sales", 7, 3, 30, At.AddSeconds(5), At.AddSeconds(-55))));
        Assert.Equal(1, await test.Database.Write(s => RecentRows.Put(s, "app_sales", 7, 3, 31, At.AddSeconds(6), At)));
        Assert.Equal(1, await test.Database.Write(s => RecentRows.Put(s, "app_sales", 7, 3, 30, At.AddMinutes(2), At.AddMinutes(1))));
        Assert.Equal([30L, 31L], (await test.Database.Read(s => RecentRows.Of(s, "app_sales", 7, 10))).Select(r => r.RecordId));
        Assert.Equal(1, await test.Database.Write(s => RecentRows.RemoveBefore(s, "app_sales", At.AddMinutes(1))));
    }

    private static async Task<TestDatabase> Made(DatabaseKind kind)
    {
        var test = await TestDatabase.Create(kind);
        await Migrator.Run(test.Database);
        await Migrator.RunApp(test.Database, "app_sales");
        return test;
    }
}
