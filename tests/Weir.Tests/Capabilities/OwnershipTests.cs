using Weir.Engine.Capabilities.Ownership;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Capabilities;

/// <summary>Who has a record, who gave it to whom, and that a hand-over takes along what was chosen and nothing else.</summary>
public sealed class OwnershipTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Every_change_of_owner_is_logged_with_who_and_why(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Manager, "account", ("name", "恒力"), ("owner", Desk.Rep));

        await Transfer(desk, account, Desk.OtherRep, note: "休假");

        var log = await desk.Query.Ownership(desk.Actor(Desk.OtherRep), desk.Form("account"), account.Id);
        Assert.Equal([OwnershipKind.Transfer, OwnershipKind.Assign], log.Select(e => e.Kind));
        Assert.Equal((Desk.Rep, Desk.OtherRep, Desk.Manager, "休假"), (log[0].From!.Value, log[0].To!.Value, log[0].By, log[0].Note));
        Assert.Null(log[1].From);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_one_makes_for_oneself_is_no_change_of_hands(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));

        Assert.Empty(await desk.Query.Ownership(desk.Actor(Desk.Rep), desk.Form("account"), account.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_log_of_a_record_that_one_may_not_see_is_not_found(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Manager, "account", ("name", "恒力"), ("owner", Desk.Rep));

        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Query.Ownership(desk.Actor(Desk.OtherRep), desk.Form("account"), account.Id));

        Assert.Equal(ProblemKind.NotFound, refused.Problem.Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_transfer_takes_along_only_the_chosen_forms_and_only_what_the_same_owner_has(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        var mine = await desk.Create(Desk.Rep, "contact", ("name", "马丽"), ("account", account.Id), ("mobile", "13800000001"));
        var other = await desk.Create(Desk.Manager, "contact", ("name", "张伟"), ("account", account.Id), ("mobile", "13800000002"), ("owner", Desk.Manager));
        var deal = await desk.Create(Desk.Rep, "opportunity", ("name", "产线"), ("account", account.Id), ("amount", 1m));

        var would = await desk.Query.WouldTransfer(desk.Actor(Desk.Manager), desk.Form("account"), account.Id);
        Assert.Equal([("contact", 1), ("opportunity", 1)], would.Select(w => (w.Form.Key, w.Count)).Order());
        await Transfer(desk, account, Desk.OtherRep, along: ["contact"]);

        Assert.Equal(Desk.OtherRep, (await desk.Read("account", account.Id))["owner"]);
        Assert.Equal(Desk.OtherRep, (await desk.Read("contact", mine.Id))["owner"]);
        Assert.Equal(Desk.Manager, (await desk.Read("contact", other.Id))["owner"]);
        Assert.Equal(Desk.Rep, (await desk.Read("opportunity", deal.Id))["owner"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_transfer_is_taken_back_but_for_what_has_changed_hands_since(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        var contact = await desk.Create(Desk.Rep, "contact", ("name", "马丽"), ("account", account.Id), ("mobile", "13800000001"));
        var gone = await desk.Create(Desk.Rep, "contact", ("name", "张伟"), ("account", account.Id), ("mobile", "13800000002"));
        var asked = await desk.Records.Ask(desk.Actor(Desk.Manager), account.Form, account.Id, "ownership.transfer");
        Assert.Equal("联系人 2", asked.Values["counts"]);
        await Transfer(desk, account, Desk.OtherRep, along: ["contact"]);
        await Transfer(desk, gone, Desk.Manager);
        await desk.Change(Desk.OtherRep, await desk.Read("contact", contact.Id), ("title", "总经理"));
        var transfers = new Transfers(desk.Database, desk.Records, desk.Query, desk.Clock);
        desk.Clock.Now = desk.Clock.Now.AddDays(29);

        var would = (await transfers.Last(desk.Actor(Desk.Manager), account.Form, account.Id))!;
        Assert.Equal([("恒力", null), ("马丽", null), ("张伟", "后来归了孙磊，保持不变。")], would.Records.Select(r => (r.Title, r.Stays?.Zh)).OrderBy(r => r.Zh is not null));
        Assert.Equal(Desk.OtherRep, (await desk.Read("account", account.Id))["owner"]);
        var undone = await transfers.Undo(desk.Actor(Desk.Manager), account.Form, account.Id);

        Assert.Equal(2, undone.Records.Count(r => r.Stays is null));
        Assert.Equal([Desk.Rep, Desk.Rep, Desk.Manager], new[] { await desk.Read("account", account.Id), await desk.Read("contact", contact.Id), await desk.Read("contact", gone.Id) }.Select(r => (long)r["owner"]!));
        Assert.Equal("总经理", (await desk.Read("contact", contact.Id))["title"]);
        Assert.Equal((OwnershipKind.Transfer, "撤销转移"), (await desk.Query.Ownership(desk.Actor(Desk.Manager), account.Form, account.Id)) is [var last, ..] ? (last.Kind, last.Note) : default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_transfer_is_taken_back_for_thirty_days_by_who_may_assign(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        await Transfer(desk, account, Desk.OtherRep);
        var transfers = new Transfers(desk.Database, desk.Records, desk.Query, desk.Clock);

        Assert.Equal(ProblemKind.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => transfers.Undo(desk.Actor(Desk.OtherRep), account.Form, account.Id))).Problem.Kind);
        desk.Clock.Now = desk.Clock.Now.AddDays(30).AddSeconds(1);
        Assert.Null(await transfers.Last(desk.Actor(Desk.Manager), account.Form, account.Id));
        Assert.Equal("transfer.gone", (await Assert.ThrowsAsync<ProblemException>(() => transfers.Undo(desk.Actor(Desk.Manager), account.Form, account.Id))).Problem.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_not_assign_may_not_transfer(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));

        var refused = await Assert.ThrowsAsync<ProblemException>(() => Transfer(desk, account, Desk.OtherRep, by: Desk.Rep));

        Assert.Equal(ProblemKind.Forbidden, refused.Problem.Kind);
    }

    private static Task Transfer(Desk desk, Weir.Engine.Records.Record record, long to, string? note = null, string[]? along = null, long by = Desk.Manager)
    {
        var draft = new Draft(record.Form.Action("ownership.transfer")!.Ask!).Set("to", to).Set("note", note);
        if (along is not null) draft.Set("along", along);
        return desk.Records.Act(desk.Actor(by), record.Form, record.Id, "ownership.transfer", draft);
    }
}
