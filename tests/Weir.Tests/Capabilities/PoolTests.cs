using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Actions;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Claiming from a pool: who may, how many, how soon again, and exactly one.</summary>
public sealed class PoolTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_claimed_record_belongs_to_who_claimed_it_and_is_in_no_pool(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Pooled(desk);
        Assert.Equal(("general", "unassigned"), (lead["pool"], lead["status"]));

        var claimed = (await Claim(desk, Desk.Rep, lead)).Record;

        Assert.Equal((Desk.Rep, null, "to_follow"), (claimed["owner"], claimed["pool"], claimed["status"]));
        Assert.Equal(desk.Clock.Now.UtcDateTime, claimed["claimed_at"]);
        Assert.Equal(desk.Clock.Now.UtcDateTime.AddDays(7), claimed["recycle_at"]);
        var log = await desk.Query.Ownership(desk.Actor(Desk.Rep), lead.Form, lead.Id);
        Assert.Equal([(OwnershipKind.Claim, "general"), (OwnershipKind.In, "general")], log.Select(e => (e.Kind, e.Pool)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_later_rule_requires_stops_who_edits_but_not_who_claims(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Pooled(desk);
        await desk.Publish(app => app with
        {
            Forms = [.. app.Forms.Select(f => f.Key == "lead" ? f with { Rules = [.. f.Rules, new RuleDefinition { Kind = RuleKind.Require, Fields = ["wechat"] }] } : f)],
        });

        var claimed = (await Claim(desk, Desk.Rep, lead)).Record;

        Assert.Equal(Desk.Rep, claimed["owner"]);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Change(Desk.Rep, claimed, ("contact_name", "李四")));
        Assert.Equal(("wechat", "field.required"), (refused.Problem.Errors.Single().Field, refused.Problem.Errors.Single().Code));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_is_no_member_may_not_claim(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Pooled(desk);

        Assert.Equal("NOT_MEMBER", await Refused(() => Claim(desk, Desk.Executive, lead)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_pool_that_is_off_or_only_for_assignment_gives_nothing(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Pooled(desk);

        await Pools(desk, pool => pool["disabled"] = true);
        Assert.Equal("POOL_DISABLED", await Refused(() => Claim(desk, Desk.Rep, lead)));
        await Pools(desk, pool => (pool["disabled"], pool["mode"]) = (false, "assign_only"));
        Assert.Equal("record.not_found", await Refused(() => Claim(desk, Desk.Rep, lead)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_daily_limit_counts_calendar_days_of_the_organisation(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Pools(desk, pool => pool["dailyClaims"] = 2);
        // 23:30 in Shanghai: the day turns half an hour later, in the middle of a day of UTC.
        desk.Clock.Now = new(2026, 11, 4, 15, 30, 0, TimeSpan.Zero);
        await Claim(desk, Desk.Rep, await Pooled(desk));
        await Claim(desk, Desk.Rep, await Pooled(desk));
        var third = await Pooled(desk);
        Assert.Equal("DAILY_CLAIM_LIMIT", await Refused(() => Claim(desk, Desk.Rep, third)));
        await Claim(desk, Desk.OtherRep, await Pooled(desk));

        desk.Clock.Now = desk.Clock.Now.AddMinutes(31);
        await Claim(desk, Desk.Rep, third);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_holding_cap_holds_for_claims_assignments_and_new_records_with_exceptions(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Pools(desk, pool => pool["holding"] = JsonNode.Parse($$"""{ "most": 2, "except": [{ "who": { "members": [{{Desk.OtherRep}}] }, "most": 3 }] }"""));
        var first = (await Claim(desk, Desk.Rep, await Pooled(desk))).Record;
        await Claim(desk, Desk.Rep, await Pooled(desk));
        var more = await Pooled(desk);

        Assert.Equal("HOLDING_CAP", await Refused(() => Claim(desk, Desk.Rep, more)));
        Assert.Equal("HOLDING_CAP", await Refused(() => Assign(desk, more, Desk.Rep)));
        var created = await Assert.ThrowsAsync<ProblemException>(() => desk.Create(Desk.Rep, "lead", Values()));
        Assert.Equal(("owner", "HOLDING_CAP"), (created.Problem.Errors.Single().Field, created.Problem.Errors.Single().Code));
        // What does not count makes room.
        await desk.Records.Save(desk.Actor(Desk.Admin), new Draft(first.Form) { Id = first.Id }.Set("owner", Desk.Manager));
        await Claim(desk, Desk.Rep, more);
        var rows = await desk.Records.SaveMany(desk.Actor(Desk.Manager), [.. Enumerable.Range(0, 4).Select(_ => Draft(desk, ("owner", Desk.OtherRep)))]);
        Assert.Equal(3, rows.Count(r => r.Saved is not null));
        Assert.Equal("HOLDING_CAP", rows[3].Problem!.Errors.Single().Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_former_owner_waits_before_claiming_again_and_others_do_not(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Pooled(desk);
        await Claim(desk, Desk.Rep, lead);
        await Return(desk, Desk.Rep, lead, "unreachable");
        var back = await desk.Read("lead", lead.Id);
        Assert.Equal((null, "general", "returned", "unreachable", Desk.Rep), (back["owner"], back["pool"], back["status"], back["return_reason"], back["previous_owner"]));
        Assert.Null(back["recycle_at"]);

        desk.Clock.Now = desk.Clock.Now.AddDays(6);
        Assert.Equal("COOLDOWN", await Refused(() => Claim(desk, Desk.Rep, lead)));
        await Assign(desk, lead, Desk.Rep);
        await Return(desk, Desk.Rep, lead, "no_demand");
        await Claim(desk, Desk.OtherRep, lead);
        await Return(desk, Desk.OtherRep, lead, "no_demand");
        desk.Clock.Now = desk.Clock.Now.AddDays(7);
        await Claim(desk, Desk.Rep, lead);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_return_needs_a_reason_and_the_other_reason_needs_words(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await Pooled(desk);
        await Claim(desk, Desk.Rep, lead);

        Assert.Equal("record.invalid", await Refused(() => Return(desk, Desk.Rep, lead, null)));
        Assert.Equal("record.invalid", await Refused(() => Return(desk, Desk.Rep, lead, "other")));
        Assert.Equal("record.invalid", await Refused(() => Return(desk, Desk.Rep, lead, "no_follow_up")));
        await Return(desk, Desk.Rep, lead, "other", "搬走了");

        var last = (await desk.Query.Ownership(desk.Actor(Desk.Manager), lead.Form, lead.Id))[0];
        Assert.Equal((OwnershipKind.Return, "其他", "搬走了"), (last.Kind, last.ReasonText, last.Note));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_sixteen_who_claim_one_record_exactly_one_has_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Pools(desk, pool => (pool["dailyClaims"], pool["holding"]) = (0, null));
        long[] members = [Desk.Rep, Desk.OtherRep, Desk.SouthRep, Desk.Manager];
        for (var round = 0; round < Races.Rounds(25); round++)
        {
            var lead = await Pooled(desk);
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            {
                try
                {
                    return (Member: members[i % 4], Code: (await Claim(desk, members[i % 4], lead)).Record["owner"] is long ? "ok" : "?");
                }
                catch (ProblemException refused)
                {
                    return (Member: members[i % 4], refused.Problem.Code);
                }
            })));
            var winner = Assert.Single(outcomes, o => o.Code == "ok");
            Assert.All(outcomes.Where(o => o.Code != "ok"), o => Assert.Equal("ALREADY_CLAIMED", o.Code));
            Assert.Equal(winner.Member, (await desk.Read("lead", lead.Id))["owner"]);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_who_claims_from_many_windows_gets_no_more_than_the_limit(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Pools(desk, pool => pool["dailyClaims"] = 3);
        var leads = new List<Record>();
        for (var i = 0; i < 12; i++) leads.Add(await Pooled(desk));

        var codes = await Task.WhenAll(leads.Select(lead => Task.Run(() => Outcome(() => Claim(desk, Desk.Rep, lead)))));

        Assert.Equal(3, codes.Count(c => c == "ok"));
        Assert.Equal(9, codes.Count(c => c == "DAILY_CLAIM_LIMIT"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_batch_of_claims_answers_for_each_record(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (one, two) = (await Pooled(desk), await Pooled(desk));
        await Claim(desk, Desk.OtherRep, two);

        var results = await desk.Records.ActMany(desk.Actor(Desk.Rep), one.Form, [one.Id, two.Id, 1], "pool.claim");

        Assert.Equal(Desk.Rep, results[0].Acted!.Record["owner"]);
        Assert.Equal("ALREADY_CLAIMED", results[1].Problem!.Code);
        Assert.Equal("record.not_found", results[2].Problem!.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Locks_and_extensions_end_where_the_pool_says(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await Pools(desk, pool => pool["locks"] = 1, "account");
        var (one, two) = (await desk.Create(Desk.Rep, "account", ("name", "甲")), await desk.Create(Desk.Rep, "account", ("name", "乙")));

        Assert.Equal(desk.Clock.Now.UtcDateTime.AddDays(30), one["recycle_at"]);
        await desk.Records.Act(desk.Actor(Desk.Manager), one.Form, one.Id, "pool.lock");
        Assert.Null((await desk.Read("account", one.Id))["recycle_at"]);
        Assert.Equal("LOCK_LIMIT", await Refused(() => desk.Records.Act(desk.Actor(Desk.Manager), one.Form, two.Id, "pool.lock")));
        foreach (var days in new[] { 45, 60 })
        {
            await Extend(desk, two);
            Assert.Equal(desk.Clock.Now.UtcDateTime.AddDays(days), (await desk.Read("account", two.Id))["recycle_at"]);
        }
        Assert.Equal("EXTENSION_LIMIT", await Refused(() => Extend(desk, two)));
    }

    private static Task Extend(Desk desk, Record record) =>
        desk.Records.Act(desk.Actor(Desk.Manager), record.Form, record.Id, "pool.extend", new Draft(record.Form.Action("pool.extend")!.Ask!).Set("note", "等招标"));

    internal static Task<Record> Pooled(Desk desk, params (string, object?)[] values) => desk.Create(Desk.Marketing, "lead", Values([("owner", null), .. values]));

    internal static (string, object?)[] Values(params (string Key, object? Value)[] values)
    {
        // Read once: two that are made at one moment must not share a number, or the second is told that it is there already.
        var mine = Interlocked.Increment(ref next);
        return
        [
            .. new (string Key, object? Value)[] { ("company_name", "公司" + mine), ("contact_name", "张"), ("mobile", "138" + (10000000 + mine)), ("source", "purchased_list") }.Where(v => values.All(o => o.Key != v.Key)),
            .. values,
        ];
    }

    internal static Task<Acted> Claim(Desk desk, long member, Record lead) => desk.Records.Act(desk.Actor(member), desk.Form(lead.Form.Key), lead.Id, "pool.claim");

    internal static Task Assign(Desk desk, Record lead, long to) =>
        desk.Records.Act(desk.Actor(Desk.Manager), desk.Form(lead.Form.Key), lead.Id, "pool.assign", new Draft(desk.Form(lead.Form.Key).Action("pool.assign")!.Ask!).Set("to", to));

    private static Task Return(Desk desk, long member, Record lead, string? reason, string? note = null) =>
        desk.Records.Act(desk.Actor(member), lead.Form, lead.Id, "pool.return", new Draft(lead.Form.Action("pool.return")!.Ask!).Set("reason", reason).Set("note", note));

    /// <summary>Publishes other settings of all pools of a form.</summary>
    internal static Task Pools(Desk desk, Action<JsonObject> change, string form = "lead") => Settings(desk, form, "pool", settings =>
    {
        foreach (var pool in settings["pools"]!.AsArray()) change(pool!.AsObject());
    });

    /// <summary>Publishes other settings of a capability of a form.</summary>
    internal static Task Settings(Desk desk, string form, string capability, Action<JsonNode> change) => desk.Publish(d => d with
    {
        Forms = [.. d.Forms.Select(f => f.Key != form ? f : f with { Capabilities = f.Capabilities.ToDictionary(c => c.Key, c => c.Key == capability ? Changed(c.Value, change) : c.Value) })],
    });

    private static JsonElement Changed(JsonElement settings, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(settings.GetRawText())!;
        change(node);
        return JsonSerializer.SerializeToElement(node, DefinitionJson.Options);
    }

    private static Draft Draft(Desk desk, params (string, object?)[] values)
    {
        var draft = new Draft(desk.Form("lead"));
        foreach (var (key, value) in Values(values)) draft.Set(key, value);
        return draft;
    }

    internal static async Task<string> Outcome(Func<Task> work)
    {
        try
        {
            await work();
            return "ok";
        }
        catch (ProblemException refused)
        {
            return refused.Problem.Code;
        }
    }

    internal static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem.Code;

    private static int next;
}
