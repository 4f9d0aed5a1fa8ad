using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Actions;

/// <summary>Actions as data: who may, when, what is asked, and that everything happens together or not at all.</summary>
public sealed class ActionTests
{
    private const string Give = """
        {
          "key": "give", "label": { "zh": "移交", "en": "Give" }, "when": { "field": "demand_type", "op": "is", "value": "standard" },
          "ask": [
            { "field": "website", "required": true },
            { "new": { "key": "people", "type": "lines", "label": { "zh": "人员", "en": "People" }, "fields": [
                { "key": "name", "type": "text", "label": { "zh": "姓名", "en": "Name" }, "required": true },
                { "key": "share", "type": "number", "label": { "zh": "份额", "en": "Share" } } ] } }
          ],
          "rules": [{ "kind": "check", "fields": ["people"], "formula": "SUM(people.share) = record.employee_count", "message": { "zh": "份额之和应等于员工人数。", "en": "The shares must add up to the employees." } }],
          "effects": [
            { "kind": "set", "values": { "deal_state": "dealt", "tags": ["given"], "employee_count": "=record.employee_count + 1" } },
            { "kind": "set", "on": "parent_account", "values": { "short_name": "=record.name" } },
            { "kind": "create", "form": "contact", "each": "people", "values": { "name": "=name", "account": "=parent.record", "mobile": "=\"1380000000\" & share" } },
            { "kind": "set", "each": "contact.account", "where": { "field": "name", "op": "is", "value": "甲" }, "values": { "title": "=record.name & \"的人\"" } },
            { "kind": "act", "action": "mark", "on": "parent_account", "values": { "remark": "=record.website" } }
          ]
        }
        """;

    private const string Mark = """
        {
          "key": "mark", "label": { "zh": "标记", "en": "Mark" }, "roles": ["sales_manager"],
          "ask": [{ "new": { "key": "remark", "type": "text", "label": { "zh": "备注", "en": "Remark" } } }],
          "effects": [{ "kind": "set", "values": { "main_business": "=remark" } }]
        }
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task An_action_sets_creates_and_runs_other_actions_in_one_go(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var parent = await desk.Create(Desk.Rep, "account", ("name", "集团"), ("demand_type", "standard"));
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"), ("demand_type", "standard"), ("employee_count", 10m), ("parent_account", parent.Id));

        var acted = await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("account"), account.Id, "give", Answers(desk, 4m, 6m));

        Assert.Equal("dealt", acted.Record["deal_state"]);
        Assert.Equal(11m, acted.Record["employee_count"]);
        Assert.Equal("https://a.example", acted.Record["website"]);
        var above = await desk.Read("account", parent.Id);
        Assert.Equal("恒力", above["short_name"]);
        Assert.Equal("https://a.example", above["main_business"]);
        var people = acted.Saves.Where(s => s.Created).Select(s => s.Record.Id).ToList();
        Assert.Equal(2, people.Count);
        Assert.Equal("恒力的人", (await desk.Read("contact", people[0]))["title"]);
        Assert.Null((await desk.Read("contact", people[1]))["title"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_refused_late_undoes_everything_before(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"), ("demand_type", "standard"), ("employee_count", 10m));
        var answers = Answers(desk, 4m, 6m);
        // A contact of this name is too long for its field: the second creation fails.
        answers.Lines["people"] = [answers.Lines["people"][0], new DraftLine(null, new Dictionary<string, object?> { ["name"] = new string('长', 200), ["share"] = 6m })];

        await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("account"), account.Id, "give", answers));

        var after = await desk.Read("account", account.Id);
        Assert.Equal(account.Version, after.Version);
        Assert.Equal("no_deal", after["deal_state"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Answers_are_checked_like_any_form(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"), ("demand_type", "standard"), ("employee_count", 10m));
        var form = desk.Form("account");

        var wrong = await Refused(() => desk.Records.Act(desk.Actor(Desk.Rep), form, account.Id, "give", Answers(desk, 4m, 5m)));
        Assert.Equal("people", Assert.Single(wrong.Errors).Field);
        var missing = await Refused(() => desk.Records.Act(desk.Actor(Desk.Rep), form, account.Id, "give"));
        Assert.Contains(missing.Errors, e => e is { Field: "website", Code: "field.required" });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_not_or_comes_at_the_wrong_time_is_refused_and_not_offered_it(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var form = desk.Form("account");
        var custom = await desk.Create(Desk.Rep, "account", ("name", "恒力"), ("demand_type", "custom"), ("employee_count", 10m));
        var standard = await desk.Create(Desk.Rep, "account", ("name", "博远"), ("demand_type", "standard"), ("employee_count", 10m));

        Assert.Equal("action.not_now", (await Refused(() => desk.Records.Act(desk.Actor(Desk.Rep), form, custom.Id, "give", Answers(desk, 4m, 6m)))).Code);
        Assert.Equal(ProblemKind.Forbidden, (await Refused(() => desk.Records.Act(desk.Actor(Desk.Rep), form, custom.Id, "mark"))).Kind);
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => desk.Records.Act(desk.Actor(Desk.OtherRep), form, standard.Id, "give", Answers(desk, 4m, 6m)))).Kind);
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => desk.Records.Act(desk.Actor(Desk.Rep), form, custom.Id, "no_such"))).Kind);
        Assert.DoesNotContain(await desk.Records.Actions(desk.Actor(Desk.Rep), form, custom.Id), a => a.Key is "give" or "mark");
        Assert.Equal(["give"], (await desk.Records.Actions(desk.Actor(Desk.Rep), form, standard.Id)).Select(a => a.Key).Where(k => k is "give" or "mark"));
        Assert.Equal(["give", "mark"], (await desk.Records.Actions(desk.Actor(Desk.Manager), form, standard.Id)).Select(a => a.Key).Where(k => k is "give" or "mark"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_request_twice_acts_once(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"), ("demand_type", "standard"), ("employee_count", 10m));
        var form = desk.Form("account");
        await desk.Records.Act(desk.Actor(Desk.Rep), form, account.Id, "give", Answers(desk, 4m, 6m, "k1"));

        var again = await desk.Records.Act(desk.Actor(Desk.Rep), form, account.Id, "give", Answers(desk, 4m, 6m, "k1"));

        Assert.Empty(again.Saves);
        Assert.Equal(11m, (await desk.Read("account", account.Id))["employee_count"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rule_that_always_holds_stops_the_second_of_two_racing_children(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await desk.Publish(d => With(d, "account", f => f with
        {
            Fields = [.. f.Fields, Parse<FieldDefinition>("""{ "key": "people", "type": "rollup", "label": { "zh": "人数", "en": "People" }, "form": "contact", "by": "account", "how": "count" }""")],
            Rules = [.. f.Rules, Parse<RuleDefinition>("""{ "kind": "check", "formula": "people <= 3", "always": true, "message": { "zh": "最多三个联系人。", "en": "At most three contacts." } }""")],
        }));
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"), ("demand_type", "standard"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await desk.Create(Desk.Rep, "contact", ("name", "人" + i), ("account", account.Id), ("mobile", "1380000000" + i));
                return "ok";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Errors.Single().Message.En;
            }
        }));

        Assert.Equal(3, outcomes.Count(o => o == "ok"));
        Assert.Equal(5, outcomes.Count(o => o == "At most three contacts."));
        Assert.Equal(3m, (await desk.Read("account", account.Id))["people"]);
    }

    [Theory]
    [InlineData("""{ "kind": "set", "values": { "no_such": 1 } }""", "effect.unknown_field")]
    [InlineData("""{ "kind": "set", "values": { "employee_count": "=nothing + 1" } }""", "formula.unknown_name")]
    [InlineData("""{ "kind": "set", "on": "name", "values": {} }""", "effect.no_link")]
    [InlineData("""{ "kind": "create", "form": "nowhere", "values": {} }""", "effect.no_form")]
    [InlineData("""{ "kind": "act", "action": "nothing" }""", "effect.no_action")]
    [InlineData("""{ "kind": "fly" }""", "effect.unknown")]
    [InlineData("""{ "kind": "set", "values": { "contract_total": 1 } }""", "effect.computed")]
    public void A_definition_that_cannot_work_is_refused(string effect, string code)
    {
        var action = $$"""{ "key": "x", "label": { "zh": "动作", "en": "Action" }, "effects": [{{effect}}] }""";

        var refused = Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(With(Template.Load("l2c"), "account", f => f with { Actions = [Parse<ActionDefinition>(action)] })));

        Assert.Equal(code, Assert.Single(refused.Errors).Code);
    }

    private static async Task<Desk> Open(DatabaseKind kind)
    {
        var desk = await Desk.Open(kind);
        await desk.Publish(d => With(d, "account", f => f with { Actions = [.. f.Actions, Parse<ActionDefinition>(Give), Parse<ActionDefinition>(Mark)] }));
        return desk;
    }

    private static Draft Answers(Desk desk, decimal first, decimal second, string? once = null)
    {
        var draft = new Draft(desk.Form("account").Action("give")!.Ask!) { IdempotencyKey = once };
        draft.Set("website", "https://a.example");
        draft.Lines["people"] =
        [
            new(null, new Dictionary<string, object?> { ["name"] = "甲", ["share"] = first }),
            new(null, new Dictionary<string, object?> { ["name"] = "乙", ["share"] = second }),
        ];
        return draft;
    }

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, DefinitionJson.Options)!;

    private static AppDefinition With(AppDefinition app, string form, Func<FormDefinition, FormDefinition> change) =>
        app with { Forms = [.. app.Forms.Select(f => f.Key == form ? change(f) : f)] };
}
