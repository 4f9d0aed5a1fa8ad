using System.Collections.Concurrent;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Outbox;

/// <summary>Letters are carried once by whoever takes them, tried again when it fails, and put aside in sight when it goes on failing.</summary>
public sealed class CourierTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Several_processes_carry_each_letter_once(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        for (var i = 0; i < 60; i++) await bureau.Add(bureau.Chief, "m" + i, ("owner", bureau.Ben));
        await using var second = kind == DatabaseKind.Postgres ? await bureau.Another(2) : null;
        var couriers = Enumerable.Range(0, 4).Select(i => bureau.Courier(i % 2 == 1 ? second : null)).ToList();
        await Task.WhenAll(couriers.Select(c => Task.Run(async () => { while (await c.CarryDue() > 0) { } })));
        var all = await bureau.Platform.Notifications.Page(bureau.As(bureau.Ben), limit: 200);
        Assert.Equal(60, all.Count);
        Assert.Equal(60, all.Select(n => n.RecordId).Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_letter_that_failed_waits_longer_each_time_and_ends_as_a_dead_letter(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var carrier = new Sulking();
        var courier = bureau.Courier(null, false, carrier);
        await bureau.Database.Write(s => OutboxRows.Add(s, "org", new(5, carrier.Kind, "hello", bureau.Clock.GetUtcNow().UtcDateTime, 0, null)));
        var waits = new List<TimeSpan>();
        while (waits.Sum(w => w.TotalHours) < 48 && (await bureau.Database.Read(s => DeadLetters.All(s, "org", 10))).Count == 0)
        {
            var tried = carrier.Tried.Count;
            var waited = TimeSpan.Zero;
            for (; carrier.Tried.Count == tried; waited += TimeSpan.FromSeconds(5))
            {
                if (await courier.CarryDue() > 0) break;
                bureau.Clock.Advance(TimeSpan.FromSeconds(5));
            }
            waits.Add(waited);
        }
        Assert.Equal(Weir.Engine.Outbox.Courier.MostTries, carrier.Tried.Count);
        Assert.True(waits[^1] > waits[1] * 100, string.Join(' ', waits));
        var dead = Assert.Single(await bureau.Database.Read(s => DeadLetters.All(s, "org", 10)));
        Assert.Equal(("hello", "no strength", Weir.Engine.Outbox.Courier.MostTries), (dead.Payload, dead.Error, dead.Tries));
        carrier.Willing = true;
        await bureau.Database.Write(s => DeadLetters.Revive(s, "org", 5, bureau.Clock.GetUtcNow().UtcDateTime));
        Assert.Equal(1, await courier.CarryDue());
        Assert.Equal(0, await courier.CarryDue());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_dead_courier_held_is_carried_by_another_once_the_lease_has_ended(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        await bureau.Add(bureau.Chief, "m", ("owner", bureau.Ben));
        var schema = bureau.App.Schema;
        var lost = (await bureau.Database.Write(s => OutboxRows.Take(s, schema, bureau.Clock.GetUtcNow().UtcDateTime, Weir.Engine.Outbox.Courier.Lease, 10)))[0];
        Assert.Empty(await bureau.News(bureau.Ben));
        bureau.Clock.Advance(Weir.Engine.Outbox.Courier.Lease);
        Assert.Single(await bureau.News(bureau.Ben));
        // The dead one was only slow, and comes to its end now: nothing may happen twice.
        var slow = new NotificationCarrier(bureau.Database, bureau.Platform.Apps, bureau.Platform.People, bureau.Platform.Query, bureau.Platform.Ids, bureau.Clock, false);
        await Assert.ThrowsAsync<LetterLost>(() => slow.Carry(new(schema, lost), default));
        Assert.Single(await bureau.News(bureau.Ben));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_fault_while_a_letter_is_carried_neither_loses_nor_doubles_it(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        foreach (var point in new[] { "execute", "query", "commit", "committed" })
        {
            for (var stop = 1; stop < 40; stop++)
            {
                var calls = 0;
                var matter = await bureau.Add(bureau.Chief, $"{point}{stop}", ("owner", bureau.Ben));
                bureau.Database.Faults.Arm(point, () => { if (++calls == stop) throw new IOException("disk full"); });
                await Xunit.Record.ExceptionAsync(() => bureau.Courier().CarryDue());
                var passed = calls < stop;
                bureau.Database.Faults.Disarm();
                bureau.Clock.Advance(TimeSpan.FromMinutes(10));
                Assert.Equal(1, (await bureau.News(bureau.Ben)).Count(n => n.RecordId == matter.Id));
                if (passed) break;
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_bell_rings_in_every_process_for_its_member_only(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        await using var other = kind == DatabaseKind.Postgres ? await bureau.Another(2) : null;
        using var ben = (other ?? bureau.Platform).Bell.Listen(bureau.Ben);
        using var anna = (other ?? bureau.Platform).Bell.Listen(bureau.Anna);
        // Who has just begun to listen may have missed something and is told to look; on a server that is when the connection stands.
        if (other is not null) Assert.True(await anna.Wait(TimeSpan.FromMinutes(1), default));
        while (await ben.Wait(TimeSpan.FromMilliseconds(600), default)) { }
        while (await anna.Wait(TimeSpan.FromMilliseconds(100), default)) { }
        await bureau.Add(bureau.Chief, "m", ("owner", bureau.Ben));
        await bureau.Courier().CarryDue();
        Assert.True(await ben.Wait(TimeSpan.FromMinutes(1), default));
        Assert.False(await anna.Wait(TimeSpan.FromMilliseconds(300), default));
    }

    /// <summary>A carrier that does nothing until it is willing.</summary>
    private sealed class Sulking : Carrier
    {
        public override string Kind => "sulk";

        public ConcurrentQueue<int> Tried { get; } = new();

        public bool Willing { get; set; }

        public override Task Carry(Letter letter, CancellationToken cancel)
        {
            Tried.Enqueue(letter.Row.Tries);
            if (!Willing) throw new InvalidOperationException("no strength");
            return Task.CompletedTask;
        }
    }
}
