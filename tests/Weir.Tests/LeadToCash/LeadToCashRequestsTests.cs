using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Capabilities;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>What is asked for in the place of being done, as the flows of lead to cash say: more time, a lock, a transfer, a loss, another go, another plan; and money that finance confirms.</summary>
public sealed class LeadToCashRequestsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_owner_asks_for_more_time_and_gets_it_when_the_manager_approves(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        Assert.Equal(desk.Clock.Now.UtcDateTime.AddDays(30), account["recycle_at"]);
        Assert.Equal(ProblemKind.Forbidden, (await Refused(() => Act(desk, Desk.Rep, account, "pool.extend", ("note", "等招标")))).Kind);
        Assert.Equal("note", Assert.Single((await Refused(() => Act(desk, Desk.Rep, account, "request.extend"))).Errors).Field);

        await Act(desk, Desk.Rep, account, "request.extend", ("note", "等招标"));

        // Nothing is longer yet, and nothing is taken back while somebody decides.
        var waiting = await desk.Read("account", account.Id);
        Assert.Equal(("extend", null), (waiting["flow_request"], waiting["recycle_at"]));
        Assert.Equal([Desk.Manager], await Asked(desk, account));
        Assert.Equal("approval.running", (await Refused(() => Act(desk, Desk.Rep, account, "request.lock", ("reason", "重点")))).Code);
        // The customer is worked on meanwhile.
        await desk.Change(Desk.Rep, waiting, ("main_business", "模具"));

        await Act(desk, Desk.Manager, account, "approval.approve");

        var longer = await desk.Read("account", account.Id);
        Assert.Equal((null, desk.Clock.Now.UtcDateTime.AddDays(45), 15m, 1m), (longer["flow_request"], longer["recycle_at"], longer["extended_days"], longer["extensions"]));
        Assert.Empty(await Asked(desk, account));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_request_that_is_refused_or_withdrawn_changes_nothing_and_can_be_made_again(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        await Act(desk, Desk.Rep, account, "request.lock", ("reason", "重点客户"));
        Assert.Equal("comment", Assert.Single((await Refused(() => Act(desk, Desk.Manager, account, "approval.reject", ("to", "start")))).Errors).Field);
        await Act(desk, Desk.Manager, account, "approval.reject", ("comment", "先跟进"), ("to", "start"));
        await Free();

        await Act(desk, Desk.Rep, account, "request.lock", ("reason", "已跟进"));
        await Act(desk, Desk.Rep, account, "approval.withdraw");
        await Free();
        Assert.Equal("approval.decided", (await Refused(() => Act(desk, Desk.Manager, account, "approval.approve"))).Code);

        await Act(desk, Desk.Rep, account, "request.lock", ("reason", "客户要求"));
        await Act(desk, Desk.Manager, account, "approval.approve");
        Assert.Equal((true, null), ((await desk.Read("account", account.Id))["locked"], (await desk.Read("account", account.Id))["recycle_at"]));
        var courses = await new Approvals(desk.Database, desk.Query, desk.Clock).Courses(desk.Actor(Desk.Rep), account.Form, account.Id);
        Assert.Equal(["approved", "withdrawn", "rejected"], courses.Select(c => c.State));
        Assert.Equal(("reason", "客户要求"), (Assert.Single(courses[0].Asked).Field.Key, courses[0].Asked[0].Value));

        async Task Free()
        {
            var now = await desk.Read("account", account.Id);
            Assert.Equal((null, null, desk.Clock.Now.UtcDateTime.AddDays(30)), (now["flow_request"], now["locked"], now["recycle_at"]));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Where_there_is_no_manager_the_administrators_decide(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await desk.Create(Desk.SouthRep, "lead", PoolTests.Values(("self_sourced", false)));
        await Act(desk, Desk.SouthRep, lead, "request.extend", ("note", "展会后再谈"));
        Assert.Equal([Desk.Admin], await Asked(desk, lead));
        await Act(desk, Desk.Admin, lead, "approval.approve");
        Assert.Equal(lead["recycle_at"] is DateTime before ? before.AddDays(7) : null, (await desk.Read("lead", lead.Id))["recycle_at"]);
        // Once is all that a lead's pool allows.
        Assert.Equal("EXTENSION_LIMIT", (await Refused(() => Act(desk, Desk.SouthRep, lead, "request.extend", ("note", "再等等")))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_owner_asks_to_hand_a_record_over_and_the_manager_lets_it_go(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        var contact = await desk.Create(Desk.Rep, "contact", ("name", "张伟"), ("account", account.Id), ("mobile", "13800001111"));
        // Somebody else's customers are not asked for.
        Assert.Equal(ProblemKind.NotFound, (await Refused(() => Act(desk, Desk.SouthRep, account, "request.transfer", ("to", Desk.SouthRep)))).Kind);

        await Act(desk, Desk.Rep, account, "request.transfer", ("to", Desk.OtherRep), ("note", "区域调整"), ("along", new[] { "contact" }));
        Assert.Equal(Desk.Rep, (await desk.Read("account", account.Id))["owner"]);
        await Act(desk, Desk.Manager, account, "approval.approve");

        Assert.Equal((Desk.OtherRep, Desk.OtherRep), ((await desk.Read("account", account.Id))["owner"], (await desk.Read("contact", contact.Id))["owner"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_big_deal_is_lost_and_opened_again_by_what_the_manager_approves(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var desk = deals.Desk;
        var deal = await deals.Hengli();
        Assert.Equal("a", deal["grade"]);
        // The seller is offered to ask, not a button that would only refuse.
        Assert.Equal((true, false), (await Offered(Desk.Rep, "request.lose"), await Offered(Desk.Rep, "pipeline.lose")));
        Assert.Equal((false, true), (await Offered(Desk.Manager, "request.lose"), await Offered(Desk.Manager, "pipeline.lose")));
        Assert.Equal("lost_reason", Assert.Single((await Refused(() => Act(desk, Desk.Rep, deal, "request.lose"))).Errors).Field);
        await Act(desk, Desk.Rep, deal, "request.lose", ("lost_reason", "budget_cancelled"), ("lost_note", "预算冻结"));
        Assert.Equal("open", (await deals.Read(deal.Id))["status"]);
        await Act(desk, Desk.Manager, deal, "approval.approve", ("comment", "确认"));

        var lost = await deals.Read(deal.Id);
        Assert.Equal(("lost", "budget_cancelled", "预算冻结", 0m), (lost["status"], lost["lost_reason"], lost["lost_note"], lost["win_rate"]));
        await Act(desk, Desk.Rep, deal, "request.reopen", ("reason", "预算恢复"));
        await Act(desk, Desk.Manager, deal, "approval.reject", ("comment", "先拿到书面确认"), ("to", "start"));
        Assert.Equal("lost", (await deals.Read(deal.Id))["status"]);
        await Act(desk, Desk.Rep, deal, "request.reopen", ("reason", "书面确认已到"));
        await Act(desk, Desk.Manager, deal, "approval.approve");
        Assert.Equal(("open", "first_contact", 10m), ((await deals.Read(deal.Id))["status"], (await deals.Read(deal.Id))["stage"], (await deals.Read(deal.Id))["win_rate"]));

        // A small deal is the seller's own affair.
        await desk.Records.Save(Weir.Engine.Access.Actor.System("test", desk.Directory), Cheap(deal));
        Assert.Equal((false, true), (await Offered(Desk.Rep, "request.lose"), await Offered(Desk.Rep, "pipeline.lose")));

        async Task<bool> Offered(long member, string action) => (await desk.Records.Actions(desk.Actor(member), deal.Form, deal.Id)).Any(a => a.Key == action);

        static Draft Cheap(Record deal)
        {
            var draft = new Draft(deal.Form) { Id = deal.Id }.Set("amount", 200_000m);
            draft.Lines["lines"] = [];
            return draft;
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_plan_in_force_changes_by_approval_and_still_adds_up(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        var desk = chain.Desk;
        await chain.ActWith(Desk.Rep, "contract", chain.Contract, "plan", ("plan", QuoteToCash.Plan((30m, null, "2026-11-25"), (70m, null, "2026-12-20"))));
        var plan = (await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(desk.Form("payment_plan")) { Sort = [new(desk.Form("payment_plan").Path("due_date")!, false)] })).Rows.Select(r => r.Id).ToList();
        var second = await desk.Read("payment_plan", plan[1]);
        foreach (var who in new[] { Desk.Finance, Desk.Commercial })
            Assert.Equal(("due_date", "field.locked"), One(await Refused(() => desk.Change(who, second, ("due_date", new DateOnly(2027, 1, 31))))));
        Assert.Equal(("due_date", "rule.check"), One(await Refused(() => Act(desk, Desk.Rep, second, "request.change", ("why", "客户要求"), ("amount", 630_000m), ("due_date", new DateOnly(2026, 12, 20))))));
        Assert.Equal("rest_due", One(await Refused(() => Change(400_000m, null))).Item1);
        Assert.Equal("amount", One(await Refused(() => Change(630_001m, null))).Item1);

        await Change(400_000m, new(2027, 3, 31));
        Assert.Equal(630_000m, (await desk.Read("payment_plan", second.Id))["amount"]);
        Assert.Equal([Desk.Manager], await Asked(desk, second));
        await Act(desk, Desk.Manager, second, "approval.approve");

        var changed = await desk.Read("payment_plan", second.Id);
        Assert.Equal((400_000m, new DateOnly(2027, 1, 31), null), (changed["amount"], changed["due_date"], changed["percent"]));
        var contract = await desk.Read("contract", chain.Contract);
        Assert.Equal((900_000m, 0m, 3m), (contract["planned_total"], contract["unplanned"], contract["plan_count"]));

        Task Change(decimal amount, DateOnly? rest) =>
            Act(desk, Desk.Rep, second, "request.change", ("why", "客户要求分期"), ("amount", amount), ("due_date", new DateOnly(2027, 1, 31)), ("rest_due", rest));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_payment_goes_to_finance_by_itself_who_corrects_it_or_sends_it_back(DatabaseKind kind)
    {
        await using var chain = await QuoteToCash.Open(kind);
        await chain.Sell();
        await chain.Offer();
        await chain.Sign();
        var desk = chain.Desk;
        var first = await Receive(270_000m);
        Assert.Equal(("in_approval", "finance", "to_confirm"), (first["flow_status"], first["flow_node"], first["status"]));
        Assert.Equal([Desk.Finance], await Asked(desk, first));
        Assert.Equal("approval.not_yours", (await Refused(() => Act(desk, Desk.Rep, first, "approval.approve"))).Code);

        // What was forgotten is added meanwhile; the figures stand.
        await desk.Change(Desk.Finance, await desk.Read("payment", first.Id, Desk.Finance), ("remark", "回单后补"));
        Assert.Equal("approval.locked", One(await Refused(async () => await desk.Change(Desk.Admin, await desk.Read("payment", first.Id), ("method", "cash")))).Item2);
        await Act(desk, Desk.Finance, first, "approval.approve", ("amount", 260_000m), ("received_at", new DateOnly(2026, 11, 26)));
        var confirmed = await desk.Read("payment", first.Id);
        Assert.Equal(("confirmed", 260_000m, new DateOnly(2026, 11, 26), Desk.Finance), (confirmed["status"], confirmed["amount"], confirmed["received_at"], confirmed["confirmed_by"]));

        var second = await Receive(100_000m);
        await Act(desk, Desk.Finance, second, "approval.reject", ("comment", "银行没有这笔"), ("to", "start"));
        Assert.Equal(("rejected", "rejected"), ((await desk.Read("payment", second.Id))["status"], (await desk.Read("payment", second.Id))["flow_status"]));
        Assert.Equal(260_000m, (await desk.Read("contract", chain.Contract))["received_total"]);
        // Who entered it reads why, corrects it, and sends it again; nobody else's are theirs to correct.
        Assert.Equal("银行没有这笔", (await desk.Read("payment", second.Id, Desk.Rep))["reject_reason"]);
        Assert.Equal(ProblemKind.NotFound, (await Refused(async () => await desk.Change(Desk.OtherRep, await desk.Read("payment", second.Id), ("amount", 1m)))).Kind);
        await desk.Change(Desk.Rep, await desk.Read("payment", second.Id, Desk.Rep), ("amount", 90_000m));
        await Act(desk, Desk.Rep, second, "approval.submit");
        Assert.Equal((90_000m, null), ((await desk.Read("payment", second.Id))["amount"], (await desk.Read("payment", second.Id))["reject_reason"]));
        Assert.Equal(ProblemKind.Forbidden, (await Refused(async () => await desk.Change(Desk.Rep, await desk.Read("payment", second.Id, Desk.Rep), ("amount", 1m)))).Kind);
        Assert.Equal("to_confirm", (await desk.Read("payment", second.Id))["status"]);
        await Act(desk, Desk.Rep, second, "approval.withdraw");
        Assert.Empty(await Asked(desk, second));
        Assert.Equal(260_000m, (await desk.Read("contract", chain.Contract))["received_total"]);

        async Task<Record> Receive(decimal amount)
        {
            var made = await chain.Act(Desk.Rep, "contract", chain.Contract, "receive", ("amount", amount), ("method", "alipay"));
            return await desk.Read("payment", made.Saves.First(s => s.Created && s.Record.Form.Key == "payment").Record.Id);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_expense_that_is_rejected_is_corrected_by_whoever_entered_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"));
        var draft = new Draft(desk.Form("expense")).Set("account", account.Id);
        draft.Lines["items"] = [Item(800m)];
        var expense = (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
        await Act(desk, Desk.Rep, expense, "approval.submit");
        await Act(desk, Desk.Manager, expense, "approval.reject", ("comment", "缺发票"), ("to", "start"));
        Assert.Equal("缺发票", (await desk.Read("expense", expense.Id, Desk.Rep))["reject_reason"]);

        var better = new Draft(desk.Form("expense")) { Id = expense.Id };
        better.Lines["items"] = [Item(780m)];
        await desk.Records.Save(desk.Actor(Desk.Rep), better);
        await Act(desk, Desk.Rep, expense, "approval.submit");
        await Act(desk, Desk.Manager, expense, "approval.approve");

        var approved = await desk.Read("expense", expense.Id);
        Assert.Equal(("approved", 780m, null), (approved["flow_status"], approved["amount"], approved["reject_reason"]));
        Assert.Equal(ProblemKind.Forbidden, (await Refused(() => desk.Records.Save(desk.Actor(Desk.Rep), better))).Kind);

        static DraftLine Item(decimal amount) => new(null, new Dictionary<string, object?> { ["type"] = "travel", ["date"] = new DateOnly(2026, 11, 2), ["amount"] = amount });
    }

    private static (string, string) One(Problem refused) => (Assert.Single(refused.Errors).Field, refused.Errors[0].Code);

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    private static Task Act(Desk desk, long member, Record record, string action, params (string Key, object? Value)[] answers)
    {
        var draft = record.Form.Action(action)!.Ask is { } ask ? new Draft(ask) : null;
        foreach (var (key, value) in answers.Where(a => a.Value is not null)) draft!.Set(key, value);
        return desk.Records.Act(desk.Actor(member), record.Form, record.Id, action, draft);
    }

    private static Task<IReadOnlyList<long>> Asked(Desk desk, Record record) => desk.Database.Read<IReadOnlyList<long>>(async s =>
    {
        var approvals = await Weir.Sql.Tables.ApprovalRows.Of(s, desk.App.Schema, record.Form.No, record.Id, 20);
        return [.. (await Weir.Sql.Tables.ApprovalTaskRows.Of(s, desk.App.Schema, approvals.Select(a => a.Id))).Where(t => t.State == "open").Select(t => t.MemberId).Order()];
    });
}
