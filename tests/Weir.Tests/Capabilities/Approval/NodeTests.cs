using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities.Approval;

/// <summary>Who is asked at a node, whose decision counts, and what those who are asked can do besides deciding.</summary>
public sealed class NodeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task One_of_those_asked_is_enough_and_the_others_are_let_go(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "approvers": [{ "role": "finance" }, { "role": "commercial" }] """));
        var record = await desk.Submitted();
        Assert.Equal([Desk.Finance, Desk.Commercial], await desk.Asked(record.Id));
        await desk.Approve(Desk.Commercial, record.Id);
        Assert.Equal("approved", (await desk.Stand(record.Id)).Flow);
        Assert.Equal("approval.decided", (await Petition.Refused(() => desk.Approve(Desk.Commercial, record.Id))).Code);
        // Who was not needed does not keep the record open.
        Assert.Equal(ProblemKind.NotFound, (await Petition.Refused(() => desk.Read("petition", record.Id, Desk.Finance))).Kind);
        Assert.NotNull(await desk.Read("petition", record.Id, Desk.Commercial));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task In_turn_the_second_is_asked_when_the_first_has_approved(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "mode": "turn", "approvers": [{ "role": "finance" }, { "role": "commercial" }, { "role": "executive" }] """));
        var record = await desk.Submitted();
        foreach (var member in new[] { Desk.Finance, Desk.Commercial, Desk.Executive })
        {
            Assert.Equal([member], await desk.Asked(record.Id));
            await desk.Approve(member, record.Id);
        }
        Assert.Equal("approved", (await desk.Stand(record.Id)).Flow);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_of_the_record_the_head_of_its_department_and_the_superior_of_who_submits_can_be_asked(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "mode": "all", "approvers": [{ "field": "judge" }, { "departmentHead": 1 }, { "superior": 1 }] """));
        var record = await desk.Create(Desk.Rep, "petition", ("name", "甲"), ("judge", Desk.Executive));
        await desk.Do(Desk.Rep, record.Id, "approval.submit");
        // The head of the department is the superior too, and is asked once.
        Assert.Equal([Desk.Manager, Desk.Executive], await desk.Asked(record.Id));
        await desk.Approve(Desk.Manager, record.Id);
        await desk.Approve(Desk.Executive, record.Id);
        Assert.Equal("approved", (await desk.Stand(record.Id)).Flow);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Members_whom_an_administrator_names_are_asked_and_what_the_node_opens_they_alone_fill_in(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node($$""" "approvers": [{ "members": [{{Desk.Executive}}, {{Desk.Delivery}}] }], "edit": ["remark"], "require": ["paper"] """));
        var record = await desk.Submitted();
        Assert.Equal([Desk.Delivery, Desk.Executive], await desk.Asked(record.Id));
        Assert.Equal("approval.locked", (await Petition.Refused(async () => await desk.Change(Desk.Rep, await desk.Read("petition", record.Id, Desk.Rep), ("remark", "我来改")))).Errors[0].Code);
        Assert.Equal("paper", (await Petition.Refused(() => desk.Approve(Desk.Delivery, record.Id, ("remark", "同意")))).Errors[0].Field);
        await desk.Approve(Desk.Delivery, record.Id, ("remark", "同意"), ("paper", "P-9"));
        var approved = await desk.Read("petition", record.Id);
        Assert.Equal(("approved", "同意", "P-9"), (approved["flow_status"], approved["remark"], approved["paper"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_decides_on_their_own_and_where_nobody_is_left_the_administrators_do(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var own = await desk.Submitted(500m, Desk.Manager);
        Assert.Equal([Desk.Admin], await desk.Asked(own.Id));
        var south = await desk.Submitted(500m, Desk.SouthRep);
        Assert.Equal([Desk.Admin], await desk.Asked(south.Id));
        Assert.Contains(await desk.Events(south.Id), e => e.Kind == "no_approver");
        // Whoever may not see such records cannot be asked about one.
        Assert.Equal("signers", (await Petition.Refused(() => desk.Do(Desk.Admin, south.Id, "approval.add_signer", ("signers", new[] { Desk.Marketing })))).Errors[0].Field);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_hands_it_on_is_asked_no_more(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted(500m);
        Assert.Equal("approval.bad_signer", (await Petition.Refused(() => desk.Do(Desk.Manager, record.Id, "approval.transfer", ("to", Desk.Rep)))).Errors[0].Code);
        await desk.Do(Desk.Manager, record.Id, "approval.transfer", ("to", Desk.Executive), ("comment", "请代审"));
        Assert.Equal([Desk.Executive], await desk.Asked(record.Id));
        Assert.Equal("approval.decided", (await Petition.Refused(() => desk.Approve(Desk.Manager, record.Id))).Code);
        // An administrator can do it for who is not there.
        await desk.Do(Desk.Admin, record.Id, "approval.transfer", ("to", Desk.Finance));
        await desk.Approve(Desk.Finance, record.Id);
        Assert.Equal("file", (await desk.Stand(record.Id)).Node);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Signers_who_are_added_decide_before_or_after(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "approvers": [{ "role": "finance" }, { "role": "commercial" }] """));
        var before = await desk.Submitted();
        await desk.Do(Desk.Finance, before.Id, "approval.add_signer", ("signers", new[] { Desk.Executive, Desk.Delivery }), ("order", "before"));
        Assert.Equal([Desk.Commercial, Desk.Executive], await desk.Asked(before.Id));
        await desk.Approve(Desk.Executive, before.Id);
        await desk.Approve(Desk.Delivery, before.Id);
        Assert.Equal(("in_approval", "only", "gone"), await desk.Stand(before.Id));
        await desk.Approve(Desk.Finance, before.Id);
        Assert.Equal("approved", (await desk.Stand(before.Id)).Flow);

        var after = await desk.Submitted();
        await desk.Do(Desk.Finance, after.Id, "approval.add_signer", ("signers", new[] { Desk.Executive }), ("order", "after"));
        await desk.Approve(Desk.Finance, after.Id);
        Assert.Equal([Desk.Executive], await desk.Asked(after.Id));
        await desk.Approve(Desk.Executive, after.Id);
        Assert.Equal("approved", (await desk.Stand(after.Id)).Flow);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task While_a_member_is_away_their_delegate_is_asked(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var approvals = new Approvals(desk.Database, desk.Query, desk.Clock);
        var now = desk.Clock.Now.UtcDateTime;
        await approvals.SetLeave(desk.Actor(Desk.Manager), desk.App, new(Desk.Executive, now.AddHours(1), now.AddDays(7)));
        var early = await desk.Submitted(500m);
        desk.Clock.Now = desk.Clock.Now.AddHours(2);
        var during = await desk.Submitted(500m);
        desk.Clock.Now = desk.Clock.Now.AddDays(8);
        var late = await desk.Submitted(500m);

        Assert.Equal([Desk.Manager], await desk.Asked(early.Id));
        Assert.Equal([Desk.Executive], await desk.Asked(during.Id));
        Assert.Equal([Desk.Manager], await desk.Asked(late.Id));
        await desk.Approve(Desk.Executive, during.Id);
        Assert.Equal(Desk.Manager, (await desk.Events(during.Id)).Single(e => e.Kind == "approve").ForId);
        Assert.Equal("delegate", (await Petition.Refused(() => approvals.SetLeave(desk.Actor(Desk.Manager), desk.App, new(Desk.Manager, now, now.AddDays(99))))).Errors[0].Field);
    }

    [Theory, OnSqlite("all"), OnSqlite("turn"), OnPostgres("all"), OnPostgres("turn")]
    public async Task Who_signs_themselves_stands_in_for_nobody_beside_them(DatabaseKind kind, string mode)
    {
        await using var desk = await Petition.Open(kind, Petition.Node($$""" "mode": "{{mode}}", "approvers": [{ "role": "commercial" }, { "role": "finance" }] """));
        var approvals = new Approvals(desk.Database, desk.Query, desk.Clock);
        var now = desk.Clock.Now.UtcDateTime;
        await approvals.SetLeave(desk.Actor(Desk.Commercial), desk.App, new(Desk.Finance, now, now.AddDays(7)));

        var two = await desk.Submitted();
        var signers = (await desk.Tasks(two.Id)).Select(t => t.MemberId).Order().ToList();
        Assert.Equal([Desk.Finance, Desk.Commercial], signers);
        if (mode == "all") await desk.Approve(Desk.Finance, two.Id);
        Assert.Equal("in_approval", (await desk.Stand(two.Id)).Flow);

        // The delegate of the delegate is free.
        await approvals.SetLeave(desk.Actor(Desk.Finance), desk.App, new(Desk.Executive, now, now.AddDays(7)));
        var chain = await desk.Submitted();
        Assert.Equal(2, (await desk.Tasks(chain.Id)).Select(t => t.MemberId).Distinct().Count());
        Assert.Contains(Desk.Executive, (await desk.Tasks(chain.Id)).Select(t => t.MemberId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_has_signed_is_not_handed_the_signature_of_another(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind, Petition.Node(""" "mode": "all", "approvers": [{ "role": "commercial" }, { "role": "finance" }] """));
        var record = await desk.Submitted();
        await desk.Approve(Desk.Finance, record.Id);

        var refused = await Petition.Refused(() => desk.Do(Desk.Commercial, record.Id, "approval.transfer", ("to", Desk.Finance)));

        Assert.Equal(("to", "approval.bad_signer"), (refused.Errors[0].Field, refused.Errors[0].Code));
        Assert.Equal([Desk.Commercial], await desk.Asked(record.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_waits_can_urge_but_not_every_minute(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var record = await desk.Submitted(500m);
        await desk.Do(Desk.Rep, record.Id, "approval.urge");
        Assert.Equal(ProblemKind.TooMany, (await Petition.Refused(() => desk.Do(Desk.Rep, record.Id, "approval.urge"))).Kind);
        desk.Clock.Now = desk.Clock.Now.AddMinutes(11);
        await desk.Do(Desk.Rep, record.Id, "approval.urge");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_lists_hold_what_waits_what_is_done_what_was_submitted_and_copies(DatabaseKind kind)
    {
        await using var desk = await Petition.Open(kind);
        var approvals = new Approvals(desk.Database, desk.Query, desk.Clock);
        var first = await desk.Submitted(500m);
        var second = await desk.Submitted(600m);
        Assert.Equal(2, await approvals.Waiting(desk.Actor(Desk.Manager), desk.App));
        var page = await approvals.List(desk.Actor(Desk.Manager), desk.App, ApprovalBox.ToDo, limit: 1);
        Assert.Equal(second.Id, Assert.Single(page).RecordId);
        Assert.Equal(first.Id, Assert.Single(await approvals.List(desk.Actor(Desk.Manager), desk.App, ApprovalBox.ToDo, page[0].Id)).RecordId);

        await desk.Approve(Desk.Manager, first.Id);
        await desk.Approve(Desk.Commercial, first.Id, ("paper", "P"));

        Assert.Equal(1, await approvals.Waiting(desk.Actor(Desk.Manager), desk.App));
        Assert.Equal("approved", Assert.Single(await approvals.List(desk.Actor(Desk.Manager), desk.App, ApprovalBox.Done)).Mine);
        Assert.Equal(["in_approval", "approved"], (await approvals.List(desk.Actor(Desk.Rep), desk.App, ApprovalBox.Started)).Select(l => l.State));
        var copy = Assert.Single(await approvals.List(desk.Actor(Desk.Executive), desk.App, ApprovalBox.Cc));
        Assert.Equal((first.Id, "申请甲"), (copy.RecordId, copy.Title));
        var course = Assert.Single(await approvals.Courses(desk.Actor(Desk.Executive), desk.Form("petition"), first.Id));
        Assert.Equal(["done", "passed", "done"], course.Steps.Select(s => s.State));
        Assert.Equal(Desk.Manager, course.Steps[0].Signers[0].Member);
        Assert.Equal(["now", "passed", "coming"], (await approvals.Courses(desk.Actor(Desk.Manager), desk.Form("petition"), second.Id))[0].Steps.Select(s => s.State));
    }
}
