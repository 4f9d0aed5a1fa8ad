using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Capabilities.Pool;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>What goes back when, what never does, and that each owner is told once at each step.</summary>
public sealed class RecyclingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_record_goes_back_when_the_days_are_full_and_not_before(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = (await PoolTests.Claim(desk, Desk.Rep, await PoolTests.Pooled(desk))).Record;
        var job = Job(desk);

        desk.Clock.Now = desk.Clock.Now.AddDays(7).AddSeconds(-1);
        Assert.Equal(0, await job.Run(desk.Actor(Desk.Admin), lead.Form));
        desk.Clock.Now = desk.Clock.Now.AddSeconds(1);
        Assert.Equal(1, await job.Run(desk.Actor(Desk.Admin), lead.Form));

        var back = await desk.Read("lead", lead.Id);
        Assert.Equal((null, "general", "unassigned", "no_follow_up", Desk.Rep), (back["owner"], back["pool"], back["status"], back["return_reason"], back["previous_owner"]));
        var last = (await desk.Query.Ownership(desk.Actor(Desk.Manager), lead.Form, lead.Id))[0];
        Assert.Equal((OwnershipKind.Recycle, "超期未跟进", 0L, Desk.Rep), (last.Kind, last.ReasonText, last.By, last.From!.Value));
        Assert.Equal(0, await job.Run(desk.Actor(Desk.Admin), lead.Form));
        Assert.Equal("COOLDOWN", await PoolTests.Refused(() => PoolTests.Claim(desk, Desk.Rep, lead)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rule_in_working_days_passes_over_the_october_week_and_follows_a_calendar_that_changes(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        desk.Clock.Now = Local("2026-09-30 10:00");
        await PoolTests.Pools(desk, pool => pool["recycle"]!.AsArray()[0]!["workingDays"] = true);
        var lead = (await PoolTests.Claim(desk, Desk.Rep, await PoolTests.Pooled(desk))).Record;
        // Seven days from Monday to Friday.
        Assert.Equal(Local("2026-10-09 10:00").UtcDateTime, lead["recycle_at"]);

        desk.Works(new(Weir.Engine.Access.CalendarText.Read(2026, "国庆节：10月1日至7日放假。10月10日（周六）上班。")));
        await desk.Records.Recompute(Weir.Engine.Access.Actor.System("day", desk.Directory, quiet: true), desk.Form("lead"), 0, 100);
        // 8, 9 and the Saturday of the 10th, then Monday to Thursday.
        Assert.Equal(Local("2026-10-15 10:00").UtcDateTime, (await desk.Read("lead", lead.Id))["recycle_at"]);

        desk.Clock.Now = Local("2026-10-15 09:59");
        Assert.Equal(0, await Job(desk).Run(desk.Actor(Desk.Admin), desk.Form("lead")));
        desk.Clock.Now = Local("2026-10-15 10:00");
        Assert.Equal(1, await Job(desk).Run(desk.Actor(Desk.Admin), desk.Form("lead")));

        static DateTimeOffset Local(string text) => new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Following_up_puts_the_date_off_and_other_rules_still_count(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var claimed = desk.Clock.Now.UtcDateTime;
        var lead = (await PoolTests.Claim(desk, Desk.Rep, await PoolTests.Pooled(desk))).Record;
        for (var week = 1; week <= 11; week++)
        {
            desk.Clock.Now = desk.Clock.Now.AddDays(5);
            await Follow(desk, Desk.Rep, lead);
        }
        // 55 days later: 60 days without a conversion come before 7 days without a follow-up.
        Assert.Equal(claimed.AddDays(60), (await desk.Read("lead", lead.Id))["recycle_at"]);
        desk.Clock.Now = desk.Clock.Now.AddDays(5);
        Assert.Equal(1, await Job(desk).Run(desk.Actor(Desk.Admin), lead.Form));
        Assert.Equal("not_converted", (await desk.Read("lead", lead.Id))["return_reason"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_follow_up_of_the_last_moment_saves_the_record_from_a_job_that_has_begun(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = (await PoolTests.Claim(desk, Desk.Rep, await PoolTests.Pooled(desk))).Record;
        desk.Clock.Now = desk.Clock.Now.AddDays(8);
        await Follow(desk, Desk.Rep, lead);

        // The job read the record before that; under the lock it is asked again.
        var late = new Draft(lead.Form) { Id = lead.Id, ByAction = true, Handing = new(OwnershipKind.Recycle, "no_follow_up") { Due = desk.Clock.Now.UtcDateTime } }.Set("owner", null);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Save(Weir.Engine.Access.Actor.System("recycle", desk.Directory), late));

        Assert.Equal("pool.not_due", refused.Problem.Errors.Single().Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Levels_and_other_settings_give_records_another_date_at_once(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var at = desk.Clock.Now.UtcDateTime;
        var a = await desk.Create(Desk.Rep, "account", ("name", "甲"), ("level", "a"));
        var b = await desk.Create(Desk.Rep, "account", ("name", "乙"), ("level", "b"));
        var c = await desk.Create(Desk.Rep, "account", ("name", "丙"), ("level", "c"));
        Assert.Equal([at.AddDays(45), at.AddDays(30), at.AddDays(15)], new[] { a, b, c }.Select(r => r["recycle_at"]));

        await desk.Change(Desk.Rep, c, ("level", "a"));
        await PoolTests.Pools(desk, pool => pool["recycle"]!.AsArray()[0]!["days"] = 20, "account");

        Assert.Equal(at.AddDays(45), (await desk.Read("account", c.Id))["recycle_at"]);
        Assert.Equal(at.AddDays(20), (await desk.Read("account", b.Id))["recycle_at"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_kept_protected_or_has_an_open_chance_stays(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var open = await desk.Create(Desk.Rep, "account", ("name", "有商机"));
        await desk.Create(Desk.Rep, "opportunity", ("name", "产线"), ("account", open.Id), ("amount", 1m));
        var mine = await desk.Create(Desk.Rep, "account", ("name", "自拓"), ("self_sourced", true));
        var plain = await desk.Create(Desk.Rep, "account", ("name", "普通"));
        desk.Clock.Now = desk.Clock.Now.AddDays(170);

        Assert.Equal(1, await Job(desk).Run(desk.Actor(Desk.Admin), plain.Form));

        Assert.Equal([Desk.Rep, Desk.Rep, null], new[] { await desk.Read("account", open.Id), await desk.Read("account", mine.Id), await desk.Read("account", plain.Id) }.Select(r => r["owner"]));
        desk.Clock.Now = desk.Clock.Now.AddDays(12);
        Assert.Equal(1, await Job(desk).Run(desk.Actor(Desk.Admin), plain.Form));
        Assert.Null((await desk.Read("account", mine.Id))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_owner_is_warned_once_at_each_step_of_the_ladder(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        var start = desk.Clock.Now;
        var warned = new List<int>();
        for (var day = 20; day < 30; day++)
        {
            desk.Clock.Now = start.AddDays(day);
            warned.Add(await Job(desk).Warn(desk.Actor(Desk.Admin), account.Form));
            Assert.Equal(0, await Job(desk).Warn(desk.Actor(Desk.Admin), account.Form));
        }

        // Days 23, 27 and 29: seven, three and one before the thirtieth.
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 1, 0, 1], warned);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_simulation_tells_who_would_lose_what_and_changes_nothing(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = (await PoolTests.Claim(desk, Desk.Rep, await PoolTests.Pooled(desk, ("company_name", "恒力")))).Record;
        var other = (await PoolTests.Claim(desk, Desk.OtherRep, await PoolTests.Pooled(desk))).Record;
        var begun = desk.Clock.Now;
        desk.Clock.Now = begun.AddDays(4);
        await Follow(desk, Desk.OtherRep, other);
        desk.Clock.Now = begun;
        var until = desk.Clock.Now.UtcDateTime.AddDays(6);
        var form = lead.Form;

        Assert.Empty((await Job(desk).Simulate(desk.Actor(Desk.Manager), form, until)).Rows);
        var tried = JsonNode.Parse(form.Definition.Capabilities["pool"].GetRawText())!;
        foreach (var pool in tried["pools"]!.AsArray()) pool!["recycle"]!.AsArray()[0]!["days"] = 5;
        var simulation = await Job(desk).Simulate(desk.Actor(Desk.Manager), form, until, JsonSerializer.SerializeToElement(tried));

        var row = Assert.Single(simulation.Rows);
        Assert.Equal((lead.Id, "恒力", Desk.Rep, "no_follow_up"), (row.Id, row.Title, row.Owner, row.Reason));
        Assert.Equal((desk.Clock.Now.UtcDateTime.AddDays(5), desk.Clock.Now.UtcDateTime.AddDays(7)), (row.At, row.Present!.Value));
        Assert.Equal([(Desk.Rep, 1)], simulation.Owners);
        Assert.Equal(Desk.Rep, (await desk.Read("lead", lead.Id))["owner"]);
        Assert.Equal("pool.none", await PoolTests.Refused(() => Job(desk).Simulate(desk.Actor(Desk.Rep), form, until)));
    }

    internal static Recycling Job(Desk desk) => new(desk.Database, desk.Records, desk.Query, desk.Ids, desk.Clock);

    internal static Task<Record> Follow(Desk desk, long member, Record lead) => desk.Create(
        member, "activity", ("target", new Weir.Engine.FieldTypes.RecordRef(lead.Form.Key, lead.Id)), ("type", "phone"), ("content", "沟通"), ("follow_at", desk.Clock.Now.UtcDateTime));
}
