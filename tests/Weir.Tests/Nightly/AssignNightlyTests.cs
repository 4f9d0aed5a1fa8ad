using Weir.Engine.Access;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Nightly;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Capabilities;
using Weir.Tests.Records;
using Weir.Tests.Web;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Nightly;

/// <summary>What the night deals out of what lies without an owner: by rules that name it or name nothing, each record once, and nothing else.</summary>
public sealed class AssignNightlyTests
{
    private const string Job = "job:assignment";

    [Theory]
    [OnSqlite("schedule"), OnPostgres("schedule")]
    [OnSqlite(""), OnPostgres("")]
    public async Task What_lies_without_an_owner_is_dealt_in_turn_and_each_is_told(DatabaseKind kind, string on)
    {
        await using var host = await TestHost.Start(kind, new Clock());
        var (li, wang) = (await host.Add("李伟", "sales_rep"), await host.Add("王芳", "sales_rep"));
        var (waiting, other, owned) = (await Lead(host, "cold_call", null), await Lead(host, "referral", null), await Lead(host, "cold_call", wang.Id));
        var more = new List<Record>();
        for (var i = 0; i < 3; i++) more.Add(await Lead(host, "cold_call", null));
        await Rule(host, on, li.Id, wang.Id);

        await Night(host);

        Assert.Equal([li.Id, wang.Id, li.Id, wang.Id], await Task.WhenAll(more.Prepend(waiting).Select(l => Owner(host, l))));
        Assert.Equal((null, wang.Id), (await Owner(host, other), await Owner(host, owned)));
        var hits = await host.Platform.Assignments.Log(host.Admin, host.App["lead"]);
        Assert.Equal(4, hits.Lines.Count);
        Assert.Equal(Job, (await host.Platform.Query.History(host.Admin, host.App["lead"], waiting.Id))[0].Road);
        await Night(host);
        Assert.Equal(4, (await host.Platform.Assignments.Log(host.Admin, host.App["lead"])).Lines.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rule_for_another_occasion_deals_nothing_at_night_and_who_is_full_gets_nothing(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind, new Clock());
        var li = await host.Add("李伟", "sales_rep");
        var (one, two) = (await Lead(host, "cold_call", null), await Lead(host, "cold_call", null));
        await Rule(host, "create", li.Id);
        await Night(host);
        Assert.Equal((null, null), (await Owner(host, one), await Owner(host, two)));

        await Rule(host, "schedule", most: 1, li.Id);
        await Night(host);
        Assert.Equal((li.Id, null), (await Owner(host, one), await Owner(host, two)));
        // What nobody could have is no hit of the night.
        Assert.Single((await host.Platform.Assignments.Log(host.Admin, host.App["lead"])).Lines);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_for_working_hours_waits_for_the_morning_after_the_night(DatabaseKind kind)
    {
        // 02:30 on a Tuesday.
        var clock = new Clock { Now = new(2026, 11, 2, 18, 30, 0, TimeSpan.Zero) };
        await using var host = await TestHost.Start(kind, clock);
        var li = await host.Add("李伟", "sales_rep");
        var lead = await Lead(host, "cold_call", null);
        await Rule(host, "schedule", most: 0, hours: true, li.Id);
        await Night(host);
        Assert.Null(await Owner(host, lead));

        // The host carries its letters by itself.
        clock.Now = new(2026, 11, 3, 1, 0, 0, TimeSpan.Zero);
        Assert.True(await Eventually.Holds(async () => await Owner(host, lead) is not null));
        Assert.Equal(li.Id, await Owner(host, lead));
    }

    private static async Task Night(TestHost host)
    {
        var task = new AssignNightly();
        var cursor = (string?)null;
        do cursor = await task.Step(new(host.Platform, host.App, Actor.System("nightly", host.Platform.People.Current, quiet: true), host.Platform.Clock.GetUtcNow().UtcDateTime), cursor, CancellationToken.None);
        while (cursor is not null);
    }

    private static Task Rule(TestHost host, string on, params long[] who) => Rule(host, on, most: 0, who);

    private static Task Rule(TestHost host, string on, int most, params long[] who) => Rule(host, on, most, hours: false, who);

    private static Task Rule(TestHost host, string on, int most, bool hours, params long[] who) => host.Platform.Apps.Publish(host.Admin, AssignmentTests.With(host.App.Definition, $$"""
        { "key": "r", "label": { "zh": "轮流", "en": "Turns" }, "mode": "round_robin", "when": { "field": "source", "op": "is", "value": "cold_call" }, "most": {{most}}, "workingHours": {{(hours ? "true" : "false")}},
          "who": { "members": [{{string.Join(", ", who)}}] }, "on": [{{(on.Length == 0 ? "" : $"\"{on}\"")}}] }
        """, null), host.App.Version);

    private static async Task<Record> Lead(TestHost host, string source, long? owner)
    {
        var draft = new Draft(host.App["lead"]);
        foreach (var (key, value) in PoolTests.Values(("source", source), ("owner", owner), ("referrer", source == "referral" ? "张" : null))) draft.Set(key, value);
        return (await host.Platform.Records.Save(Actor.System("demo", host.Platform.People.Current, quiet: true), draft)).Record;
    }

    private static async Task<long?> Owner(TestHost host, Record record) => (await host.Platform.Query.Get(host.Admin, host.App["lead"], record.Id)).Record["owner"] as long?;
}
