using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities.Approval;

/// <summary>An action that is asked for goes the way of any approval, and happens with its last decision or not at all.</summary>
public sealed class RequestTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task All_that_can_be_done_with_an_approval_can_be_done_with_a_request(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var record = await desk.Create(Desk.Rep, "petition", ("name", "甲"), ("amount", 10m));
        await desk.Do(Desk.Rep, record.Id, "request.raise", ("raised", 50m));
        await desk.Do(Desk.Rep, record.Id, "approval.urge");
        await desk.Do(Desk.Manager, record.Id, "approval.add_signer", ("signers", new[] { Desk.Executive }), ("order", "before"));
        Assert.Equal([Desk.Executive], await desk.Asked(record.Id));
        await desk.Do(Desk.Executive, record.Id, "approval.transfer", ("to", Desk.Delivery));
        await desk.Approve(Desk.Delivery, record.Id);
        await desk.Approve(Desk.Manager, record.Id);
        Assert.Equal([Desk.Finance], await desk.Asked(record.Id));
        // Back to a step that it has gone through, and what the second step requires is asked there.
        await desk.Reject(Desk.Finance, record.Id, "manager");
        await desk.Approve(Desk.Manager, record.Id);
        Assert.Equal(("paper", "field.required"), One(await Petition.Refused(() => desk.Approve(Desk.Finance, record.Id))));
        Assert.Equal(10m, (await desk.Read("petition", record.Id))["amount"]);

        await desk.Approve(Desk.Finance, record.Id, ("paper", "P-1"));

        var raised = await desk.Read("petition", record.Id);
        Assert.Equal((50m, "P-1", null, "draft"), (raised["amount"], raised["paper"], raised["flow_request"], raised["flow_status"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_thing_at_a_time_is_decided_on(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var record = await desk.Create(Desk.Rep, "petition", ("name", "甲"), ("amount", 500m));
        await desk.Do(Desk.Rep, record.Id, "request.raise", ("raised", 50m));
        Assert.Equal("approval.running", (await Petition.Refused(() => desk.Do(Desk.Rep, record.Id, "request.raise", ("raised", 60m)))).Code);
        Assert.Equal("approval.running", (await Petition.Refused(() => desk.Do(Desk.Rep, record.Id, "approval.submit"))).Code);
        Assert.Equal("approval.running", (await Petition.Refused(() => desk.Records.Delete(desk.Actor(Desk.Rep), record.Form, record.Id))).Code);
        await desk.Do(Desk.Rep, record.Id, "approval.withdraw");
        await desk.Do(Desk.Rep, record.Id, "approval.submit");
        Assert.Equal("approval.running", (await Petition.Refused(() => desk.Do(Desk.Rep, record.Id, "request.raise", ("raised", 60m)))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_cannot_be_done_any_more_is_not_approved_and_can_be_rejected(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        var record = await desk.Create(Desk.Rep, "petition", ("name", "甲"), ("amount", 10m), ("paper", "P"));
        await desk.Do(Desk.Rep, record.Id, "request.raise", ("raised", 50m));
        await desk.Approve(Desk.Manager, record.Id);
        await desk.Change(Desk.Rep, await desk.Read("petition", record.Id, Desk.Rep), ("amount", 1000m));
        Assert.Equal("action.not_now", (await Petition.Refused(() => desk.Approve(Desk.Finance, record.Id))).Code);
        Assert.Equal([Desk.Finance], await desk.Asked(record.Id));
        await desk.Reject(Desk.Finance, record.Id);
        Assert.Equal((1000m, null), ((await desk.Read("petition", record.Id))["amount"], (await desk.Read("petition", record.Id))["flow_request"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_request_waits_no_longer_than_its_step_says(DatabaseKind kind)
    {
        await using var desk = await Open(kind, """, "limit": { "minutes": 60, "then": "approve" }""");
        var record = await desk.Create(Desk.Rep, "petition", ("name", "甲"), ("amount", 10m), ("paper", "P"));
        await desk.Do(Desk.Rep, record.Id, "request.raise", ("raised", 50m));
        await desk.Approve(Desk.Manager, record.Id);
        desk.Clock.Now = desk.Clock.Now.AddMinutes(61);
        var people = new People(desk.Database, desk.Ids, desk.Clock);
        await people.Load();
        var courier = new Courier(desk.Database, desk.Apps, desk.Clock, [new ApprovalTimer(desk.Apps, desk.Records, people)]);
        while (await courier.CarryDue() > 0) { }
        people.Dispose();
        Assert.Equal(50m, (await desk.Read("petition", record.Id))["amount"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_who_approve_at_one_moment_one_carries_it_out(DatabaseKind kind)
    {
        await using var desk = await Open(kind);
        for (var round = 0; round < 5; round++)
        {
            var record = await desk.Create(Desk.Rep, "petition", ("name", "甲" + round), ("amount", 10m), ("paper", "P"));
            await desk.Do(Desk.Rep, record.Id, "request.raise", ("raised", 50m));
            await desk.Approve(Desk.Manager, record.Id);
            var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                try
                {
                    await desk.Approve(Desk.Finance, record.Id);
                    return "ok";
                }
                catch (ProblemException refused)
                {
                    return refused.Problem.Code;
                }
            })));
            Assert.Single(codes, "ok");
            Assert.Equal(1m, (await desk.Read("petition", record.Id))["times"]);
        }
    }

    [Fact]
    public void A_request_for_an_action_that_is_not_there_or_asks_for_lines_is_refused_by_name()
    {
        Assert.Equal("approval.no_action", Assert.Single(Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(App("", "nothing"), 1)).Errors).Code);
        Assert.Equal("approval.asks_lines", Assert.Single(Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(App("", "lined"), 1)).Errors).Code);
    }

    private static (string, string) One(Problem refused) => (Assert.Single(refused.Errors).Field, refused.Errors[0].Code);

    private static Task<Desk> Open(DatabaseKind kind, string limit = "") => Desk.Open(kind, App(limit));

    private static AppDefinition App(string limit, string action = "raise")
    {
        var app = Petition.App();
        var petition = app.Forms[0];
        var actions = JsonSerializer.Deserialize<ActionDefinition[]>("""
            [
              { "key": "raise", "label": { "zh": "提高", "en": "Raise" }, "internal": true, "when": { "field": "amount", "op": "lt", "value": 1000 },
                "ask": [{ "new": { "key": "raised", "type": "money", "label": { "zh": "提高到", "en": "Raise to" }, "required": true } }],
                "effects": [{ "kind": "set", "values": { "amount": "=raised", "times": "=record.times + 1" } }] },
              { "key": "lined", "label": { "zh": "明细", "en": "Lined" }, "internal": true,
                "ask": [{ "new": { "key": "rows", "type": "lines", "label": { "zh": "明细", "en": "Rows" }, "fields": [{ "key": "n", "type": "number", "label": { "zh": "数", "en": "N" } }] } }] }
            ]
            """, DefinitionJson.Options)!;
        var approval = System.Text.Json.Nodes.JsonNode.Parse(petition.Capabilities["approval"].GetRawText())!.AsObject();
        approval["requests"] = System.Text.Json.Nodes.JsonNode.Parse($$"""
            [{ "key": "raise", "label": { "zh": "申请提高", "en": "Ask to raise it" }, "action": "{{action}}", "nodes": [
              { "key": "manager", "label": { "zh": "主管", "en": "Manager" }, "approvers": [{ "role": "sales_manager", "withinDepartment": true }] },
              { "key": "finance", "label": { "zh": "财务", "en": "Finance" }, "approvers": [{ "role": "finance" }], "require": ["paper"]{{limit}} }] }]
            """);
        return app with
        {
            Forms =
            [
                petition with
                {
                    Fields = [.. petition.Fields, new() { Key = "times", Type = "number", Label = ("次数", "Times") }],
                    Actions = [.. petition.Actions, .. actions], Capabilities = new Dictionary<string, JsonElement> { ["approval"] = JsonSerializer.SerializeToElement(approval) },
                },
                .. app.Forms.Skip(1),
            ],
        };
    }
}
