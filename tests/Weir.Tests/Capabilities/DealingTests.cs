using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>On which occasions rules deal out: what comes back into a pool, what an import brings, what came outside working hours.</summary>
public sealed class DealingTests
{
    private const string Turns = "\"mode\": \"round_robin\", \"who\": { \"members\": [11, 12, 14] }";

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_returned_goes_to_the_next_by_the_rule_and_not_back_to_who_gave_it_up(DatabaseKind kind)
    {
        await using var desk = await Open(kind, "enter_pool");
        var lead = (await PoolTests.Claim(desk, Desk.Rep, await Unowned(desk))).Record;
        await Return(desk, Desk.Rep, lead);
        Assert.Null((await desk.Read("lead", lead.Id))["owner"]);

        var post = new Postman(desk);
        await post.Carry();

        var dealt = await desk.Read("lead", lead.Id);
        Assert.Equal((Desk.OtherRep, null, "to_follow"), (dealt["owner"], dealt["pool"], dealt["status"]));
        var log = (await desk.Query.Ownership(desk.Actor(Desk.Manager), lead.Form, lead.Id))[0];
        Assert.Equal((OwnershipKind.Assign, "规则", 0L), (log.Kind, log.ReasonText, log.By));
        var hit = Assert.Single(await Hits(desk, lead));
        Assert.Equal([Desk.OtherRep, Desk.SouthRep], hit.Candidates);
        Assert.Equal((Desk.OtherRep, NotificationKind.Owner), (post.Told[^1].To, post.Told[^1].Kind));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cooldown_keeps_each_former_owner_from_getting_it_by_a_rule_until_it_is_over(DatabaseKind kind)
    {
        await using var desk = await Open(kind, "enter_pool\", \"manual");
        await PoolTests.Pools(desk, pool => pool["cooldownDays"] = 15);
        var (lead, post) = ((await PoolTests.Claim(desk, Desk.Rep, await Unowned(desk))).Record, new Postman(desk));
        foreach (var (from, to) in new (long, long?)[] { (Desk.Rep, Desk.OtherRep), (Desk.OtherRep, Desk.SouthRep), (Desk.SouthRep, null) })
        {
            await Return(desk, from, lead);
            await post.Carry();
            Assert.Equal(to, (await desk.Read("lead", lead.Id))["owner"]);
        }

        Assert.Equal("assignment.nobody", await PoolTests.Refused(() => Ask(desk, lead)));
        Assert.Null(Assert.Single(await Trials(desk).DryRun(desk.Actor(Desk.Admin), lead.Form, [lead.Id], AssignmentTrigger.Manual)).Dealt!.Chosen);
        desk.Clock.Now = desk.Clock.Now.AddDays(15);
        Assert.Contains((await Ask(desk, lead)).Record["owner"], new object[] { Desk.Rep, Desk.OtherRep, Desk.SouthRep });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_rules_take_back_is_dealt_in_one_letter_evenly_and_to_others(DatabaseKind kind)
    {
        await using var desk = await Open(kind, "enter_pool");
        var (leads, post) = (new List<Record>(), new Postman(desk));
        for (var i = 0; i < 12; i++) leads.Add((await PoolTests.Claim(desk, Desk.Rep, await Unowned(desk))).Record);
        desk.Clock.Now = desk.Clock.Now.AddDays(8);

        Assert.Equal(12, await RecyclingTests.Job(desk).Run(desk.Actor(Desk.Admin), leads[0].Form));
        await post.Carry();

        var owners = await Task.WhenAll(leads.Select(async l => (long?)(await desk.Read("lead", l.Id))["owner"]));
        Assert.Equal([(Desk.OtherRep, 6), (Desk.SouthRep, 6)], owners.GroupBy(o => o!.Value).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())));
        Assert.Equal(1, post.Deals);
        Assert.Equal([6, 6], post.Told.Where(t => t.Kind == NotificationKind.Owner).Select(t => t.Count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_record_whose_owner_is_emptied_is_dealt_and_one_that_somebody_takes_first_is_left_alone(DatabaseKind kind)
    {
        await using var desk = await Open(kind, "enter_pool");
        var (emptied, taken, post) = (await Given(desk), await Given(desk), new Postman(desk));
        foreach (var lead in new[] { emptied, taken }) await desk.Records.Save(desk.Actor(Desk.Manager), new Draft(lead.Form) { Id = lead.Id }.Set("owner", null));
        await PoolTests.Claim(desk, Desk.SouthRep, taken);

        await post.Carry();

        Assert.Equal((Desk.OtherRep, Desk.SouthRep), ((await desk.Read("lead", emptied.Id))["owner"], (await desk.Read("lead", taken.Id))["owner"]));
        Assert.Empty(await Hits(desk, taken));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_a_rule_for_it_what_comes_back_stays_in_its_pool(DatabaseKind kind)
    {
        await using var desk = await Open(kind, "create");
        var (lead, post) = (await Given(desk), new Postman(desk));
        await Return(desk, Desk.Rep, lead);

        await post.Carry();

        Assert.Equal((null, 0), ((await desk.Read("lead", lead.Id))["owner"], post.Deals));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rule_acts_on_its_occasions_and_on_all_when_it_names_none(DatabaseKind kind)
    {
        foreach (var (on, created, imported, asked) in new[] { ("create", true, false, false), ("import", false, true, false), ("manual", false, false, true), ("schedule", false, false, false), ("", true, true, true) })
        {
            await using var desk = await Open(kind, on);
            Assert.Equal(created, (await AssignmentTests.Come(desk))["owner"] is not null);
            var draft = new Draft(desk.Form("lead"));
            foreach (var (key, value) in PoolTests.Values(("owner", null))) draft.Set(key, value);
            Assert.Equal(imported, (await desk.Records.SaveMany(desk.Actor(Desk.Marketing).Via("import:1"), [draft]))[0].Saved!.Record["owner"] is not null);
            var waiting = await Given(desk);
            await desk.Records.Save(desk.Actor(Desk.Manager), new Draft(waiting.Form) { Id = waiting.Id }.Set("owner", null));
            Assert.Equal(asked ? "ok" : "assignment.nobody", await PoolTests.Outcome(() => Ask(desk, waiting)));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_comes_in_the_evening_is_dealt_once_when_the_hours_begin_again(DatabaseKind kind)
    {
        await using var desk = await Open(kind, "create", ", \"workingHours\": true");
        await PoolTests.Settings(desk, "lead", "assignment", s => s["values"] = System.Text.Json.Nodes.JsonNode.Parse("""{ "batch_no": "W" }"""));
        // Friday, 20:00 in Shanghai; the calendar makes the Saturday a working day, and the hours begin at nine.
        desk.Clock.Now = new(2026, 11, 6, 12, 0, 0, TimeSpan.Zero);
        desk.Works(new(CalendarText.Read(2026, "11月7日（周六）上班。11月9日放假。")));
        var (lead, post) = (await AssignmentTests.Come(desk), new Postman(desk));
        Assert.Null(lead["owner"]);
        var waits = Assert.Single(await Hits(desk, lead));
        Assert.Equal((null, 3), (waits.Chosen, waits.Candidates.Count));

        desk.Clock.Now = new(2026, 11, 7, 0, 59, 59, TimeSpan.Zero);
        await post.Carry();
        Assert.Null((await desk.Read("lead", lead.Id))["owner"]);
        desk.Clock.Now = desk.Clock.Now.AddSeconds(1);
        await using var other = await Desk.Attach(desk.Storage.Setting, "l2c");
        other.Works(desk.Directory.Calendar);
        other.Clock.Now = desk.Clock.Now;
        await Task.WhenAll(Task.Run(post.Carry), Task.Run(new Postman(other).Carry));

        var dealt = await desk.Read("lead", lead.Id);
        Assert.Equal((Desk.Rep, "W"), (dealt["owner"], dealt["batch_no"]));
        Assert.Equal([Desk.Rep, null], (await Hits(desk, lead)).Select(h => h.Chosen));
        Assert.Equal(Desk.OtherRep, (await AssignmentTests.Come(desk))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hours_that_have_moved_on_meanwhile_are_waited_for_again(DatabaseKind kind)
    {
        await using var desk = await Open(kind, "create", ", \"workingHours\": true");
        desk.Clock.Now = desk.Clock.Now.AddHours(10);
        var (lead, post) = (await AssignmentTests.Come(desk), new Postman(desk));
        await PoolTests.Settings(desk, "lead", "assignment", s => s["hours"] = System.Text.Json.Nodes.JsonNode.Parse("""{ "from": "11:00", "to": "18:00" }"""));

        desk.Clock.Now = new(2026, 11, 3, 1, 0, 0, TimeSpan.Zero);
        await post.Carry();
        Assert.Null((await desk.Read("lead", lead.Id))["owner"]);
        desk.Clock.Now = desk.Clock.Now.AddHours(2);
        await post.Carry();

        Assert.Equal((Desk.Rep, 2), ((await desk.Read("lead", lead.Id))["owner"], post.Deals));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Outside_the_hours_the_fallback_gets_it_but_nobody_who_is_on_leave(DatabaseKind kind)
    {
        await using var desk = await AssignmentTests.Open(kind,
            """{ "key": "h", "label": { "zh": "规则", "en": "Rule" }, "mode": "fixed", "who": { "members": [11] }, "workingHours": true, "fallback": { "members": [12, 13] } }""", """[{ "member": 12, "from": "2026-11-02", "to": "2026-11-02" }]""");
        desk.Clock.Now = desk.Clock.Now.AddHours(10);

        Assert.Equal([13L, 13L], [(await AssignmentTests.Come(desk))["owner"], (await AssignmentTests.Come(desk))["owner"]]);
    }

    [Theory]
    [InlineData("2026-11-02 09:00", "2026-11-02 09:00")]
    [InlineData("2026-11-02 17:59", "2026-11-02 17:59")]
    [InlineData("2026-11-02 18:00", "2026-11-03 09:00")]
    [InlineData("2026-11-02 08:59", "2026-11-02 09:00")]
    [InlineData("2026-11-06 18:00", "2026-11-09 09:00")]
    [InlineData("2026-09-30 20:00", "2026-10-08 09:00")]
    public void Hours_open_again_on_the_next_working_day(string now, string opening)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var calendar = new WorkCalendar(CalendarText.Read(2026, "国庆节：10月1日至7日放假。"));

        Assert.Equal(Utc(opening), new WorkingHours().Next(Utc(now), calendar, zone));
        Assert.Null(new WorkingHours { Days = [] }.Next(Utc("2026-11-02 20:00"), calendar, zone));

        DateTime Utc(string local) => TimeZoneInfo.ConvertTimeToUtc(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), zone);
    }

    private static Task<Desk> Open(DatabaseKind kind, string on, string more = "") =>
        AssignmentTests.Open(kind, $$"""{ "key": "r", "label": { "zh": "规则", "en": "Rule" }, {{Turns}}, "on": [{{(on.Length == 0 ? "" : $"\"{on}\"")}}]{{more}} }""");

    /// <summary>A record of the demo's kind that lies in the pool and that no rule has touched.</summary>
    private static async Task<Record> Unowned(Desk desk)
    {
        var draft = new Draft(desk.Form("lead"));
        foreach (var (key, value) in PoolTests.Values(("owner", null))) draft.Set(key, value);
        return (await desk.Records.Save(Actor.System("demo", desk.Directory, quiet: true), draft)).Record;
    }

    private static Task<Record> Given(Desk desk) => desk.Create(Desk.Rep, "lead", PoolTests.Values());

    private static Task Return(Desk desk, long member, Record lead) =>
        desk.Records.Act(desk.Actor(member), desk.Form("lead"), lead.Id, "pool.return", new Draft(desk.Form("lead").Action("pool.return")!.Ask!).Set("reason", "unreachable"));

    private static Task<Acted> Ask(Desk desk, Record lead) => desk.Records.Act(desk.Actor(Desk.Manager), desk.Form("lead"), lead.Id, "assignment.deal");

    private static AssignmentTrials Trials(Desk desk) => new(desk.Database, desk.Query, desk.Clock);

    private static Task<IReadOnlyList<AssignmentHit>> Hits(Desk desk, Record lead) => Trials(desk).Hits(desk.Actor(Desk.Admin), desk.Form("lead"), lead.Id);
}
