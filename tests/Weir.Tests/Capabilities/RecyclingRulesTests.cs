using Weir.Engine.Access;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Each reason for which a record goes back, to the second, and each for which it does not, put before the job.</summary>
public sealed class RecyclingRulesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_account_goes_back_sixty_days_after_its_latest_opportunity(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        var start = desk.Clock.Now;
        foreach (var day in new[] { 25, 30, 55, 80 })
        {
            desk.Clock.Now = start.AddDays(day);
            if (day == 30) await Lost(desk, account);
            else await RecyclingTests.Follow(desk, Desk.Rep, account);
        }

        await TakenBack(desk, account, start.AddDays(90), "no_opportunity");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_account_without_a_deal_goes_back_after_a_hundred_and_eighty_days_whatever_was_done(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        var start = desk.Clock.Now;
        for (var day = 25; day <= 175; day += 25)
        {
            desk.Clock.Now = start.AddDays(day);
            await RecyclingTests.Follow(desk, Desk.Rep, account);
            if (day % 50 == 0) await Lost(desk, account);
        }

        await TakenBack(desk, account, start.AddDays(180), "no_deal");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_lead_that_is_not_converted_goes_back_after_sixty_days_whatever_was_done(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = (await PoolTests.Claim(desk, Desk.Rep, await PoolTests.Pooled(desk))).Record;
        var start = desk.Clock.Now;
        for (var day = 5; day <= 55; day += 5)
        {
            desk.Clock.Now = start.AddDays(day);
            await RecyclingTests.Follow(desk, Desk.Rep, lead);
        }

        await TakenBack(desk, lead, start.AddDays(60), "not_converted");
    }

    [Theory]
    [OnSqlite("deal_state"), OnPostgres("deal_state")]
    [OnSqlite("open_opportunity_count"), OnPostgres("open_opportunity_count")]
    public async Task A_customer_and_an_account_with_an_open_opportunity_stay_until_the_settings_say_otherwise(DatabaseKind kind, string because)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        if (because == "deal_state") await Write(desk, account, ("deal_state", "dealt"));
        else await desk.Create(Desk.Rep, "opportunity", ("name", "产线"), ("account", account.Id), ("amount", 1m));
        desk.Clock.Now = desk.Clock.Now.AddDays(400);
        Assert.Equal(0, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), account.Form));

        await PoolTests.Settings(desk, "account", "pool", settings =>
        {
            var keep = settings["keep"]!["any"]!.AsArray();
            keep.Remove(keep.Single(c => (string?)c!["field"] == because));
        });

        Assert.Equal(1, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), desk.Form("account")));
        Assert.Null((await desk.Read("account", account.Id))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_converted_or_invalid_lead_stays_and_so_does_what_is_in_approval_until_it_is_decided(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (converted, invalid, decided, asking, plain) = (await Mine(desk), await Mine(desk), await Mine(desk), await Mine(desk), await Mine(desk));
        await Write(desk, converted, ("status", "converted"));
        await Write(desk, invalid, ("status", "invalid"));
        await Write(desk, decided, ("flow_status", "in_approval"));
        await desk.Records.Act(desk.Actor(Desk.Rep), asking.Form, asking.Id, "request.extend", new Draft(asking.Form.Action("request.extend")!.Ask!).Set("note", "等招标"));
        // What its owner has found is protected for sixty days.
        desk.Clock.Now = desk.Clock.Now.AddDays(70);

        Assert.Equal(1, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), plain.Form));
        foreach (var (lead, owner) in new (Record, long?)[] { (converted, Desk.Rep), (invalid, Desk.Rep), (decided, Desk.Rep), (asking, Desk.Rep), (plain, null) })
            Assert.Equal(owner, (await desk.Read("lead", lead.Id))["owner"]);

        await Write(desk, decided, ("flow_status", "approved"));
        Assert.Equal(1, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), plain.Form));
        Assert.Null((await desk.Read("lead", decided.Id))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_locked_stays_until_it_is_unlocked_and_what_is_protected_until_its_day(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var start = desk.Clock.Now;
        var locked = await desk.Create(Desk.Rep, "account", ("name", "锁定"));
        await desk.Records.Act(desk.Actor(Desk.Manager), locked.Form, locked.Id, "pool.lock");
        var found = await desk.Create(Desk.Rep, "lead", PoolTests.Values(("self_sourced", true)));
        desk.Clock.Now = start.AddDays(59);
        Assert.Equal((0, 0), (await Run("account"), await Run("lead")));

        // Protected to the end of its sixtieth day.
        desk.Clock.Now = start.AddDays(61);
        Assert.Equal((0, 1), (await Run("account"), await Run("lead")));
        Assert.Null((await desk.Read("lead", found.Id))["owner"]);
        await desk.Records.Act(desk.Actor(Desk.Manager), locked.Form, locked.Id, "pool.unlock");
        Assert.Equal(1, await Run("account"));
        Assert.Null((await desk.Read("account", locked.Id))["owner"]);

        Task<int> Run(string form) => RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), desk.Form(form));
    }

    private static async Task TakenBack(Desk desk, Record record, DateTimeOffset at, string reason)
    {
        Assert.Equal(at.UtcDateTime, (await desk.Read(record.Form.Key, record.Id))["recycle_at"]);
        desk.Clock.Now = at.AddSeconds(-1);
        Assert.Equal(0, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), record.Form));
        desk.Clock.Now = at;
        Assert.Equal(1, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), record.Form));
        var back = await desk.Read(record.Form.Key, record.Id);
        Assert.Equal((null, reason, Desk.Rep), (back["owner"], back["return_reason"], back["previous_owner"]));
    }

    private static async Task Lost(Desk desk, Record account) =>
        await Write(desk, await desk.Create(Desk.Rep, "opportunity", ("name", "产线"), ("account", account.Id), ("amount", 1m)), ("status", "lost"), ("lost_reason", "no_demand"));

    private static Task<Record> Mine(Desk desk) => desk.Create(Desk.Rep, "lead", PoolTests.Values());

    /// <summary>As an action of the form would.</summary>
    private static async Task Write(Desk desk, Record record, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(desk.Form(record.Form.Key)) { Id = record.Id, ByAction = true };
        foreach (var (key, value) in values) draft.Set(key, value);
        await desk.Records.Save(Actor.System("test", desk.Directory, quiet: true), draft);
    }
}
