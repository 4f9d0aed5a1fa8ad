using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities.Approval;

/// <summary>A record's way through its approvers, from submitting to the effects of the decision.</summary>
public sealed class ApprovalTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_record_goes_from_node_to_node_and_its_effects_come_with_the_last_decision(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted();
        Assert.Equal(("in_approval", "manager", "gone"), await desk.Stand(record.Id));
        Assert.Equal([Desk.Manager], await desk.Asked(record.Id));

        await desk.Approve(Desk.Manager, record.Id, ("comment", "同意"));
        Assert.Equal(("in_approval", "both", "gone"), await desk.Stand(record.Id));
        Assert.Equal([Desk.Finance, Desk.Commercial], await desk.Asked(record.Id));

        await desk.Approve(Desk.Finance, record.Id);
        // One of two is not enough.
        Assert.Equal(("in_approval", "both", "gone"), await desk.Stand(record.Id));
        await desk.Approve(Desk.Commercial, record.Id);
        Assert.Equal([Desk.Commercial], await desk.Asked(record.Id));

        var last = await desk.Approve(Desk.Commercial, record.Id, ("paper", "HT-1"));
        Assert.Equal(("approved", null, "holds"), await desk.Stand(record.Id));
        Assert.Equal("HT-1", (await desk.Read("petition", record.Id))["paper"]);
        Assert.Contains(last.Saves, s => s.Created && s.Record.Form.Key == "result");
        Assert.Equal(["submit", "approve", "approve", "approve", "approve", "cc"], (await desk.Events(record.Id)).Select(e => e.Kind));
        Assert.Equal("同意", (await desk.Events(record.Id))[1].Comment);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_fits_the_flow_without_approvers_is_approved_at_once(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted(100m);
        Assert.Equal(("approved", null, "holds"), await desk.Stand(record.Id));
        var more = await desk.Submitted(100.01m);
        Assert.Equal(("in_approval", "manager", "gone"), await desk.Stand(more.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_node_whose_condition_does_not_hold_is_passed_over(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted(999.99m);
        await desk.Approve(Desk.Manager, record.Id);
        Assert.Equal(("in_approval", "file", "gone"), await desk.Stand(record.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_node_requires_must_be_there_before_it_is_approved(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted(500m);
        await desk.Approve(Desk.Manager, record.Id);

        var refused = await Petition.Refused(() => desk.Approve(Desk.Commercial, record.Id));

        Assert.Equal(("paper", "field.required"), (Assert.Single(refused.Errors).Field, refused.Errors[0].Code));
        Assert.Equal(("in_approval", "file", "gone"), await desk.Stand(record.Id));
        await desk.Approve(Desk.Commercial, record.Id, ("paper", "HT-2"));
        Assert.Equal(("approved", null, "holds"), await desk.Stand(record.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task In_approval_nobody_edits_it_and_afterwards_only_what_is_left_open(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted(500m);
        var now = await desk.Read("petition", record.Id, Desk.Rep);
        Assert.Equal(("amount", "approval.locked"), One(await Petition.Refused(() => desk.Change(Desk.Rep, now, ("amount", 1m)))));
        Assert.Equal(("amount", "approval.locked"), One(await Petition.Refused(() => desk.Change(Desk.Admin, now, ("amount", 1m)))));
        Assert.Equal("approval.running", (await Petition.Refused(() => desk.Records.Delete(desk.Actor(Desk.Rep), now.Form, now.Id))).Code);
        Assert.Equal("field.read_only", (await Petition.Refused(() => desk.Change(Desk.Rep, now, ("flow_status", "approved")))).Errors[0].Code);

        await desk.Approve(Desk.Manager, record.Id);
        await desk.Approve(Desk.Commercial, record.Id, ("paper", "P"));
        now = await desk.Read("petition", record.Id, Desk.Rep);
        Assert.Equal(("amount", "approval.locked"), One(await Petition.Refused(() => desk.Change(Desk.Rep, now, ("amount", 1m)))));
        await desk.Change(Desk.Rep, now, ("remark", "备注"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Approvers_see_the_record_they_are_asked_about_but_no_field_that_is_hidden_from_them(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted();
        await Petition.Refused(() => desk.Read("petition", record.Id, Desk.Finance));
        await desk.Approve(Desk.Manager, record.Id);

        var seen = await desk.Query.Get(desk.Actor(Desk.Finance), desk.Form("petition"), record.Id);

        Assert.Equal("申请甲", seen.Record["name"]);
        Assert.Null(seen.Record["remark"]);
        // And not those of others.
        var other = await desk.Create(Desk.Rep, "petition", ("name", "乙"));
        Assert.Equal(ProblemKind.NotFound, (await Petition.Refused(() => desk.Read("petition", other.Id, Desk.Finance))).Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rejected_record_goes_back_to_its_owner_and_begins_anew(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted();
        Assert.Equal("comment", (await Petition.Refused(() => desk.Do(Desk.Manager, record.Id, "approval.reject", ("to", "start")))).Errors[0].Field);

        await desk.Reject(Desk.Manager, record.Id);

        Assert.Equal(("rejected", null, "back"), await desk.Stand(record.Id));
        Assert.Empty(await desk.Asked(record.Id));
        await desk.Change(Desk.Rep, await desk.Read("petition", record.Id, Desk.Rep), ("amount", 600m));
        await desk.Do(Desk.Rep, record.Id, "approval.submit");
        Assert.Equal(("in_approval", "manager", "gone"), await desk.Stand(record.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_can_be_sent_back_to_a_node_that_it_has_gone_through_and_to_no_other(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted();
        Assert.Equal("to", (await Petition.Refused(() => desk.Reject(Desk.Manager, record.Id, "file"))).Errors[0].Field);
        await desk.Approve(Desk.Manager, record.Id);
        await desk.Approve(Desk.Finance, record.Id);

        await desk.Reject(Desk.Commercial, record.Id, "manager");

        Assert.Equal(("in_approval", "manager", "gone"), await desk.Stand(record.Id));
        Assert.Equal([Desk.Manager], await desk.Asked(record.Id));
        await desk.Approve(Desk.Manager, record.Id);
        // Both are asked again, also who had approved.
        Assert.Equal([Desk.Finance, Desk.Commercial], await desk.Asked(record.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_withdrawn_by_who_submitted_it_until_somebody_has_decided(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted();
        Assert.Equal("approval.not_yours", (await Petition.Refused(() => desk.Do(Desk.Manager, record.Id, "approval.withdraw"))).Code);
        await desk.Do(Desk.Rep, record.Id, "approval.withdraw");
        Assert.Equal(("withdrawn", null, "home"), await desk.Stand(record.Id));

        await desk.Do(Desk.Rep, record.Id, "approval.submit");
        await desk.Approve(Desk.Manager, record.Id);
        Assert.Equal("approval.decided", (await Petition.Refused(() => desk.Do(Desk.Rep, record.Id, "approval.withdraw"))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_running_approval_keeps_the_flow_with_which_it_began(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var old = await desk.Submitted(500m);
        await desk.Publish(d => d with { Forms = [.. d.Forms.Select(f => f.Key == "petition" ? Petition.With(f, Petition.Node("""  "approvers": [{ "role": "executive" }] """)) : f)] });
        var young = await desk.Submitted(500m);
        Assert.Equal([Desk.Executive], await desk.Asked(young.Id));

        await desk.Approve(Desk.Manager, old.Id);
        Assert.Equal([Desk.Commercial], await desk.Asked(old.Id));
        var refused = await Petition.Refused(() => desk.Approve(Desk.Commercial, old.Id));
        Assert.Equal("paper", refused.Errors[0].Field);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_field_that_becomes_required_meanwhile_holds_up_no_decision(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var (first, second) = (await desk.Submitted(500m), await desk.Submitted(500m));
        await desk.Publish(d => d with { Forms = [.. d.Forms.Select(f => f.Key == "petition" ? f with { Fields = [.. f.Fields.Select(x => x.Key == "judge" ? x with { Required = true } : x)] } : f)] });
        await desk.Reject(Desk.Manager, first.Id);
        await desk.Approve(Desk.Manager, second.Id);
        Assert.Equal(("rejected", "in_approval"), ((await desk.Stand(first.Id)).Flow, (await desk.Stand(second.Id)).Flow));
        // Whoever changes the record then fills it in.
        Assert.Equal("judge", Assert.Single((await Petition.Refused(async () => await desk.Change(Desk.Rep, await desk.Read("petition", first.Id, Desk.Rep), ("amount", 1m)))).Errors).Field);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_decision_is_bound_to_the_task_and_the_version_that_were_seen(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted(500m);
        var form = desk.Form("petition");
        var asked = await desk.Records.Ask(desk.Actor(Desk.Manager), form, record.Id, "approval.approve");
        Assert.NotNull(asked.Values["task"]);
        await desk.Change(Desk.Admin, await desk.Read("petition", record.Id), ("owner", Desk.OtherRep));

        Assert.Equal("approval.stale", (await Petition.Refused(() => desk.Approve(Desk.Manager, record.Id, ("task", asked.Values["task"]), ("seen", asked.Values["seen"])))).Code);
        var again = await desk.Records.Ask(desk.Actor(Desk.Manager), form, record.Id, "approval.approve");
        await desk.Approve(Desk.Manager, record.Id, ("task", again.Values["task"]), ("seen", again.Values["seen"]));
        Assert.Equal("approval.decided", (await Petition.Refused(() => desk.Approve(Desk.Manager, record.Id, ("task", again.Values["task"])))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_what_can_be_done_now_is_offered(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Create(Desk.Rep, "petition", ("name", "申请"), ("amount", 500m));
        Assert.Equal(["approval.submit"], await Offered(desk, Desk.Rep, record.Id));
        await desk.Do(Desk.Rep, record.Id, "approval.submit");
        Assert.Equal(["approval.urge", "approval.withdraw"], await Offered(desk, Desk.Rep, record.Id));
        Assert.Equal(["approval.approve", "approval.reject", "approval.transfer", "approval.add_signer"], await Offered(desk, Desk.Manager, record.Id));
        Assert.Empty(await Offered(desk, Desk.OtherRep, record.Id));
        Assert.Equal("approval.not_yours", (await Petition.Refused(() => desk.Approve(Desk.Admin, record.Id))).Code);
    }

    [Theory]
    [InlineData("""{ "approvers": [] }""", "approval.no_approver")]
    [InlineData("""{ "approvers": [{ "role": "nobody" }] }""", "approval.no_role")]
    [InlineData("""{ "approvers": [{ "role": "finance", "superior": 1 }] }""", "approval.bad_approver")]
    [InlineData("""{ "approvers": [{ "field": "name" }] }""", "approval.unknown_field")]
    [InlineData("""{ "approvers": [{ "role": "finance" }], "require": ["nothing"] }""", "approval.unknown_field")]
    [InlineData("""{ "approvers": [{ "role": "finance" }], "limit": { "minutes": 0 } }""", "approval.bad_limit")]
    [InlineData("""{ "approvers": [{ "role": "finance" }], "when": { "field": "nothing", "op": "is", "value": 1 } }""", "condition.unknown_field")]
    [InlineData("""{ "approvers": [{ "role": "finance" }], "formula": "nothing > 1" }""", "formula.unknown_name")]
    public void A_flow_that_cannot_work_is_refused(string node, string code)
    {
        var refused = Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(Petition.App(Petition.Node(node.Trim()[1..^1]))));
        Assert.Equal(code, Assert.Single(refused.Errors).Code);
    }

    private static (string, string) One(Problem refused) => (Assert.Single(refused.Errors).Field, refused.Errors[0].Code);

    private static async Task<IEnumerable<string>> Offered(Desk desk, long member, long id) => (await desk.Records.Actions(desk.Actor(member), desk.Form("petition"), id)).Select(a => a.Key);
}
