using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Capabilities;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Records;

/// <summary>Stickies: a private one is nobody else's business, a shared one goes with the record.</summary>
public sealed class StickyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_step_10_a_sticky_is_on_the_record_later_and_found_by_what_it_says(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var stickies = Of(desk);
        var lead = await desk.Create(Desk.Rep, "lead", PoolTests.Values(("company_name", "恒力")));
        var noted = await stickies.Add(desk.Actor(Desk.Rep), lead.Form, lead.Id, "  喜欢电话沟通，\r\n不要发 Email  ", shared: false);
        desk.Clock.Now = desk.Clock.Now.AddDays(3);

        var later = Assert.Single(await stickies.Of(desk.Actor(Desk.Rep), lead.Form, lead.Id));
        Assert.Equal((noted.Id, "喜欢电话沟通，\n不要发 Email", false, Desk.Rep), (later.Id, later.Text, later.Shared, later.By));
        foreach (var word in new[] { "电话", "email", "", null })
            Assert.Equal("恒力", Assert.Single((await stickies.All(desk.Actor(Desk.Rep), desk.App, word)).Found).Title);
        Assert.Empty((await stickies.All(desk.Actor(Desk.Rep), desk.App, "100%")).Found);
        Assert.Empty((await stickies.All(desk.Actor(Desk.Rep), desk.App, "_")).Found);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_private_nobody_else_reads_not_even_an_administrator(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var stickies = Of(desk);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        var mine = await stickies.Add(desk.Actor(Desk.Rep), account.Form, account.Id, "老板姓赵", shared: false);
        var ours = await stickies.Add(desk.Actor(Desk.Rep), account.Form, account.Id, "周五不上班", shared: true);

        foreach (var other in new[] { Desk.Manager, Desk.Admin })
        {
            Assert.Equal([ours.Id], (await stickies.Of(desk.Actor(other), account.Form, account.Id)).Select(s => s.Id));
            Assert.Equal([ours.Id], (await stickies.All(desk.Actor(other), desk.App)).Found.Select(f => f.Sticky.Id));
            Assert.Empty((await stickies.All(desk.Actor(other), desk.App, others: false)).Found);
            Assert.Empty((await stickies.All(desk.Actor(other), desk.App, "赵")).Found);
            Assert.Equal("sticky.not_found", (await Refused(() => stickies.Get(desk.Actor(other), account.Form, account.Id, mine.Id))).Code);
            Assert.Equal("sticky.not_found", (await Refused(() => stickies.Change(desk.Actor(other), account.Form, account.Id, mine.Id, "篡改", true))).Code);
            Assert.Equal("sticky.not_yours", (await Refused(() => stickies.Change(desk.Actor(other), account.Form, account.Id, ours.Id, "篡改", true))).Code);
            Assert.Equal("sticky.not_yours", (await Refused(() => stickies.Remove(desk.Actor(other), account.Form, account.Id, ours.Id))).Code);
            // The record itself says nothing of it: neither search nor a list.
            Assert.Empty((await desk.Query.List(desk.Actor(other), new ListQuery(account.Form) { Search = "老板姓赵" })).Rows);
        }
        // Who does not see the record sees none of its stickies.
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => stickies.Of(desk.Actor(Desk.SouthRep), account.Form, account.Id))).Kind);
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => stickies.Add(desk.Actor(Desk.SouthRep), account.Form, account.Id, "x", true))).Kind);
        Assert.Empty((await stickies.All(desk.Actor(Desk.SouthRep), desk.App)).Found);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_sticky_is_changed_by_its_author_and_never_over_a_newer_text(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var stickies = Of(desk);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        var sticky = await stickies.Add(desk.Actor(Desk.Rep), account.Form, account.Id, "一", shared: false);
        desk.Clock.Now = desk.Clock.Now.AddMinutes(1);
        var changed = await stickies.Change(desk.Actor(Desk.Rep), account.Form, account.Id, sticky.Id, "二", true, sticky.Since);
        Assert.Equal("sticky.stale", (await Refused(() => stickies.Change(desk.Actor(Desk.Rep), account.Form, account.Id, sticky.Id, "三", true, sticky.Since))).Code);
        Assert.Equal(("二", true), (changed.Text, changed.Shared));
        Assert.Equal("sticky.empty", (await Refused(() => stickies.Add(desk.Actor(Desk.Rep), account.Form, account.Id, " \n ", true))).Code);
        Assert.Equal("sticky.too_long", (await Refused(() => stickies.Add(desk.Actor(Desk.Rep), account.Form, account.Id, new string('字', 1001), true))).Code);
        await stickies.Remove(desk.Actor(Desk.Rep), account.Form, account.Id, sticky.Id);
        Assert.Empty(await stickies.Of(desk.Actor(Desk.Rep), account.Form, account.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_somebody_who_left_had_noted_is_read_by_who_has_the_record_now(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var stickies = Of(desk);
        var account = await desk.Create(Desk.OtherRep, "account", ("name", "恒力"));
        var noted = await stickies.Add(desk.Actor(Desk.OtherRep), account.Form, account.Id, "生日送花", shared: false);
        var draft = new Draft(account.Form.Action("ownership.transfer")!.Ask!).Set("to", Desk.Rep);
        await desk.Records.Act(desk.Actor(Desk.Manager), account.Form, account.Id, "ownership.transfer", draft);
        Assert.Empty(await stickies.Of(desk.Actor(Desk.Rep), account.Form, account.Id));

        var left = new Weir.Engine.Access.Directory(
            [.. desk.Directory.Members.Values.Select(m => m.Id == Desk.OtherRep ? m with { Active = false } : m)], [.. desk.Directory.Departments.Values],
            [new(Desk.Rep, "l2c", "sales_rep"), new(Desk.Manager, "l2c", "sales_manager")], desk.Directory.Zone);

        Assert.Equal([noted.Id], (await stickies.Of(left.Actor(Desk.Rep), account.Form, account.Id)).Select(s => s.Id));
        Assert.Empty(await stickies.Of(left.Actor(Desk.Manager), account.Form, account.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_hides_the_details_of_a_record_hides_its_stickies(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var stickies = Of(desk);
        // Found by others in the pool, masked: that it is taken is all they learn.
        var account = await desk.Create(Desk.Rep, "account", ("name", "无锡博远"), ("self_sourced", true), ("phone", "13800001111"));
        await stickies.Add(desk.Actor(Desk.Rep), account.Form, account.Id, "手机 13800001111", shared: true);
        Assert.Single((await desk.Query.List(desk.Actor(Desk.SouthRep), new ListQuery(account.Form) { Search = "博远" })).Rows);
        Assert.Empty(await stickies.Of(desk.Actor(Desk.SouthRep), account.Form, account.Id));
        Assert.Empty((await stickies.All(desk.Actor(Desk.SouthRep), desk.App)).Found);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_of_a_long_list_leave_nothing_out(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var stickies = Of(desk);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        for (var n = 0; n < 25; n++) await stickies.Add(desk.Actor(Desk.Rep), account.Form, account.Id, "第" + n, shared: n % 2 == 0);
        var (seen, before) = (new List<string>(), (long?)null);
        do
        {
            var (found, next) = await stickies.All(desk.Actor(Desk.Rep), desk.App, before: before, limit: 10);
            seen.AddRange(found.Select(f => f.Sticky.Text));
            before = next;
        }
        while (before is not null);
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(n => "第" + n), seen);
    }

    private static Stickies Of(Desk desk) => new(desk.Database, desk.Query, desk.Ids, desk.Clock);

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;
}
