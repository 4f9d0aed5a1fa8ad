using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Outbox;

/// <summary>What a member puts off is gone, and comes back once, on its time.</summary>
public sealed class SnoozeTests
{
    [Theory]
    [InlineData("2026-11-20T02:30:15Z", Snooze.Hour, "2026-11-20T03:30:15Z")]
    [InlineData("2026-11-20T02:30:00Z", Snooze.Tomorrow, "2026-11-21T01:00:00Z")]
    [InlineData("2026-11-20T17:00:00Z", Snooze.Tomorrow, "2026-11-22T01:00:00Z")]
    [InlineData("2026-11-20T02:30:00Z", Snooze.Monday, "2026-11-23T01:00:00Z")]
    [InlineData("2026-11-22T02:30:00Z", Snooze.Monday, "2026-11-23T01:00:00Z")]
    // On a Monday, also before nine, the next one is meant.
    [InlineData("2026-11-22T23:30:00Z", Snooze.Monday, "2026-11-30T01:00:00Z")]
    public void An_hour_tomorrow_and_next_monday_mean_moments_of_the_members_day(string now, Snooze snooze, string until) =>
        Assert.Equal(At(until), snooze.Until(At(now), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));

    [Theory]
    // The clocks go forward at two on 29 March 2026, and back at three on 25 October.
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T07:00:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T08:00:00Z")]
    public void Nine_is_nine_where_the_clocks_change(string now, string until) =>
        Assert.Equal(At(until), Snooze.Tomorrow.Until(At(now), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    [Theory, OnSqlite, OnPostgres]
    public async Task It_comes_back_once_however_many_couriers_there_are(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Anna));
        var told = Assert.Single(await bureau.News(bureau.Anna));
        var (notifications, anna) = (bureau.Platform.Notifications, bureau.As(bureau.Anna));

        var until = await notifications.Snooze(anna, told.Id, Snooze.Hour);

        Assert.Equal(bureau.Clock.GetUtcNow().UtcDateTime.AddHours(1), until, TimeSpan.FromSeconds(1));
        Assert.Empty(await notifications.Page(anna));
        Assert.Equal(0, (await notifications.State(anna)).Unread);
        Assert.Equal((told.Id, until), (Assert.Single(await notifications.Snoozed(anna)).Id, (await notifications.Snoozed(anna))[0].SnoozedUntil));
        bureau.Clock.Advance(TimeSpan.FromMinutes(59));
        await Carry(bureau);
        Assert.Empty(await notifications.Page(anna));

        bureau.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Carry(bureau))));
        await Carry(bureau);

        var back = Assert.Single(await notifications.Page(anna));
        Assert.Equal((NotificationKind.Owner, matter.Id, "搬迁", false, null), (back.Kind, back.RecordId!.Value, back.Title, back.Read, back.SnoozedUntil));
        Assert.True(back.Id > told.Id);
        Assert.Equal(1, (await notifications.State(anna)).Unread);
        Assert.Empty(await notifications.Snoozed(anna));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Put_off_anew_the_former_time_is_forgotten_and_what_is_woken_by_hand_does_not_come_twice(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Anna));
        var (notifications, anna) = (bureau.Platform.Notifications, bureau.As(bureau.Anna));
        var told = Assert.Single(await bureau.News(bureau.Anna));
        await notifications.Snooze(anna, told.Id, Snooze.Hour);
        var later = await notifications.Snooze(anna, told.Id, Snooze.Tomorrow);
        bureau.Clock.Advance(TimeSpan.FromMinutes(61));
        await Carry(bureau);
        Assert.Equal(later, Assert.Single(await notifications.Snoozed(anna)).SnoozedUntil);

        await notifications.Wake(anna, told.Id);
        Assert.Equal((told.Id, false), (Assert.Single(await notifications.Page(anna)).Id, (await notifications.Page(anna))[0].Read));
        bureau.Clock.Advance(TimeSpan.FromDays(2));
        await Carry(bureau);
        Assert.Equal(told.Id, Assert.Single(await notifications.Page(anna)).Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_puts_off_or_wakes_what_is_told_to_another_and_who_may_see_no_more_is_not_reminded(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Anna));
        var notifications = bureau.Platform.Notifications;
        var told = Assert.Single(await bureau.News(bureau.Anna));
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => notifications.Snooze(bureau.As(bureau.Ben), told.Id, Snooze.Hour))).Kind);
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => notifications.Wake(bureau.As(bureau.Ben), told.Id))).Kind);
        Assert.Null(await notifications.Get(bureau.As(bureau.Ben), told.Id));
        await notifications.Snooze(bureau.As(bureau.Anna), told.Id, Snooze.Hour);
        await bureau.Change(bureau.Chief, matter, ("owner", bureau.Chief));
        bureau.Clock.Advance(TimeSpan.FromMinutes(61));
        await Carry(bureau);
        Assert.Empty(await notifications.Page(bureau.As(bureau.Anna)));
    }

    private static DateTime At(string moment) => DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    private static async Task Carry(Bureau bureau)
    {
        var courier = bureau.Courier(more: new SnoozeCarrier(bureau.Database, bureau.Platform.Apps, bureau.Platform.Ids, bureau.Clock));
        while (await courier.CarryDue() > 0) { }
    }
}
